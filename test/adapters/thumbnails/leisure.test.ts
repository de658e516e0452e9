import { describe, expect, it } from 'vitest'
import { createLeisure } from '../../../server/adapters/thumbnails/leisure.ts'

/** Resolves once so many works have begun. */
function tally() {
  const done: string[] = []
  const waiters: { count: number; resolve: () => void }[] = []
  return {
    done,
    work: (key: string) => async () => {
      done.push(key)
      for (const { count, resolve } of waiters) if (done.length >= count) resolve()
    },
    reached: (count: number) =>
      done.length >= count ? Promise.resolve() : new Promise<void>((resolve) => void waiters.push({ count, resolve })),
  }
}

describe('createLeisure', () => {
  it('does each work once, in order, while nothing else is to do', async () => {
    const { done, work, reached } = tally()
    const leisure = createLeisure({ isIdle: () => true, quietMs: 1 })
    for (const key of ['a', 'b', 'a']) leisure.add(key, work(key))
    expect(done).toEqual([])
    await reached(2)
    await leisure.close()
    expect(done).toEqual(['a', 'b'])
  })

  it('begins nothing while somebody waits, and looks again', async () => {
    const { done, work, reached } = tally()
    let looks = 0
    const leisure = createLeisure({
      quietMs: 1,
      isIdle: () => {
        looks += 1
        return looks > 20
      },
    })
    leisure.add('a', work('a'))
    await reached(1)
    expect([looks > 20, done]).toEqual([true, ['a']])
    await leisure.close()
  })

  it('begins nothing between two who come one after the other', async () => {
    const { done, work, reached } = tally()
    let looks = 0
    const leisure = createLeisure({
      ...{ quietMs: 1, isIdle: () => true },
      begun: () => {
        looks += 1
        return Math.min(looks, 20)
      },
    })
    leisure.add('a', work('a'))
    await reached(1)
    expect([looks > 20, done]).toEqual([true, ['a']])
    await leisure.close()
  })

  it('forgets the oldest where too much waits', async () => {
    const { done, work, reached } = tally()
    const leisure = createLeisure({ isIdle: () => true, quietMs: 1, maxWaiting: 2 })
    for (const key of ['a', 'b', 'c']) leisure.add(key, work(key))
    await reached(2)
    await leisure.close()
    expect(done).toEqual(['b', 'c'])
  })

  it('goes on after a work that failed, and takes it again', async () => {
    const { done, work, reached } = tally()
    const leisure = createLeisure({ isIdle: () => true, quietMs: 1 })
    leisure.add('broken', () => Promise.reject(new Error('broken')))
    leisure.add('a', work('a'))
    await reached(1)
    leisure.add('broken', work('broken'))
    await reached(2)
    await leisure.close()
    expect(done).toEqual(['a', 'broken'])
  })
})
