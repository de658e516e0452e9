import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { NO_METER } from '../../server/adapters/metrics/meter.ts'
import { OverloadedError } from '../../server/core/errors.ts'
import { type LocalThumbnailer, openThumbnailer } from '../../server/runtimes/local-thumbnailer.ts'
import { opening, originalOf, planOf } from '../contracts/thumbnailer.ts'
import { originalBytes } from '../fixtures/media.ts'
import { mapCache, settableClock } from '../support/memory/adapters.ts'
import { renderScript } from '../support/programs/render-script.ts'

const script = renderScript()

async function start(config: { renderConcurrency?: number; renderQueue?: number } = {}, apart = true): Promise<LocalThumbnailer> {
  const clock = settableClock()
  const thumbnailer = await openThumbnailer({
    config: { maxInputPixels: 50_000_000, renderQueue: 64, renderTimeoutMs: 60_000, ...config },
    intermediates: mapCache(clock),
    clock,
    meter: NO_METER,
    renderScript: apart ? script.path() : undefined,
  })
  script.opened.push(thumbnailer)
  return thumbnailer
}

/** Counts how often an original is opened. */
function counted() {
  let times = 0
  return {
    times: () => times,
    open: () => {
      times += 1
      return opening(originalBytes('bridge.jpg'))()
    },
  }
}

/** The processes that this one has started, by their first arguments. */
function childrenOf(pid: number): readonly string[] {
  const ids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  return ids.filter((id) => id !== '' && readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(script.folder))
}

describe.each([
  ['in a process of its own', true],
  ['in this process', false],
])('openThumbnailer, decoding %s', (_name, apart) => {
  it('decodes once for 1,000 who ask for one cold thumbnail (I10)', async () => {
    const { render } = await start({}, apart)
    const original = counted()
    const plan = planOf({ id: 'one' })
    const rendered = await Promise.all(Array.from({ length: 1000 }, () => render(original.open, plan)))
    expect([original.times(), new Set(rendered).size]).toEqual([1, 1])
  })

  it('decodes once for all sizes and formats of one picture', async () => {
    const { render } = await start({}, apart)
    const picture = counted()
    const original = originalOf()
    const plans = ([320, 480, 640] as const).flatMap((width) =>
      (['jpg', 'webp', 'avif'] as const).map((format) =>
        planOf({ width, height: Math.round((width * 2) / 3), format, original, id: `${width}.${format}` }),
      ),
    )
    const rendered = await Promise.all(plans.map((plan) => render(picture.open, plan)))
    expect([picture.times(), rendered.length]).toEqual([1, 9])
  })

  it('refuses what no longer fits into the queue before anything that waits is done, unopened (I3)', async () => {
    const { render } = await start({ renderConcurrency: 1, renderQueue: 2 }, apart)
    const order: string[] = []
    const noted = (id: string) =>
      render(opening(originalBytes('bridge.jpg')), planOf({ id })).then(
        () => void order.push('done'),
        (error: unknown) => void order.push(error instanceof OverloadedError ? 'refused' : 'failed'),
      )
    await Promise.all(Array.from({ length: 10 }, (_, index) => noted(`${index}`)))
    expect(order).toEqual([...Array.from({ length: 7 }, () => 'refused'), 'done', 'done', 'done'])
  })
})

describe.runIf(process.platform === 'linux')('the process in which pictures are decoded', () => {
  it('is told no address and no key of the server, and ends with it', async () => {
    process.env.PLACARD_SIGNING_KEY = 'secret'
    const { render, close } = await start()
    await render(opening(originalBytes('bridge.jpg')), planOf())
    const [child = ''] = childrenOf(process.pid).slice(-1)
    const environment = readFileSync(`/proc/${child}/environ`, 'utf8')
    delete process.env.PLACARD_SIGNING_KEY
    expect(environment).toContain('PATH=')
    expect(environment).not.toContain('PLACARD')
    await close()
    expect(childrenOf(process.pid)).not.toContain(child)
  })
})
