/** What happened to a media, as a word. Whatever it says, what holds now is what its card and its oEmbed answer say. */
export type ChangeKind =
  /** Everyone may see it, for the first time. */
  | 'published'
  /** No longer shown, for the reason beside it. */
  | 'withdrawn'
  | 'disputed'
  | 'expired'
  | 'embargoed'
  | 'private'
  /** Shown again. */
  | 'embargo_ended'
  | 'restored'
  /** Its credit or its texts were wrong, and the owner wants readers to know. */
  | 'corrected'
  /** Anything else: see `fields`. */
  | 'updated'

/** An entry of `/changes.json`. */
export interface ChangeEntry {
  readonly code: string
  /** The permalink. */
  readonly url: string
  /** RFC 3339, in milliseconds of UTC. */
  readonly at: string
  readonly kind: ChangeKind
  /** Of the media afterwards. */
  readonly revision: number
  /** What changed, by the names under which an owner writes it; empty where only time has passed. */
  readonly fields: readonly string[]
  /** Of a withdrawal. */
  readonly reason?: string
}

/** The body of `/changes.json`. */
export interface ChangesAnswer {
  /** Oldest first. */
  readonly entries: readonly ChangeEntry[]
  /** What to send as `since` the next time. The same again while nothing happens. */
  readonly next: string
  /** Whether there is more already. */
  readonly more: boolean
}
