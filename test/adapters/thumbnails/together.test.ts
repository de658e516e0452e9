import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { JobRunner, Outcome, Output } from '../../../server/adapters/thumbnails/job.ts'
import { sharpRunner } from '../../../server/adapters/thumbnails/picture/runner.ts'
import { createRenderQueue } from '../../../server/adapters/thumbnails/queue.ts'
import { renderTogether } from '../../../server/adapters/thumbnails/together.ts'
import { BrokenMediaError, OverloadedError } from '../../../server/core/errors.ts'
import type { ByteCache } from '../../../server/ports/cache.ts'
import type { RenderPlan } from '../../../server/ports/thumbnailer.ts'
import { opening, originalOf, planOf, thumbnailerContract } from '../../contracts/thumbnailer.ts'
import { originalBytes } from '../../fixtures/media.ts'
import { mapCache, settableClock } from '../../support/memory/adapters.ts'

const real = sharpRunner({ maxInputPixels: 50_000_000, timeoutMs: 30_000 })
const queueOf = (concurrency = 1, queue = 64) => createRenderQueue({ concurrency, queue, timeoutMs: 60_000 })

interface Setting {
  readonly runner?: JobRunner
  readonly queue?: ReturnType<typeof queueOf>
  readonly intermediates?: ByteCache
}

function create({ runner = real, queue = queueOf(), intermediates = mapCache(settableClock()) }: Setting = {}) {
  const wanted: string[] = []
  const thumbnailer = renderTogether({ runner, queue, intermediates, wantIntermediate: ({ key }) => void wanted.push(key) })
  return { ...thumbnailer, wanted }
}

thumbnailerContract('renderTogether', () => create())

/** Counts what is done, and does it. */
function counting(inner: JobRunner = real): JobRunner & { readonly jobs: (readonly Output[])[] } {
  const jobs: (readonly Output[])[] = []
  return {
    jobs,
    async run(job, signal) {
      const outcomes = await inner.run(job, signal)
      jobs.push(job.outputs())
      return outcomes
    },
  }
}

/** Opens, asks what is wanted, and answers the widths as bytes. */
const quick: JobRunner = {
  async run({ open, outputs }, signal) {
    await (await open(signal)).body.cancel()
    return outputs().map(({ width }): Outcome => ({ bytes: new Uint8Array([width / 10]) }))
  },
}

const bridge = () => opening(originalBytes('bridge.jpg'))
const LADDER = [
  { width: 320, height: 213 },
  { width: 480, height: 320 },
  { width: 640, height: 427 },
  { width: 960, height: 640 },
]

