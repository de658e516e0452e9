import { isSame } from '../changed-fields.ts'
import { BadRequestError } from '../errors.ts'
import { MAX } from '../file-metadata/metadata-text.ts'
import { CAROUSEL_ITEMS, type CarouselItem, type Media } from '../media.ts'
import { patchLanguages } from './languages.ts'
import { isRecord, type LangPatch, languages, line, paragraphs, refuseOthers } from './parse-text.ts'
import { type Parse, reportUnexpected } from './problems.ts'

/** The texts that each picture of a carousel has of its own. */
export const ITEM_FIELDS = ['altText', 'caption'] as const
export type ItemField = (typeof ITEM_FIELDS)[number]

/** What is wanted of one picture; a field that is absent stays, `null` removes. */
export type ItemPatch = { readonly [Field in ItemField]?: LangPatch | null }

const PARSERS = { altText: languages(line(MAX.altText)), caption: languages(paragraphs(MAX.caption)) } satisfies Record<
  ItemField,
  Parse<LangPatch>
>

/** What is wanted of each picture in their order; `null` leaves one as it is, and so do those that the list does not reach. */
export const itemPatches: Parse<readonly ItemPatch[]> = (value, field, report) => {
  if (!Array.isArray(value) || value.length > CAROUSEL_ITEMS.max)
    return reportUnexpected(report, `a list of at most ${CAROUSEL_ITEMS.max} pictures`, { field, value })
  return value.flatMap((item: unknown, index) => itemPatch(item ?? {}, `${field}[${index}]`, report) ?? [])
}

const itemPatch: Parse<ItemPatch> = (value, field, report) => {
  if (!isRecord(value)) return reportUnexpected(report, '{"altText", "caption"} or null', { field, value })
  refuseOthers(value, ITEM_FIELDS, { field, report })
  const given = ITEM_FIELDS.filter((name) => value[name] !== undefined)
  const entries = given.map((name) => [name, value[name] === null ? null : PARSERS[name](value[name], `${field}.${name}`, report)])
  // Each entry is what the parser of its field answered.
  return Object.fromEntries(entries) as ItemPatch
}

/**
 * The media with what is wanted of its pictures.
 *
 * @throws {BadRequestError} if a text is wanted of a picture that it does not have.
 */
export function patchItems(media: Media, patches: readonly ItemPatch[]): Media {
  const { items = [], shortcode } = media
  const beyond = patches.findIndex((patch, index) => index >= items.length && saysSomething(patch))
  if (beyond >= 0)
    throw new BadRequestError(`Expected texts for ${items.length} pictures of ${shortcode} but received some for picture ${beyond + 1}`)
  return withItems(
    media,
    items.map((item, index) => patchItem(item, patches[index] ?? {})),
  )
}

function saysSomething(patch: ItemPatch): boolean {
  return ITEM_FIELDS.some((field) => Object.values(patch[field] ?? {}).some((text) => text !== null))
}

function patchItem(item: CarouselItem, patch: ItemPatch): CarouselItem {
  return ITEM_FIELDS.reduce((patched, field) => withText(patched, field, patchLanguages(item[field], patch[field])), item)
}

/** The item with this text; one that differs counts as edited here from now on. */
function withText(item: CarouselItem, field: ItemField, text: CarouselItem[ItemField]): CarouselItem {
  if (isSame(item[field], text)) return item
  const edited = ITEM_FIELDS.filter((name) => name === field || item.editedFields?.includes(name))
  return { ...item, [field]: text, editedFields: edited }
}

/** The media with the texts of these pictures, as if its owner had set them. */
export function withItemTexts(media: Media, texts: readonly CarouselItem[] = []): Media {
  const items = media.items?.map((item, index) =>
    ITEM_FIELDS.reduce((set, field) => withText(set, field, texts[index]?.[field] ?? set[field]), item),
  )
  return withItems(media, items ?? [])
}

/** The first picture speaks for the whole: where both said the same, it goes on saying so. */
export function followDescription(before: Media, after: Media): Media {
  const [first, ...others] = after.items ?? []
  if (first === undefined) return after
  const followed = ITEM_FIELDS.reduce((item, field) => {
    const isShared = isSame(before.items?.[0]?.[field], before.description[field]) && isSame(item[field], before.items?.[0]?.[field])
    return isShared ? withText(item, field, after.description[field]) : item
  }, first)
  return withItems(after, [followed, ...others])
}

function withItems(media: Media, items: readonly CarouselItem[]): Media {
  return media.items === undefined ? media : { ...media, items }
}

/** The imported pictures, with the texts that their owner set here; a picture is known by its bytes, wherever it stands now. */
export function keepItemEdits(imported: readonly CarouselItem[], known: readonly CarouselItem[] = []): readonly CarouselItem[] {
  return imported.map((item) => {
    const same = known.find(({ original }) => original.key === item.original.key)
    const edited = same?.editedFields ?? []
    if (same === undefined || edited.length === 0) return item
    return { ...item, ...Object.fromEntries(edited.map((field) => [field, same[field]])), editedFields: edited }
  })
}
