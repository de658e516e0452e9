import type { MediaId } from '../media.ts'

/** Where the milliseconds of an id start: 2026-01-01T00:00:00Z, in Unix milliseconds. */
export const EPOCH_MS = 1_767_225_600_000

/** 13 bits. */
const MAX_SHARD = 8191
/** 10 bits: 1,024 ids per millisecond and shard. */
const MAX_SEQUENCE = 1023
/** The last millisecond whose ids stay below 2^63, as signed 64-bit columns demand: 2060-11-03. */
export const LAST_MS = EPOCH_MS + 2 ** 40 - 1

const SHARD_SHIFT = 10n
const MS_SHIFT = 23n

/** Below every id: what comes after it are all media, the oldest first. */
export const BELOW_ALL = 0n as MediaId

/** What an id is made of. */
export interface IdParts {
  /** Unix milliseconds, `EPOCH_MS` to `LAST_MS`. */
  readonly ms: number
  /** 0 to 8191. */
  readonly shard: number
  /** 0 to 1023. */
  readonly sequence: number
}

/**
 * The id of these parts: milliseconds since our epoch, then 13 bits of shard, then 10 bits of sequence.
 *
 * @throws {RangeError} if a part is not a whole number in its range, or all are zero: an id is at least 1.
 */
export function packId({ ms, shard, sequence }: IdParts): MediaId {
  requireWhole('ms', ms, { min: EPOCH_MS, max: LAST_MS })
  requireWhole('shard', shard, { min: 0, max: MAX_SHARD })
  requireWhole('sequence', sequence, { min: 0, max: MAX_SEQUENCE })
  const id = (BigInt(ms - EPOCH_MS) << MS_SHIFT) | (BigInt(shard) << SHARD_SHIFT) | BigInt(sequence)
  if (id === 0n) throw new RangeError('Expected parts of an id >= 1 but received the epoch itself with shard 0 and sequence 0')
  return id as MediaId // every range was just checked
}

/** The parts of which `packId` made this id. */
export function unpackId(id: MediaId): IdParts {
  return {
    ms: EPOCH_MS + Number(id >> MS_SHIFT),
    shard: Number((id >> SHARD_SHIFT) & BigInt(MAX_SHARD)),
    sequence: Number(id & BigInt(MAX_SEQUENCE)),
  }
}

/** The id that these digits are; `undefined` for what no media can have. */
export function parseMediaId(text: string): MediaId | undefined {
  if (!/^[1-9]\d{0,18}$/.test(text)) return undefined
  const id = BigInt(text)
  return id < 2n ** 63n ? (id as MediaId) : undefined // The range is the whole of what the brand promises.
}

/**
 * An id greater than `previous`, whatever the clock does: it borrows from the next millisecond when the sequence is full,
 * and goes on from `previous` while the clock stands still or steps back.
 *
 * @param previous The last id of this source; `undefined` for the first.
 * @param now      Unix milliseconds; before our epoch counts as its first millisecond.
 * @param shard    0 to 8191.
 * @throws         {RangeError} for another shard, or after `LAST_MS`.
 */
export function nextId(previous: MediaId | undefined, now: number, shard: number): MediaId {
  const ms = Math.max(Math.floor(now), EPOCH_MS + 1)
  const last = previous === undefined ? undefined : unpackId(previous)
  if (last === undefined || ms > last.ms) return packId({ ms, shard, sequence: 0 })
  // Another shard restarts at 0 a millisecond later: within the same one its number might be smaller.
  if (last.shard !== shard || last.sequence === MAX_SEQUENCE) return packId({ ms: last.ms + 1, shard, sequence: 0 })
  return packId({ ms: last.ms, shard, sequence: last.sequence + 1 })
}

function requireWhole(name: string, value: number, { min, max }: { min: number; max: number }): void {
  if (Number.isInteger(value) && value >= min && value <= max) return
  throw new RangeError(`Expected a whole number from ${min} to ${max} for ${name} but received ${value}`)
}
