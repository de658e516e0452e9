import type { ByteRange } from '../core/byte-range.ts'
import type { Arriving } from './originals.ts'

/** What is known of an object without reading it. */
export interface ObjectFacts {
  /** Of the whole object. */
  readonly bytes: number
  /** The store's own name for this content, without quotation marks; of most stores the MD5 in hex. Absent where it gives none. */
  readonly etag?: string
}

export interface OpenedObject extends ObjectFacts {
  /** All of it, or the part that was asked for; to be read or cancelled. Fails with `UnavailableError` if it cannot be read to its end. */
  readonly body: ReadableStream<Uint8Array>
}

export interface OpenObjectOptions {
  /** The part that is wanted. */
  readonly range?: ByteRange
  /** Of the reader, who may go away; its reason is then what is thrown. */
  readonly signal?: AbortSignal
}

/**
 * Named bytes in a store beside this machine: what originals and thumbnails of several processes need. Every method throws `UnavailableError`
 * with the setting to look at if the store does not answer as it should; a name is a relative path of `[A-Za-z0-9._/-]`.
 */
export interface ObjectStore {
  /** Where it is, for messages: `bucket pictures at https://s3.example`. */
  readonly place: string
  /** @returns `undefined` if there is no such object. */
  find(name: string, signal?: AbortSignal): Promise<ObjectFacts | undefined>
  /** @returns `undefined` if there is no such object. @throws {RangeError} if the range leaves it. */
  open(name: string, options?: OpenObjectOptions): Promise<OpenedObject | undefined>
  /** Afterwards a reader gets these bytes; until then what was there before, or nothing. */
  put(name: string, bytes: Uint8Array): Promise<void>
  /**
   * The same of bytes that arrive, of which no more than a part is held in memory.
   *
   * @throws {BadRequestError} if they end early or have another SHA-256; then a reader gets what was there before.
   */
  receive(name: string, arriving: Arriving): Promise<void>
  /** Afterwards there is no such object. */
  delete(name: string): Promise<void>
}
