import type { Change, NewChange } from '../core/change.ts'
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
  /** All visibilities if absent: for the owner only. */
  readonly visibility?: Visibility
  /** Only media that their standing and dates let be shown at this moment, in Unix milliseconds. */
  readonly liveAt?: number
  /** Only media of which something is said about data mining. */
  readonly speaksOfMining?: boolean
  /** Only media with a smaller id: the last id of the page before. */
  readonly before?: MediaId
  /** Oldest first instead, and only media with a greater id. */
  readonly after?: MediaId
  /** 1 to 200. */
  readonly limit: number
}

/** Where the pages of a list begin. */
export interface PageStartsQuery extends Required<Pick<ListQuery, 'visibility' | 'liveAt'>> {
  /** How many media a page holds: 1 to 1000. */
  readonly size: number
}

/** What an import found of a work before it made up its mind to make a media of it. */
export interface SeenWork {
  /** To which media its path belonged; `undefined` if the path was never imported. */
  readonly bySource: MediaId | undefined
  /** All media with the same original. */
  readonly byOriginal: readonly MediaId[]
}

/** One media as it becomes, and the entry of the log that says so. */
export interface Edit {
  /** Its `version` is one more than what is stored, or 1 for a new media; with any other nothing is written. */
  readonly media: Media
  readonly change: NewChange
  /** Inserts or replaces where the media comes from. */
  readonly source?: ImportSource
  /** Only with `source`, of a new media. Where more is stored by now, nothing is written: two imports at a time would make one work two media. */
  readonly seen?: SeenWork
}

/** Which entries of the log; all conditions hold together. */
export interface ChangeQuery {
  readonly mediaId?: MediaId
  /** Of one of these media; at most 200. */
  readonly mediaIds?: readonly MediaId[]
  readonly batch?: string
  /** Only changes made later than this, in Unix milliseconds. */
  readonly since?: number
  /** Only entries with a greater sequence; or, newest first, a smaller one: the last one of the page before. */
  readonly after?: number
  /** Default: oldest first. */
  readonly newestFirst?: boolean
  /** 1 to 1000. */
  readonly limit: number
}

/** A moment at which the clock alone changes what a media shows. */
export interface ScheduledMoment {
  /** Unix milliseconds: its `notBefore` or `notAfter`. */
  readonly at: number
  readonly date: 'notBefore' | 'notAfter'
  readonly media: Media
}

export interface ScheduleQuery {
  /** Only later moments; with `mediaId` also those at this moment of media with a greater id, which is where the page before ended. */
  readonly after: { readonly at: number; readonly mediaId?: MediaId }
  /** Unix milliseconds; the moment itself included. */
  readonly to: number
  /** 1 to 1000. */
  readonly limit: number
}

/** What the owner has, and what they say about it. Every write is durable when its promise resolves. */
export interface Catalogue {
  /**
   * Looks up by the id that the name spells, short or long; whether it is a name of the media now is for the caller to decide (`isNamedBy`).
   *
   * @returns `undefined` if no media has this id. @throws {UnavailableError} if the database cannot answer.
   */
  findByShortcode(shortcode: Shortcode): Promise<Media | undefined>
  /** The media of `shortcodes` that exist, in no promised order; at most 50 are asked for. */
  findByShortcodes(shortcodes: readonly Shortcode[]): Promise<readonly Media[]>
  /** The media whose current original, which is their cover, has this key; by ascending id. */
  listByOriginal(key: OriginalKey): Promise<readonly Media[]>
  /** Newest first, by descending id. */
  list(query: ListQuery): Promise<readonly Media[]>
  /** The first id of each page, ascending: what `list` with `after` begins at. */
  listPageStarts(query: PageStartsQuery): Promise<readonly MediaId[]>
  /** The earliest moment first, then by ascending id, then `notAfter` first. */
  listScheduled(query: ScheduleQuery): Promise<readonly ScheduledMoment[]>
  /** In the order of the log. Whatever is written later has a greater sequence than all that could be read before, so `after` leaves no gap. */
  listChanges(query: ChangeQuery): Promise<readonly Change[]>
  /** @returns `undefined` if this path was never imported. */
  findSource(path: string): Promise<ImportSource | undefined>
  /**
   * Writes all edits with their entries in the log, in one transaction: all of them or none.
   *
   * @throws {ConflictError} naming the media, if one is not stored in the version before, or is there already although it is new, or its work
   *                         has become another media since it was seen.
   * @throws {UnavailableError} if nothing was written.
   */
  edit(edits: readonly Edit[]): Promise<void>
  /** Inserts or replaces a source whose media is already there. */
  saveSource(source: ImportSource): Promise<void>
  /** Resolves if reads and writes would work now. @throws {UnavailableError} naming what is wrong. */
  check(): Promise<void>
  /** Releases the database; nothing may be called afterwards. */
  close(): Promise<void>
}
