import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { expositionOf } from '../../server/adapters/metrics/exposition.ts'
import { createDurations } from '../../server/adapters/metrics/instruments.ts'
import { createMeter, type Meter } from '../../server/adapters/metrics/meter.ts'
import { BrokenMediaError, OverloadedError, UnavailableError } from '../../server/core/errors.ts'
import type { Catalogue } from '../../server/ports/catalogue.ts'
import type { RenderPlan, Thumbnailer } from '../../server/ports/thumbnailer.ts'
import { connectionFamilies } from '../../server/runtimes/metrics-server.ts'
import { mapCache, memoryCatalogue, memoryLog, settableClock } from '../support/memory/adapters.ts'
import { heldThumbnailer } from '../support/memory/held-thumbnailer.ts'
import { limitRenders } from '../support/memory/limit-renders.ts'

function meter(now?: () => number): Meter {
  const made = createMeter('1.2.3', now)
  onTestFinished(made.stop)
  return made
}

/** The lines that begin with this, without what explains them. */
const lines = ({ text }: Pick<Meter, 'text'>, start: string) =>
  text()
    .split('\n')
    .filter((line) => line.startsWith(start))
const answered = (over: object = {}) => ({ requestId: 'r', method: 'GET', route: '/oembed', status: 200, durationMs: 3, ...over })

describe('the text format', () => {
  it('has a help, a type and a line for each number', () => {
    const family = {
      name: 'a_total',
      help: 'How many.\nAll \\ of them.',
      type: 'counter' as const,
      samples: () => [{ value: 1 }, { labels: { of: 'a"b\\c\nd', and: '' }, value: 2.5 }, { value: Number.POSITIVE_INFINITY }],
    }
    expect(expositionOf([family])).toBe(
      '# HELP a_total How many.\\nAll \\\\ of them.\n# TYPE a_total counter\na_total 1\na_total{of="a\\"b\\\\c\\nd",and=""} 2.5\na_total +Inf\n',
    )
  })

  it('has cumulative buckets, whose bounds are inside', () => {
    const durations = createDurations([0.1, 0.5])
    for (const seconds of [0.1, 0.11, 0.5, 2]) durations.observe(seconds)
    expect(durations.samples({ route: '/' })).toEqual([
      { suffix: '_bucket', labels: { route: '/', le: '0.1' }, value: 1 },
      { suffix: '_bucket', labels: { route: '/', le: '0.5' }, value: 3 },
      { suffix: '_bucket', labels: { route: '/', le: '+Inf' }, value: 4 },
      { suffix: '_sum', labels: { route: '/' }, value: expect.closeTo(2.71) },
      { suffix: '_count', labels: { route: '/' }, value: 4 },
    ])
  })

  const promtool = spawnSync('promtool', ['--version']).status === 0
  if (!promtool) process.stderr.write('placard: the metrics are not checked by promtool; Debian has it in the package prometheus\n')
  it.skipIf(!promtool)('is what promtool takes', () => {
    const metrics = meter()
    const log = metrics.log(memoryLog())
    for (const status of [200, 304, 404, 503]) log.requestAnswered(answered({ status }))
    const { stdout, stderr, status } = spawnSync('promtool', ['check', 'metrics'], { input: metrics.text(), encoding: 'utf8' })
    expect(`${stdout}${stderr}`).toBe('')
    expect(status).toBe(0)
  })
})

describe('a metered log', () => {
  it('counts requests by route, method and class of status, and passes them on', () => {
    const [metrics, inner] = [meter(), memoryLog()]
    const log = metrics.log(inner)
    for (const status of [200, 204, 304, 404, 499, 500]) log.requestAnswered(answered({ status }))
    log.requestAnswered(answered({ method: 'PROPFIND', route: '*', status: 404 }))
    log.requestAnswered(answered({ method: 'BREW', route: '*', status: 404 }))
    expect(lines(metrics, 'placard_requests_total')).toEqual([
      'placard_requests_total{route="/oembed",method="GET",status="2xx"} 2',
      'placard_requests_total{route="/oembed",method="GET",status="3xx"} 1',
      'placard_requests_total{route="/oembed",method="GET",status="4xx"} 2',
      'placard_requests_total{route="/oembed",method="GET",status="5xx"} 1',
      'placard_requests_total{route="*",method="other",status="4xx"} 2',
    ])
    expect(lines(metrics, 'placard_request_duration_seconds_bucket{route="/oembed",le="0.0025"}')).toEqual([expect.stringMatching(/ 0$/)])
    expect(lines(metrics, 'placard_request_duration_seconds_bucket{route="/oembed",le="0.005"}')).toEqual([expect.stringMatching(/ 6$/)])
    expect(inner.entries).toHaveLength(8)
  })

  it('counts every other event by its name', () => {
    const metrics = meter()
    const log = metrics.log(memoryLog())
    log.requestFailed({ requestId: 'r', method: 'GET', route: '/', error: new Error('x') })
    log.stopping({ signal: 'SIGTERM' })
    expect(lines(metrics, 'placard_log_events_total').filter((line) => !line.endsWith(' 0'))).toEqual([
      'placard_log_events_total{event="requestFailed"} 1',
      'placard_log_events_total{event="stopping"} 1',
    ])
  })

  it('keeps a bounded number of series, whatever it is told', () => {
    const metrics = meter()
    const log = metrics.log(memoryLog())
    for (let n = 0; n < 5000; n++) log.requestAnswered(answered({ route: `/p/${n}`, method: `M${n}` }))
    expect(lines(metrics, 'placard_requests_total').length).toBeLessThanOrEqual(101)
    expect(lines(metrics, 'placard_requests_total{route="*"')).toEqual([expect.stringMatching(/ 4900$/)])
  })
})

