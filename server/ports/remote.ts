import type { Config } from '../config.ts'
import type { ByteRange } from '../core/byte-range.ts'
import type { Media, MediaId, OriginalKey, Shortcode } from '../core/media.ts'
import type { OriginalPart } from './originals.ts'

/** What another collection says of itself. */
export interface RemoteSite {
  /** What its thumbnails depend on. */
  readonly settings: Pick<Config, 'baseUrl' | 'lang' | 'dataMining' | 'embedding'>
  readonly pipelineVersion: number
  readonly maxOriginalBytes: number
}

/** A media as it is over there. */
export interface RemoteMedia {
  readonly media: Media
  /** The newest entry of its log, in Unix milliseconds. */
  readonly changed?: { readonly at: number; readonly batch: string }
  /** When it was last pushed there. */
  readonly pushedAt?: number
}

/** A part of an original over there. */
export interface RemotePart {
  readonly bytes: Uint8Array
  /** Of the whole. */
  readonly size: number
}

/** Files by the names under which they are kept; at most 40 in all. */
export interface FileNames {
  readonly originals: readonly OriginalKey[]
  readonly thumbnails: readonly string[]
}

/**
 * Another collection of the same owner. Every method throws `UnavailableError` if it does not answer, `NotOwnerError` if the token is not one
 * of its own, and `BadRequestError` with its own words for what it refuses.
 */
export interface Remote {
  describe(): Promise<RemoteSite>
  /** Those of the files that are not there. */
  findMissing(files: FileNames): Promise<FileNames>
  /** Stored under its key, which the other side has checked. */
  putOriginal(key: OriginalKey, bytes: Uint8Array): Promise<void>
  /** Kept there until all parts of an original of `size` bytes can be joined. */
  putOriginalPart(part: OriginalPart, size: number, bytes: Uint8Array): Promise<void>
  /** As `OriginalsStore.join` there. */
  joinOriginal(key: OriginalKey, bytes: number): Promise<number>
  /** @returns `undefined` if it is not there. Whether the bytes are those of the key is for the caller to check. */
  getOriginal(key: OriginalKey, range: ByteRange): Promise<RemotePart | undefined>
  /** Kept until it is pushed out; its bytes were checked on the way. */
  putThumbnail(key: string, bytes: Uint8Array): Promise<void>
  /** Those that are there, in no promised order; at most 50 are asked for. */
  findMedia(shortcodes: readonly Shortcode[]): Promise<readonly RemoteMedia[]>
  /** By ascending id, after this one; at most 50. An empty page is the last. */
  listMedia(after: MediaId | undefined): Promise<readonly RemoteMedia[]>
  /**
   * All of them, or none; each in the version after the one that is there.
   *
   * @param media  At most 20.
   * @param batch  `push-` and 22 characters.
   * @throws       {ConflictError} if one has been changed meanwhile.
   */
  writeMedia(media: readonly Media[], batch: string): Promise<void>
}
