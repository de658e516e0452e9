import type { ByteRange } from '../core/byte-range.ts'
import type { OriginalKey } from '../core/media.ts'

export interface Original {
  readonly body: ReadableStream<Uint8Array>
  /** The exact length of `body`. */
  readonly bytes: number
  /** Where they lie on this machine; absent where they do not. */
  readonly file?: OriginalFile
}

/** A file that another process may read in place of `body`. Nobody has checked it: its reader must, against the key. */
export interface OriginalFile {
  readonly path: string
  readonly key: OriginalKey
}

/** Bytes on their way. Whoever is given them reads `body`, or cancels it. */
export interface Arriving {
  /** How many they are to be. */
  readonly bytes: number
  /** What they are to hash to, 64 lower-case hex digits. */
  readonly sha256: string
  readonly body: ReadableStream<Uint8Array>
}

/** A part of an original: one of `partsOf`. */
export interface OriginalPart {
  readonly key: OriginalKey
  readonly range: ByteRange
}

/** Originals by the SHA-256 of their bytes. Those of pictures are never served as they are; videos were cleaned and captions checked before. */
export interface OriginalsStore {
  /** The key under which `put` would store these bytes. */
  keyOf(bytes: Uint8Array): Promise<OriginalKey>
  /**
   * Stores the bytes durably, once: the same bytes again change nothing.
   *
   * @returns      Their key; a reader sees the whole original or none.
   * @throws       {UnavailableError} if they could not be made durable.
   */
  put(bytes: Uint8Array): Promise<OriginalKey>
  /**
   * Stores an original under its key as it arrives; no more than a part of it is held in memory.
   *
   * @throws {BadRequestError} if it ends early or has another SHA-256. @throws {UnavailableError} as `put`. Then nothing is stored.
   */
  receive(original: Arriving): Promise<void>
  /** Keeps a part as it arrives, for an hour at least; a part of the same place is replaced. Throws as `receive` does. */
  receivePart(part: OriginalPart, arriving: Arriving): Promise<void>
  /**
   * Makes an original of its parts, which are gone afterwards. They are sent in order, each after the one before is here.
   *
   * @param bytes  Of the whole.
   * @returns      How many bytes are here from the first one on: all of them if the original is stored now, or was already.
   * @throws       {BadRequestError} if what the parts make has another SHA-256; then they are gone, too. @throws {UnavailableError}
   */
  join(key: OriginalKey, bytes: number): Promise<number>
  /**
   * Opens the stored bytes of one original; the caller must read or cancel `body`.
   *
   * @param key    As `put` answered it.
   * @returns      `undefined` if no such object.
   * @throws       {UnavailableError} if the backend cannot answer.
   */
  open(key: OriginalKey, signal?: AbortSignal): Promise<Original | undefined>
  /**
   * Opens a part of the stored bytes, as a player asks for it that jumps; the caller must read or cancel `body`. A part cannot be checked
   * against the key, so a picture is never read this way.
   *
   * @param range  Whole numbers, 0 <= start < end <= the length of the whole.
   * @returns      `undefined` if no such object. `bytes` is the exact length of `body`.
   * @throws       {RangeError} if the range leaves the object. @throws {UnavailableError} if the backend cannot answer.
   */
  openRange(key: OriginalKey, range: ByteRange, signal?: AbortSignal): Promise<Original | undefined>
  /** Resolves if originals could be read and stored now. @throws {UnavailableError} naming what is wrong. */
  check(): Promise<void>
}