describe('metered renders', () => {
  const plan = (id: string) => ({ id }) as RenderPlan
  const open = () => Promise.reject(new Error('not opened'))

  it('run, wait, and end in one of four ways', async () => {
    const clock = settableClock(0)
    const [metrics, held] = [meter(clock.now), heldThumbnailer()]
    const limited = limitRenders(metrics.workingRenders(held), { concurrency: 1, queue: 2, timeoutMs: 60_000 })
    const { render } = metrics.askedRenders(limited)
    const leaving = new AbortController()
    const asked = [render(open, plan('a')), render(open, plan('b')), render(open, plan('c'), leaving.signal), render(open, plan('d'))]
    const ended = Promise.allSettled(asked)
    await held.started(1)
    await expect(asked[3]).rejects.toThrow(OverloadedError)
    expect(lines(metrics, 'placard_renders_')).toEqual(
      expect.arrayContaining(['placard_renders_running 1', 'placard_renders_waiting 2', 'placard_renders_total{outcome="refused"} 1']),
    )
    leaving.abort()
    clock.advance(200)
    held.finish('a')
    await held.started(2)
    held.fail('b', new BrokenMediaError('Expected a picture'))
    await ended
    expect(lines(metrics, 'placard_render')).toEqual(
      expect.arrayContaining([
        ...['done', 'refused', 'failed', 'abandoned'].map((outcome) => `placard_renders_total{outcome="${outcome}"} 1`),
        'placard_renders_running 0',
        'placard_renders_waiting 0',
        'placard_render_duration_seconds_bucket{le="0.1"} 1',
        'placard_render_duration_seconds_bucket{le="0.25"} 2',
        'placard_render_duration_seconds_sum 0.2',
      ]),
    )
  })

  it('that throw at once are counted too', async () => {
    const metrics = meter()
    const broken: Thumbnailer = {
      render() {
        throw new BrokenMediaError('Expected a picture')
      },
    }
    await expect(metrics.askedRenders(metrics.workingRenders(broken)).render(open, plan('a'))).rejects.toThrow(BrokenMediaError)
    expect(lines(metrics, 'placard_renders_running')).toEqual(['placard_renders_running 0'])
  })
})

describe('metered stores', () => {
  it('tell hits from misses', async () => {
    const metrics = meter()
    const cache = metrics.cache(mapCache(settableClock()))
    await cache.put('a', new Uint8Array(1), 60)
    await cache.find('a')
    await cache.find('b')
    await cache.find('c')
    const answers = metrics.answers({ begin: () => 1, keep: () => {}, find: () => undefined })
    answers.find('/')
    expect([...lines(metrics, 'placard_thumbnails_total'), ...lines(metrics, 'placard_answers_total')]).toEqual([
      'placard_thumbnails_total{result="hit"} 1',
      'placard_thumbnails_total{result="miss"} 2',
      'placard_answers_total{result="hit"} 0',
      'placard_answers_total{result="miss"} 1',
    ])
  })

  it('count a backend that cannot answer, and nothing that is asked wrongly', async () => {
    const metrics = meter()
    const broken: Catalogue = {
      ...memoryCatalogue([]),
      list: () => Promise.reject(new UnavailableError('Expected the catalogue to answer')),
      edit: () => Promise.reject(new RangeError('a mistake of ours')),
    }
    const catalogue = metrics.backend('catalogue', broken)
    await expect(catalogue.list({ limit: 1 })).rejects.toThrow(UnavailableError)
    await expect(catalogue.edit([])).rejects.toThrow(RangeError)
    expect(await catalogue.findSource('/nowhere')).toBeUndefined()
    expect(lines(metrics, 'placard_backend_failures_total')).toEqual([
      'placard_backend_failures_total{backend="catalogue"} 1',
      'placard_backend_failures_total{backend="originals"} 0',
    ])
  })
})

describe('the process', () => {
  it('tells what it is, how long it runs, and what it takes', () => {
    const metrics = meter()
    expect(lines(metrics, 'placard_build_info')).toEqual([
      `placard_build_info{version="1.2.3",runtime="node",runtime_version="${process.versions.node}"} 1`,
    ])
    for (const name of [
      'process_resident_memory_bytes',
      'nodejs_heap_size_used_bytes',
      'placard_uptime_seconds',
      'process_cpu_seconds_total',
    ]) {
      expect(Number(lines(metrics, name)[0]!.split(' ')[1])).toBeGreaterThan(0)
    }
  })

  it('tells how late the event loop was since it was last asked', async () => {
    const metrics = meter()
    const most = () => Number(lines(metrics, 'nodejs_eventloop_lag_max_seconds')[0]!.split(' ')[1])
    const untilPassed = async (ms: number) => {
      const from = performance.now()
      await expect.poll(() => performance.now() - from).toBeGreaterThan(ms)
    }
    await untilPassed(100)
    const end = performance.now() + 400
    while (performance.now() < end);
    await untilPassed(100)
    expect(most()).toBeGreaterThan(0.3)
    expect(most()).toBeLessThan(0.3)
  })
})

describe('deploy/README.md', () => {
  it('names numbers that there are', () => {
    const metrics = meter()
    metrics.log(memoryLog())
    metrics.include(connectionFamilies({ open: 0, refused: 0, stalled: 0 }))
    const there = new Set([...metrics.text().matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name))
    const named = [...readFileSync('deploy/README.md', 'utf8').matchAll(/\b(?:placard|nodejs)_[a-z0-9_]+/g)].map(([name]) => name)
    expect(named.length).toBeGreaterThan(8)
    expect(named.filter((name) => !there.has(name))).toEqual([])
  })
})
