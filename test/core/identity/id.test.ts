import { describe, expect, it } from 'vitest'
import { EPOCH_MS, type IdParts, LAST_MS, nextId, packId, parseMediaId, unpackId } from '../../../server/core/identity/id.ts'
import type { MediaId } from '../../../server/core/media.ts'
import { fc } from '../../support/properties.ts'

const parts = fc.record({
  ms: fc.integer({ min: EPOCH_MS + 1, max: LAST_MS }),
  shard: fc.integer({ min: 0, max: 8191 }),
  sequence: fc.integer({ min: 0, max: 1023 }),
})

describe('packId', () => {
  it('starts counting at 2026-01-01T00:00:00Z', () => {
    expect(EPOCH_MS).toBe(Date.UTC(2026, 0, 1))
  })

  it.each<[IdParts, bigint]>([
    [{ ms: EPOCH_MS, shard: 0, sequence: 1 }, 1n],
    [{ ms: EPOCH_MS, shard: 1, sequence: 0 }, 1024n],
    [{ ms: EPOCH_MS + 1, shard: 0, sequence: 0 }, 8388608n],
    [{ ms: EPOCH_MS + 1, shard: 8191, sequence: 1023 }, 16777215n],
    // 1000 * 2^23 + 5 * 2^10 + 7
    [{ ms: EPOCH_MS + 1000, shard: 5, sequence: 7 }, 8388613127n],
    [{ ms: LAST_MS, shard: 8191, sequence: 1023 }, 9223372036854775807n],
  ])('packs %o as %s', (given, id) => {
    expect(packId(given)).toBe(id)
  })

  it('gives back its parts', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(unpackId(packId(given))).toEqual(given)
      }),
    )
  })

  it('orders ids by time first, then shard, then sequence', () => {
    const rank = ({ ms, shard, sequence }: IdParts) => [ms, shard, sequence].map((part) => String(part).padStart(16, '0')).join()
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(packId(one) < packId(other)).toBe(rank(one) < rank(other))
      }),
    )
  })

  it.each<IdParts>([
    { ms: EPOCH_MS - 1, shard: 0, sequence: 0 },
    { ms: EPOCH_MS, shard: 0, sequence: 0 },
    { ms: LAST_MS + 1, shard: 0, sequence: 0 },
    { ms: EPOCH_MS + 0.5, shard: 0, sequence: 0 },
    { ms: Number.NaN, shard: 0, sequence: 0 },
    { ms: EPOCH_MS + 1, shard: -1, sequence: 0 },
    { ms: EPOCH_MS + 1, shard: 8192, sequence: 0 },
    { ms: EPOCH_MS + 1, shard: 0, sequence: -1 },
    { ms: EPOCH_MS + 1, shard: 0, sequence: 1024 },
  ])('refuses %o', (given) => {
    expect(() => packId(given)).toThrow(RangeError)
  })

  it('says which part is wrong, and what it expected', () => {
    expect(() => packId({ ms: EPOCH_MS + 1, shard: 8192, sequence: 0 })).toThrow(
      'Expected a whole number from 0 to 8191 for shard but received 8192',
    )
  })
})

describe('nextId', () => {
  const now = Date.UTC(2026, 6, 28, 12)

  /** Ids made one after the other, the clock showing each of `times` once. */
  function idsAt(times: readonly number[], shard = 1): readonly MediaId[] {
    const ids: MediaId[] = []
    for (const time of times) ids.push(nextId(ids.at(-1), time, shard))
    return ids
  }

  it('begins a millisecond with sequence 0', () => {
    expect(unpackId(nextId(undefined, now, 3))).toEqual({ ms: now, shard: 3, sequence: 0 })
    expect(idsAt([now, now + 1]).map(unpackId)).toMatchObject([{ sequence: 0 }, { ms: now + 1, sequence: 0 }])
  })

  it('makes 1,024 ids in one millisecond and borrows the next for one more', () => {
    const ids = idsAt(Array(1026).fill(now))
    expect(unpackId(ids[1023] ?? nextId(undefined, 0, 0))).toEqual({ ms: now, shard: 1, sequence: 1023 })
    expect(ids.slice(1024).map(unpackId)).toEqual([
      { ms: now + 1, shard: 1, sequence: 0 },
      { ms: now + 1, shard: 1, sequence: 1 },
    ])
  })

  it('goes on from the last id while the clock is behind it', () => {
    expect(idsAt([now, now - 60_000, now - 1, now, now + 1]).map(unpackId)).toEqual([
      { ms: now, shard: 1, sequence: 0 },
      { ms: now, shard: 1, sequence: 1 },
      { ms: now, shard: 1, sequence: 2 },
      { ms: now, shard: 1, sequence: 3 },
      { ms: now + 1, shard: 1, sequence: 0 },
    ])
  })

  it('rises whatever the clock does', () => {
    const clock = fc.array(fc.integer({ min: EPOCH_MS - 10, max: EPOCH_MS + 10 }), { minLength: 2, maxLength: 3000 })
    fc.assert(
      fc.property(clock, fc.integer({ min: 0, max: 8191 }), (times, shard) => {
        const ids = idsAt(times, shard)
        expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0n))).toBe(true)
        expect(ids.every((id) => unpackId(id).shard === shard)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('rises when the server gets another shard', () => {
    const last = packId({ ms: now, shard: 5, sequence: 9 })
    for (const shard of [0, 4, 6, 8191]) expect(nextId(last, now, shard)).toBeGreaterThan(last)
  })

  it('lives with a clock before the epoch, and with fractions of a millisecond', () => {
    expect(unpackId(nextId(undefined, 0, 0))).toEqual({ ms: EPOCH_MS + 1, shard: 0, sequence: 0 })
    expect(unpackId(nextId(undefined, now + 0.7, 0)).ms).toBe(now)
  })

  it('refuses a shard outside 0 to 8191', () => {
    expect(() => nextId(undefined, now, 8192)).toThrow(RangeError)
    expect(() => nextId(undefined, now, -1)).toThrow(RangeError)
    expect(unpackId(nextId(undefined, now, 8191)).shard).toBe(8191)
  })
})

describe('parseMediaId', () => {
  it.each([
    ['1', 1n],
    ['9223372036854775807', 9223372036854775807n],
    ['9223372036854775808', undefined],
    ['0', undefined],
    ['00', undefined],
    ['1n', undefined],
    ['١', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, id) => {
    expect(parseMediaId(text)).toBe(id)
  })
})
