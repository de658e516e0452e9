import type { ChangedProperty, NewChange, PropertyChange } from './change.ts'
import { changedFields, DESCRIPTION_FIELDS, isSame } from './changed-fields.ts'
import { withAnnouncement } from './identity/public-name.ts'
import type { Description, Media } from './media.ts'

/** Who changes something, when, and together with what else. */
export interface Occasion {
  /** Unix milliseconds. */
  readonly at: number
  /** `import`, `cli`, `pull`, or the name of an owner's token. */
  readonly actor: string
  /** Names all that is changed together. */
  readonly batch: string
}

/** A media as it is to be written, and the entry of the log about it. */
export interface Edited {
  readonly media: Media
  readonly change: NewChange
}

const DECISIONS = ['visibility', 'standing', 'notBefore', 'notAfter', 'correctedAt', 'embedding', 'editedFields'] as const

/**
 * The edit that makes `after` of `before`: the version rises, the revision if pixels or credit changed, and what became public is announced.
 *
 * @param before  As it is stored; `undefined` for a new media, which keeps the revision and version that it has.
 * @returns       `undefined` if nothing differs.
 */
export function editOf(before: Media | undefined, after: Media, { at, actor, batch }: Occasion): Edited | undefined {
  const properties = before === undefined ? [] : changedProperties(before, after)
  if (before !== undefined && properties.length === 0) return undefined
  const facts = before === undefined ? [] : changedFields(before, after)
  const revision = before === undefined ? after.revision : before.revision + Math.min(1, facts.length)
  const version = before === undefined ? after.version : before.version + 1
  const media = withAnnouncement({ ...after, revision, version }, at)
  return { media, change: { mediaId: media.id, at, actor, batch, revision, version, properties } }
}

/** A media that another collection wrote, just as it came, and the entry of the log about it; also where nothing differs. */
export function editAsIs(before: Media | undefined, media: Media, occasion: Occasion): Edited {
  const { id: mediaId, revision, version } = media
  const properties = before === undefined ? [] : changedProperties(before, media)
  return { media, change: { mediaId, ...occasion, revision, version, properties } }
}

/** What differs, in the order of `Description`, then the pictures, then the owner's decisions. */
function changedProperties(before: Media, after: Media): readonly PropertyChange[] {
  const decisions = DECISIONS.filter((name) => !isSame(before[name], after[name]))
  return [...changedFields(before, after), ...decisions].map((property) => ({
    property,
    ...valueAs('before', propertyOf(before, property)),
    ...valueAs('after', propertyOf(after, property)),
  }))
}

function valueAs(key: 'before' | 'after', value: unknown): Pick<PropertyChange, 'before' | 'after'> {
  return value === undefined ? {} : { [key]: value }
}

/** The value of what a change names. */
export function propertyOf(media: Media, property: ChangedProperty): unknown {
  if (property === 'tracks') return media.video?.tracks
  return isDescriptionField(property) ? media.description[property] : media[property]
}

/** Whether it is one of the fields of a description. */
export function isDescriptionField(property: ChangedProperty): property is keyof Description {
  return DESCRIPTION_FIELDS.some((field) => field === property)
}
