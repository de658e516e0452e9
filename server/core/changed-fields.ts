import type { Description, Media } from './media.ts'

/** What an import may change of a media. */
export type ImportedFacts = Pick<Media, 'original' | 'placeholder' | 'description' | 'items' | 'video'>

/** Every field of a description, so that a new one cannot be forgotten. */
const FIELDS = {
  title: true,
  caption: true,
  altText: true,
  extendedDescription: true,
  creators: true,
  creditLine: true,
  copyrightNotice: true,
  source: true,
  licenceUrl: true,
  usageTerms: true,
  licensorName: true,
  licensorUrl: true,
  dataMining: true,
  digitalSourceType: true,
  keywords: true,
  createdDate: true,
  place: true,
} as const satisfies Record<keyof Description, true>

/** The fields of a description, in its order. Object.keys loses the literal types that `satisfies` has just proved. */
export const DESCRIPTION_FIELDS = Object.keys(FIELDS) as readonly (keyof Description)[]

export type ChangedField = keyof Description | 'original' | 'placeholder' | 'items' | 'video' | 'tracks'

/**
 * The fields in which `after` differs, in the order of `Description`, then `original` (the cover's bytes), `placeholder`, and what only some
 * types have: `items`, the `video` itself, its `tracks`.
 */
export function changedFields(before: ImportedFacts, after: ImportedFacts): readonly ChangedField[] {
  const fields = DESCRIPTION_FIELDS.filter((field) => !isSame(before.description[field], after.description[field]))
  return [
    ...fields,
    ...(isSame(before.original, after.original) ? [] : (['original'] as const)),
    ...(isSame(before.placeholder, after.placeholder) ? [] : (['placeholder'] as const)),
    ...(isSame(before.items, after.items) ? [] : (['items'] as const)),
    ...(isSame(withoutTracks(before), withoutTracks(after)) ? [] : (['video'] as const)),
    ...(isSame(before.video?.tracks, after.video?.tracks) ? [] : (['tracks'] as const)),
  ]
}

function withoutTracks({ video }: ImportedFacts): unknown {
  return video && { ...video, tracks: undefined }
}

/** Whether two media of one type show the same: the same pictures in the same order, or the same film; words and captions may differ. */
export function isSameWork(a: ImportedFacts, b: ImportedFacts): boolean {
  const keys = ({ original, items, video }: ImportedFacts) =>
    video?.key ?? (items?.map((item) => item.original.key) ?? [original.key]).join()
  return keys(a) === keys(b)
}

/** Deep equality of plain data; a field that is `undefined` equals one that is absent. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => isSame(a[key], b[key]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
