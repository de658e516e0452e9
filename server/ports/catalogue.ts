import type { Media, MediaId, OriginalKey, Shortcode, Visibility } from '../core/media.ts'

/** One work of the owner's, a file or several, as it was when it was last imported. */
export interface ImportSource {
  /** Absolute path or URL in the owner's world; never published. */
  readonly path: string
  readonly mediaId: MediaId
  /** Cheap proof that its files are untouched (size, times); any other value means: look again. */
  readonly stamp: string
  /** SHA-256 of the file; of a work of several files, of the list of theirs. */
  readonly originalKey: OriginalKey
  /** SHA-256 of the XMP sidecar, hex; `undefined` without one. */
  readonly sidecarKey?: string
}

export interface ListQuery {
  readonly visibility: Visibility
  /** Only media with a smaller id: the last id of the page before. */
  readonly before?: MediaId
  /** 1 to 200. */
  readonly limit: number
}

/** What the owner has, and what they say about it. Every write is durable when its promise resolves. */
export interface Catalogue {
  /** @returns `undefined` if no media has this shortcode. @throws {UnavailableError} if the database cannot answer. */
  findByShortcode(shortcode: Shortcode): Promise<Media | undefined>
  /** The media of `shortcodes` that exist, in no promised order; at most 50 are asked for. */
  findByShortcodes(shortcodes: readonly Shortcode[]): Promise<readonly Media[]>
  /** The media whose current original, which is their cover, has this key; by ascending id. */
  listByOriginal(key: OriginalKey): Promise<readonly Media[]>
  /** Newest first, by descending id. */
  list(query: ListQuery): Promise<readonly Media[]>
  /** @returns `undefined` if this path was never imported. */
  findSource(path: string): Promise<ImportSource | undefined>
  /**
   * Inserts the media or replaces the one with its id, together with its source, in one transaction.
   *
   * @throws {UnavailableError} if nothing was written.
   */
  save(media: Media, source?: ImportSource): Promise<void>
  /** Inserts or replaces a source whose media is already there. */
  saveSource(source: ImportSource): Promise<void>
  /** Resolves if reads and writes would work now. @throws {UnavailableError} naming what is wrong. */
  check(): Promise<void>
  /** Releases the database; nothing may be called afterwards. */
  close(): Promise<void>
}
