import { describe, expect, it } from 'vitest'
import { coalesceRenders } from '../../../server/adapters/thumbnails/coalesce.ts'
import { sharpThumbnailer } from '../../../server/adapters/thumbnails/picture/runner.ts'
import { rememberFailures } from '../../../server/adapters/thumbnails/remember-failures.ts'
import {
  BrokenMediaError,
  OriginalMissingError,
  OverloadedError,
  TooManyPixelsError,
  UnavailableError,
  UnsupportedMediaError,
} from '../../../server/core/errors.ts'
import type { Thumbnailer } from '../../../server/ports/thumbnailer.ts'
import { opening, planOf, thumbnailerContract } from '../../contracts/thumbnailer.ts'
import { originalBytes } from '../../fixtures/media.ts'
import { countingThumbnailer, settableClock } from '../../support/memory/adapters.ts'
import { limitRenders } from '../../support/memory/limit-renders.ts'

const real = () => sharpThumbnailer({ maxInputPixels: 50_000_000, timeoutMs: 30_000 })

thumbnailerContract('rememberFailures', () => rememberFailures(real(), { clock: settableClock() }))

const open = opening(new Uint8Array([1]))

/** A thumbnailer that throws `error` for each id, and counts. */
function failing(error: unknown) {
  return countingThumbnailer({ render: () => Promise.reject(error) })
}

/** What became of so many renders of these ids, one after the other. */
async function renderEach(thumbnailer: Thumbnailer, ids: readonly string[]): Promise<readonly unknown[]> {
  const outcomes: unknown[] = []
  for (const id of ids) outcomes.push(await thumbnailer.render(open, planOf({ id })).catch((error: unknown) => error))
  return outcomes
}

describe('rememberFailures (I10)', () => {
  it.each([new BrokenMediaError('broken'), new TooManyPixelsError('large'), new UnsupportedMediaError('other')])(
    'answers %o again without a second try, for its whole time',
    async (error) => {
      const [inner, clock] = [failing(error), settableClock()]
      const thumbnailer = rememberFailures(inner, { clock, forMs: 60_000 })
      expect(await renderEach(thumbnailer, ['a', 'a', 'a'])).toEqual([error, error, error])
      clock.advance(59_999)
      expect(await renderEach(thumbnailer, ['a'])).toEqual([error])
      expect(inner.plans).toHaveLength(1)
    },
  )

  it('tries again once its time is over, and has forgotten it when that succeeds', async () => {
    const clock = settableClock()
    let isBroken = true
    const inner = countingThumbnailer({
      render: async () => {
        if (isBroken) throw new BrokenMediaError('broken')
        return new Uint8Array([1])
      },
    })
    const thumbnailer = rememberFailures(inner, { clock, forMs: 60_000 })
    await renderEach(thumbnailer, ['a'])
    isBroken = false
    clock.advance(60_000)
    expect(await renderEach(thumbnailer, ['a', 'a'])).toEqual([new Uint8Array([1]), new Uint8Array([1])])
    expect(inner.plans).toHaveLength(3)
  })

  it.each([
    ['overload', new OverloadedError('full', 1)],
    ['a store that does not answer', new UnavailableError('disk')],
    ['a missing original', new OriginalMissingError('none')],
    ['a fault of ours', new RangeError('fault')],
    ['an abort', new DOMException('left', 'AbortError')],
    ['an abort whose reason is a string, as on Node', 'Client connection prematurely closed.'],
  ])('remembers nothing of %s', async (_name, error) => {
    const inner = failing(error)
    expect(await renderEach(rememberFailures(inner, { clock: settableClock() }), ['a', 'a'])).toEqual([error, error])
    expect(inner.plans).toHaveLength(2)
  })

  it('keeps renditions and revisions apart', async () => {
    const inner = failing(new BrokenMediaError('broken'))
    await renderEach(rememberFailures(inner, { clock: settableClock() }), ['x/1/320.jpg', 'x/1/640.jpg', 'x/2/320.jpg', 'x/1/320.jpg'])
    expect(inner.plans.map(({ id }) => id)).toEqual(['x/1/320.jpg', 'x/1/640.jpg', 'x/2/320.jpg'])
  })

  it('forgets the oldest beyond its bound', async () => {
    const inner = failing(new BrokenMediaError('broken'))
    const thumbnailer = rememberFailures(inner, { clock: settableClock(), maxEntries: 3 })
    await renderEach(thumbnailer, ['a', 'b', 'c'])
    await renderEach(thumbnailer, ['a', 'b', 'c'])
    expect(inner.plans).toHaveLength(3)
    await renderEach(thumbnailer, ['d', 'b', 'c', 'd', 'a'])
    expect(inner.plans.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'a'])
  })

  it('takes no slot and no decoder for what it remembers, beneath coalesceRenders', async () => {
    let opened = 0
    const openBroken = () => {
      opened += 1
      return opening(originalBytes('bridge.jpg').subarray(0, 15_000))()
    }
    const limits = { concurrency: 1, queue: 0, timeoutMs: 30_000 }
    const thumbnailer = coalesceRenders(rememberFailures(limitRenders(real(), limits), { clock: settableClock() }))
    const ask = () => thumbnailer.render(openBroken, planOf({ id: 'a' }))
    for (const round of [1, 2]) {
      const outcomes = await Promise.allSettled(Array.from({ length: 500 }, ask))
      expect(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason instanceof BrokenMediaError)).toBe(true)
      expect([round, opened]).toEqual([round, 1])
    }
  })
})
