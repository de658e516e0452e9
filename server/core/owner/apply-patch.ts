import { DESCRIPTION_FIELDS, isSame } from '../changed-fields.ts'
import { BadRequestError } from '../errors.ts'
import type { Description, Media, Standing } from '../media.ts'
import { followDescription, patchItems } from './carousel-items.ts'
import { withDescription, withField } from './edited-fields.ts'
import { patchLanguages } from './languages.ts'
import { type DescriptionPatch, isLangField, type MediaPatch } from './media-patch.ts'
import type { StandingPatch } from './parse-terms.ts'

/**
 * The media as its owner wants it; version, revision and announcement follow when it is written (`editOf`).
 *
 * @param now  Unix milliseconds: the moment of a withdrawal, a dispute or a correction.
 * @throws     {BadRequestError} if it would end before it begins, or has no picture of which something is wanted.
 */
export function applyPatch(media: Media, patch: MediaPatch, now: number): Media {
  const { notBefore, notAfter, embedding, correctedAt, ...rest } = media
  const { description, visibility, standing, correction } = patch
  const after: Media = {
    ...rest,
    ...(visibility !== undefined && { visibility }),
    ...(standing !== undefined && { standing: standingAt(standing, { before: media.standing, now }) }),
    ...kept('notBefore', patch.notBefore, notBefore),
    ...kept('notAfter', patch.notAfter, notAfter),
    ...kept('embedding', patch.embedding, embedding),
    ...kept('correctedAt', correction === true ? now : correction, correctedAt),
  }
  requireOrder(after)
  const described = withDescription(after, patchDescription(media.description, description))
  return followDescription(media, patchItems(described, patch.items ?? []))
}

/** The value as it becomes: `undefined` leaves what was, `null` leaves nothing. */
function kept<Name extends string, T>(name: Name, next: T | null | undefined, before: T | undefined): { [K in Name]?: T } {
  const value = next === undefined ? before : next
  return value === undefined || value === null ? {} : ({ [name]: value } as { [K in Name]?: T }) // a computed key widens to `string`
}

/** A decision that is only repeated keeps its moment. */
function standingAt(standing: StandingPatch, { before, now }: { readonly before: Standing; readonly now: number }): Standing {
  if (standing.kind === 'published') return standing
  const after = { ...standing, at: now }
  return before.kind !== 'published' && isSame({ ...before, at: now }, after) ? before : after
}

function requireOrder({ shortcode, notBefore, notAfter }: Media): void {
  if (notBefore === undefined || notAfter === undefined || notBefore < notAfter) return
  throw new BadRequestError(
    `Expected expiresAt of ${shortcode} to be later than embargoUntil but received ${iso(notAfter)}, ${iso(notBefore)}`,
  )
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

function patchDescription(description: Description, patch: DescriptionPatch): Description {
  return DESCRIPTION_FIELDS.reduce((patched, field) => patchField(patched, field, patch), description)
}

function patchField(description: Description, field: keyof Description, patch: DescriptionPatch): Description {
  if (isLangField(field)) return withField(description, field, patchLanguages(description[field], patch[field]))
  if (patch[field] === undefined) return description
  if (field === 'creators' || field === 'keywords') return withField(description, field, patch[field] ?? [])
  return withField(description, field, patch[field] ?? undefined)
}
