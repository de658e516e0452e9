import type { ChangedField } from './changed-fields.ts'
import type { MediaId } from './media.ts'

/** What can change of a media: what it shows and says, and what its owner decides about it. */
export type ChangedProperty =
  | ChangedField
  | 'visibility'
  | 'standing'
  | 'notBefore'
  | 'notAfter'
  | 'correctedAt'
  | 'embedding'
  | 'editedFields'

/** One property, as plain JSON data; absent where there was or is nothing. */
export interface PropertyChange {
  readonly property: ChangedProperty
  readonly before?: unknown
  readonly after?: unknown
}

/** One entry of the log of a media, before it has its place in the log. */
export interface NewChange {
  readonly mediaId: MediaId
  /** Unix milliseconds. */
  readonly at: number
  /** Who did it: `import`, `cli`, `pull`, or the name of an owner's token. */
  readonly actor: string
  /** Names all changes that were made together, and can be undone together. */
  readonly batch: string
  /** The media's revision and version afterwards. */
  readonly revision: number
  readonly version: number
  /** Empty for a new media. */
  readonly properties: readonly PropertyChange[]
}

/** An entry of the append-only log. */
export interface Change extends NewChange {
  /** Rises with each entry of the collection; gaps are possible. */
  readonly sequence: number
}
