import { DESCRIPTION_FIELDS } from '../changed-fields.ts'
import type { CarouselItem, Description, LangAlt, Media, Standing } from '../media.ts'
import { isLangField } from './media-patch.ts'

/**
 * All that an owner may write of a media, as JSON in the spelling that `parsePatch` reads: `parsePatch(ownerView(media))` changes nothing.
 *
 * Every field is there, in one shape each: texts by language, lists as lists, `null` where nothing is said.
 */
export function ownerView(media: Media): Record<string, unknown> {
  const { description, items, visibility, notBefore, notAfter, standing, embedding } = media
  const described = DESCRIPTION_FIELDS.map((field) => [field, viewOf(field, description)])
  return {
    ...Object.fromEntries(described),
    items: items?.map(viewOfItem) ?? null,
    visibility,
    embargoUntil: rfc3339(notBefore),
    expiresAt: rfc3339(notAfter),
    status: viewOfStanding(standing),
    embedding: embedding ?? null,
  }
}

/** A moment as the owner's JSON spells it; `null` for none. @param ms Unix milliseconds. */
export function rfc3339(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString()
}

function viewOf(field: keyof Description, description: Description): unknown {
  return isLangField(field) ? viewOfTexts(description[field]) : (description[field] ?? null)
}

function viewOfTexts(alt: LangAlt): unknown {
  return alt.length === 0 ? null : Object.fromEntries(alt.map(({ lang, text }) => [lang, text]))
}

function viewOfItem({ altText, caption }: CarouselItem): unknown {
  return { altText: viewOfTexts(altText), caption: viewOfTexts(caption) }
}

/** Without its moment, which nobody can write: the log and `show` tell it. */
function viewOfStanding(standing: Standing): unknown {
  if (standing.kind === 'published') return standing.kind
  const { at: _, ...words } = standing
  return words
}