describe('renderTogether', () => {
  it('makes four widths that are asked for at once of one decode', async () => {
    const runner = counting()
    const { render } = create({ runner })
    const original = originalOf()
    let opened = 0
    const open = () => {
      opened += 1
      return bridge()()
    }
    const rendered = await Promise.all(LADDER.map((size) => render(open, planOf({ ...size, original }))))
    const sizes = await Promise.all(rendered.map((bytes) => sharp(bytes).metadata()))
    expect(sizes.map(({ width, height }) => ({ width, height }))).toEqual(LADDER)
    expect([opened, runner.jobs.map((outputs) => outputs.length)]).toEqual([1, [4]])
  })

  it('gives each the picture that it would have had alone', async () => {
    const { render } = create()
    const original = originalOf()
    const plans: RenderPlan[] = LADDER.map((size) => planOf({ ...size, original }))
    const together = await Promise.all(plans.map((plan) => render(bridge(), plan)))
    for (const [place, plan] of plans.entries()) {
      const alone = await render(bridge(), { ...plan, original: originalOf() })
      expect(await meanDifference(together[place] ?? new Uint8Array(), alone)).toBeLessThan(2)
    }
  })

  it('cuts the square out of the whole picture, and lays a cut-out on white only where the format asks for it', async () => {
    const { render } = create()
    const original = originalOf()
    const open = opening(originalBytes('cutout.png'))
    const [jpg = new Uint8Array(), webp = new Uint8Array()] = await Promise.all([
      render(open, planOf({ width: 150, height: 150, fit: 'crop', original })),
      render(open, planOf({ width: 320, height: 320, format: 'webp', original })),
    ])
    const corner = async (bytes: Uint8Array) => [...(await sharp(bytes).extract({ left: 1, top: 1, width: 1, height: 1 }).raw().toBuffer())]
    expect(await corner(jpg)).toEqual([255, 255, 255])
    expect((await corner(webp))[3]).toBe(0)
  })

  it('lets one that is impossible cost the others nothing', async () => {
    const { render } = create()
    const original = originalOf()
    const sizes = [
      { width: 320, height: 213 },
      { width: 9000, height: 6000 },
    ]
    const outcomes = await Promise.allSettled(sizes.map((size) => render(bridge(), planOf({ ...size, original }))))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(outcomes[1]).toMatchObject({ reason: { name: 'BrokenMediaError' } })
  })

  it('tells all who wait that the picture is broken, by one try', async () => {
    const runner = counting()
    const { render } = create({ runner })
    const original = originalOf()
    const broken = opening(originalBytes('bridge.jpg').subarray(0, 9000))
    const outcomes = await Promise.allSettled(LADDER.map((size) => render(broken, planOf({ ...size, original }))))
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason instanceof BrokenMediaError)).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(runner.jobs).toEqual([])
  })

  it('goes on for the others when one leaves, and takes it out of the queue when all have left', async () => {
    const runner = counting(quick)
    const held = holdingQueue()
    const { render } = create({ runner, queue: held.queue })
    const [original, left] = [originalOf(), originalOf()]
    const leaving = new AbortController()
    const first = render(bridge(), planOf({ width: 100, original }), leaving.signal)
    const second = render(bridge(), planOf({ width: 200, original }))
    const alone = render(() => Promise.reject(new Error('opened')), planOf({ original: left }), leaving.signal)
    leaving.abort(new Error('left'))
    await expect(first).rejects.toThrow('left')
    await expect(alone).rejects.toThrow('left')
    held.release()
    expect(await second).toEqual(new Uint8Array([20]))
    expect(runner.jobs.map((outputs) => outputs.map(({ width }) => width))).toEqual([[200]])
  })

  it('refuses what is more than the queue takes, at once and without opening it; what joins takes no place (I3)', async () => {
    const held = holdingQueue(1)
    const { render } = create({ runner: quick, queue: held.queue })
    const original = originalOf()
    const waiting = LADDER.map((size) => render(bridge(), planOf({ ...size, original })))
    await expect(render(() => Promise.reject(new Error('opened')), planOf())).rejects.toThrow(OverloadedError)
    held.release()
    expect(await Promise.all(waiting)).toHaveLength(4)
  })

  it('makes no more than all renditions of one decode: what waits to be sent stays small', async () => {
    const runner = counting(quick)
    const { render } = create({ runner })
    const original = originalOf()
    await Promise.all(Array.from({ length: 50 }, () => render(bridge(), planOf({ original }))))
    expect(runner.jobs.map((outputs) => outputs.length)).toEqual([24, 24, 2])
  })

  it('begins anew for those who come once the picture has been read', async () => {
    const runner = counting(quick)
    const { render } = create({ runner })
    const original = originalOf()
    let second: Promise<Uint8Array> | undefined
    const first = render(bridge(), planOf({ width: 100, original }))
    const open = async () => {
      second ??= render(bridge(), planOf({ width: 300, original }))
      return bridge()()
    }
    await first
    await Promise.all([render(open, planOf({ width: 200, original })), second])
    expect(runner.jobs.map((outputs) => outputs.map(({ width }) => width))).toEqual([[100], [200, 300]])
  })
})

/** A queue whose only slot is taken until it is released. */
function holdingQueue(length = 64) {
  const queue = queueOf(1, length)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  void queue.run(() => held)
  return { queue, release: () => release() }
}

async function meanDifference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [one, other] = await Promise.all([sharp(a).raw().toBuffer(), sharp(b).raw().toBuffer()])
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length
}
