import type { ByteRange } from '../core/byte-range.ts'
import type { OriginalKey } from '../core/media.ts'

export interface Original {
  readonly body: ReadableStream<Uint8Array>
  /** The exact length of `body`. */
  readonly bytes: number
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
