import { MAX } from '../file-metadata/metadata-text.ts'
import type { Description, EmbedPolicy, Visibility } from '../media.ts'
import { type ItemPatch, itemPatches } from './carousel-items.ts'
import { captureDate, dataMining, embedPolicy, moment, oneOf, type StandingPatch, sourceType, standing } from './parse-terms.ts'
import { creators, isRecord, keywords, type LangPatch, languages, line, paragraphs, refuseOthers, webAddress } from './parse-text.ts'
import { badRequest, type Parse, type Problem, type Report, reportUnexpected } from './problems.ts'

/** Fields of a description that hold a text per language. */
export const LANG_FIELDS = ['title', 'caption', 'altText', 'extendedDescription', 'copyrightNotice', 'usageTerms'] as const
export type LangField = (typeof LANG_FIELDS)[number]

/** Whether the field holds a text per language. */
export function isLangField(field: string): field is LangField {
  return LANG_FIELDS.some((known) => known === field)
}

/** A field that is absent stays as it is; `null` removes. */
export type DescriptionPatch = {
  readonly [Field in keyof Description]?: (Field extends LangField ? LangPatch : NonNullable<Description[Field]>) | null
}

/** What an owner wants changed of a media. What is absent stays; `null` removes. */
export interface MediaPatch {
  readonly description: DescriptionPatch
  /** Of the pictures of a carousel, in their order. */
  readonly items?: readonly ItemPatch[]
  readonly visibility?: Visibility
  /** Unix milliseconds. */
  readonly notBefore?: number | null
  readonly notAfter?: number | null
  readonly standing?: StandingPatch
  readonly embedding?: EmbedPolicy | null
  /** Readers shall see that it was corrected now; or no longer see it. */
  readonly correction?: true | null
}

/** How an owner writes each field of a description, in JSON, in CSV and in options. */
const DESCRIPTION = {
  title: languages(line(MAX.title)),
  caption: languages(paragraphs(MAX.caption)),
  altText: languages(line(MAX.altText)),
  extendedDescription: languages(paragraphs(MAX.caption)),
  creators,
  creditLine: line(MAX.notice),
  copyrightNotice: languages(line(MAX.notice)),
  source: line(MAX.notice),
  licenceUrl: webAddress,
  usageTerms: languages(paragraphs(MAX.terms)),
  licensorName: line(MAX.notice),
  licensorUrl: webAddress,
  dataMining,
  digitalSourceType: sourceType,
  keywords,
  createdDate: captureDate,
  place: line(MAX.notice),
} satisfies { [Field in keyof Description]-?: Parse<NonNullable<DescriptionPatch[Field]>> }

const correction: Parse<true> = (value, field, report) => value === true || reportUnexpected(report, 'true or null', { field, value })

/** Every field that an owner can write, in the order in which they are shown. */
export const OWNER_FIELDS = [
  ...Object.keys(DESCRIPTION),
  'items',
  ...['visibility', 'embargoUntil', 'expiresAt', 'status', 'embedding', 'correction'],
] as const

/**
 * What an owner wants changed, out of untrusted JSON (RFC 7396: what is absent stays, `null` removes).
 *
 * A text alone means the default language; a language that is not named stays. Lists and the embedding policy are replaced as a whole, but
 * for `items`, the texts of a carousel's pictures.
 *
 * @throws {BadRequestError} naming every problem: unknown fields, wrong types, texts that are too long or hold nothing, addresses that a page
 *   may not link to.
 */
export function parsePatch(value: unknown): MediaPatch {
  const read = readPatch(value)
  if ('problems' in read) throw badRequest(read.problems)
  return read.patch
}

/** Like `parsePatch`, with the problems one by one and in the order of the fields, for whoever says more about them than one sentence. */
export function readPatch(value: unknown): { readonly patch: MediaPatch } | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const report: Report = (problem) => problems.push(problem)
  const patch = isRecord(value) ? readFields(value, report) : reportUnexpected(report, 'an object', { field: 'the change', value })
  return patch && problems.length === 0 ? { patch } : { problems }
}

function readFields(record: Readonly<Record<string, unknown>>, report: Report): MediaPatch {
  refuseOthers(record, OWNER_FIELDS, { field: '', report })
  const read = <T>(field: string, parse: Parse<T>) => (record[field] === undefined ? undefined : parse(record[field], field, report))
  const described = Object.entries<Parse<unknown>>(DESCRIPTION).flatMap(([field, parse]) => {
    const value = read(field, orNull(parse))
    return value === undefined ? [] : [[field, value]]
  })
  return {
    // Each entry is what the parser of its field answered.
    description: Object.fromEntries(described) as DescriptionPatch,
    ...withoutUndefined({
      items: read('items', orNull(itemPatches)) ?? undefined,
      visibility: read('visibility', oneOf('public', 'unlisted', 'private')),
      notBefore: read('embargoUntil', orNull(moment)),
      notAfter: read('expiresAt', orNull(moment)),
      standing: read('status', standing),
      embedding: read('embedding', orNull(embedPolicy)),
      correction: read('correction', orNull(correction)),
    }),
  }
}

function orNull<T>(parse: Parse<T>): Parse<T | null> {
  return (value, field, report) => (value === null ? null : parse(value, field, report))
}

function withoutUndefined<T extends object>(record: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  // `fromEntries` forgets the keys; what is left of them is what the type says.
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
