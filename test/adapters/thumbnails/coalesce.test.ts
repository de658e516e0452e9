import { describe, expect, it } from 'vitest'
import { coalesceRenders } from '../../../server/adapters/thumbnails/coalesce.ts'
import { sharpThumbnailer } from '../../../server/adapters/thumbnails/picture/runner.ts'
import { opening, planOf, thumbnailerContract } from '../../contracts/thumbnailer.ts'
import { originalBytes } from '../../fixtures/media.ts'
import { countingThumbnailer } from '../../support/memory/adapters.ts'
import { heldThumbnailer } from '../../support/memory/held-thumbnailer.ts'
import { limitRenders } from '../../support/memory/limit-renders.ts'

const real = () => sharpThumbnailer({ maxInputPixels: 50_000_000, timeoutMs: 30_000 })

thumbnailerContract('coalesceRenders', () => coalesceRenders(real()))
thumbnailerContract('coalesceRenders over limitRenders', () =>
  coalesceRenders(limitRenders(real(), { concurrency: 2, queue: 64, timeoutMs: 60_000 })),
)

const open = opening(new Uint8Array([1]))
const planned = (id: string) => planOf({ id })

describe('coalesceRenders', () => {
  it('answers 1,000 readers of one cold thumbnail by exactly one render (I10)', async () => {
    const counted = countingThumbnailer(real())
    const { render } = coalesceRenders(counted)
    let opened = 0
    const openCounted = () => {
      opened += 1
      return opening(originalBytes('small.jpg'))()
    }
    const plan = planOf({ width: 300, height: 200 })
    const results = await Promise.all(Array.from({ length: 1000 }, () => render(openCounted, plan)))
    expect([results.length, new Set(results).size, counted.plans.length, opened]).toEqual([1000, 1, 1, 1])
  })

  it('goes on with one render when the first reader leaves (I10)', async () => {
    const held = heldThumbnailer()
    const { render } = coalesceRenders(held)
    const leaving = new AbortController()
    const first = render(open, planned('a'), leaving.signal)
    const others = Array.from({ length: 999 }, () => render(open, planned('a'), new AbortController().signal))
    leaving.abort(new Error('left'))
    await expect(first).rejects.toThrow('left')
    expect(held.signals[0]?.aborted).toBe(false)
    held.finish('a')
    expect(await Promise.all(others)).toHaveLength(999)
    expect(held.ids).toEqual(['a'])
  })

  it('gives one failure to all who wait, and keeps it for nobody who comes later (I10)', async () => {
    const held = heldThumbnailer()
    const { render } = coalesceRenders(held)
    const results = Array.from({ length: 1000 }, () => render(open, planned('a')))
    const reason = new Error('broken')
    held.fail('a', reason)
    const outcomes = await Promise.allSettled(results)
    expect(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason === reason)).toBe(true)
    const again = render(open, planned('a'))
    held.finishAll()
    await expect(again).resolves.toBeInstanceOf(Uint8Array)
    expect(held.ids).toEqual(['a', 'a'])
  })

  it('renders again once a render is over: caching is not its job', async () => {
    const held = heldThumbnailer()
    const { render } = coalesceRenders(held)
    held.finishAll()
    const results = [render(open, planned('a'))]
    held.finishAll()
    await results[0]
    const second = render(open, planned('a'))
    held.finishAll()
    await second
    expect(held.ids).toEqual(['a', 'a'])
  })

  it('keeps renders of other plans apart', async () => {
    const held = heldThumbnailer()
    const { render } = coalesceRenders(held)
    const results = [render(open, planned('a')), render(open, planned('b'))]
    held.finishAll()
    await Promise.all(results)
    expect(held.ids).toEqual(['a', 'b'])
  })

  it('tells the render to stop when the last reader has left, so that it leaves the queue', async () => {
    const held = heldThumbnailer()
    const { render } = coalesceRenders(limitRenders(held, { concurrency: 1, queue: 1, timeoutMs: 60_000 }))
    const busy = render(open, planned('busy'))
    const leaving = [new AbortController(), new AbortController()]
    const readers = leaving.map(({ signal }) => render(open, planned('a'), signal))
    for (const controller of leaving) controller.abort(new Error('left'))
    expect((await Promise.allSettled(readers)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const next = render(open, planned('b'))
    held.finishAll()
    await Promise.all([busy, next])
    expect(held.ids).toEqual(['busy', 'b'])
  })

  it('renders for a reader who comes just as the last one leaves', async () => {
    const held = heldThumbnailer()
    const { render } = coalesceRenders(limitRenders(held, { concurrency: 1, queue: 1, timeoutMs: 60_000 }))
    const busy = render(open, planned('busy'))
    const leaving = new AbortController()
    const leaver = render(open, planned('a'), leaving.signal)
    leaving.abort(new Error('left'))
    const comers = Array.from({ length: 5 }, async (_, index) => {
      for (let turn = 0; turn < index; turn += 1) await Promise.resolve()
      return render(open, planned('a'))
    })
    await expect(leaver).rejects.toThrow('left')
    held.finishAll()
    await busy
    expect(await Promise.all(comers)).toHaveLength(5)
  })
})
