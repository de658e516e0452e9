import { DESCRIPTION_FIELDS } from '../changed-fields.ts'
import type { Description, LangAlt, LangText, Media } from '../media.ts'
import { byCodeUnit } from '../text/by-code-unit.ts'
import { ITEM_FIELDS } from './carousel-items.ts'
import { creatorCell, creatorOfCell, joinList, splitList } from './cells.ts'
import { isLangField, LANG_FIELDS, OWNER_FIELDS } from './media-patch.ts'
import { rfc3339 } from './owner-view.ts'
import type { Problem } from './problems.ts'

/**
 * Text by column, without empty cells. A text in a language stands under `title:de`, the default under `title`; those of a carousel's second
 * picture under `altText[2]:de` and `altText[2]`.
 */
export type Cells = ReadonlyMap<string, string>

/** Columns that one field of a patch is made of, besides those that are called like their field. */
const PARTS = {
  statusReason: 'status',
  statusText: 'status',
  embeddingAllow: 'embedding',
  embeddingDeny: 'embedding',
} as const

/** Every column that a table has at least, whatever is in it, in its order; languages follow their field. */
export const PLAIN_COLUMNS: readonly string[] = OWNER_FIELDS.filter((field) => !['items', 'correction'].includes(field)).flatMap(
  (field) => [field, ...Object.entries(PARTS).flatMap(([part, whole]) => (whole === field ? [part] : []))],
)

/** What an owner can write of a media, flat: for tables, comparisons and terminals. */
export function cellsOf({ description, items = [], visibility, notBefore, notAfter, standing, embedding }: Media): Cells {
  const cells: readonly (readonly [string, string | null | undefined])[] = [
    ...DESCRIPTION_FIELDS.flatMap((field) => descriptionCells(field, description)),
    ...items.flatMap((item, index) => ITEM_FIELDS.flatMap((field) => textCells(`${field}[${index + 1}]`, item[field]))),
    ['visibility', visibility],
    ['embargoUntil', rfc3339(notBefore)],
    ['expiresAt', rfc3339(notAfter)],
    ['status', standing.kind],
    ['statusReason', standing.kind === 'withdrawn' ? standing.reason : ''],
    ['statusText', standing.kind === 'published' ? '' : standing.text],
    ['embedding', embedding?.hosts],
    ['embeddingAllow', joinList(embedding?.allow ?? [])],
    ['embeddingDeny', joinList(embedding?.deny ?? [])],
  ]
  return new Map(cells.flatMap(([column, text]) => (text ? [[column, text] as const] : [])))
}

function descriptionCells(field: keyof Description, description: Description): readonly (readonly [string, string | undefined])[] {
  if (isLangField(field)) return textCells(field, description[field])
  if (field === 'creators') return [[field, joinList(description.creators.map(creatorCell))]]
  if (field === 'keywords') return [[field, joinList(description.keywords)]]
  return [[field, description[field]]]
}

function textCells(column: string, alt: LangAlt): readonly (readonly [string, string])[] {
  return alt.map((entry) => [langColumn(column, entry), entry.text])
}

function langColumn(field: string, { lang }: Pick<LangText, 'lang'>): string {
  return lang === 'x-default' ? field : `${field}:${lang}`
}

/** The columns in the order of the fields, each field's default before its languages, those by their tags. */
export function sortColumns(columns: Iterable<string>): readonly string[] {
  const placeOf = (column: string) => {
    const item = itemOf(column)
    return item === undefined ? PLAIN_COLUMNS.indexOf(splitColumn(column)[0] ?? '') : PLAIN_COLUMNS.indexOf('visibility') - 1 + item / 100
  }
  return [...new Set(columns)].sort((a, b) => placeOf(a) - placeOf(b) || byCodeUnit(a, b))
}

/** Whether a table may have a column of this name. */
export function isColumn(name: string): boolean {
  const [field = '', lang] = splitColumn(name)
  return itemOf(name) !== undefined || (lang === undefined ? PLAIN_COLUMNS.includes(field) : isLangField(field))
}

/** Which picture of a carousel the column is about, counted from 1. */
function itemOf(column: string): number | undefined {
  const [, n] = /^(?:altText|caption)\[([1-9]|1\d|20)\](?::.+)?$/.exec(column) ?? []
  return n === undefined ? undefined : Number(n)
}

function splitColumn(column: string): readonly string[] {
  const at = column.indexOf(':')
  return at === -1 ? [column] : [column.slice(0, at), column.slice(at + 1)]
}

/**
 * The row of a table as the JSON that `readPatch` reads. An empty cell removes what stands in its field; visibility and status cannot be
 * removed, so there it says nothing.
 *
 * @param cells  Every cell of the row under a name that `isColumn` knows, empty ones included.
 */
export function jsonOfCells(cells: Cells): Record<string, unknown> {
  const columns = [...cells.keys()].filter((column) => !Object.hasOwn(PARTS, column))
  const fields = columns.filter((column) => itemOf(column) === undefined).map((column) => splitColumn(column)[0] ?? '')
  const values = [...new Set(fields)].map((field) => [field, valueOfCells(field, cells)])
  const count = Math.max(0, ...columns.map((column) => itemOf(column) ?? 0))
  return { ...Object.fromEntries(values), ...(count > 0 && { items: itemsOfCells(count, cells) }) }
}

function itemsOfCells(count: number, cells: Cells): readonly unknown[] {
  return Array.from({ length: count }, (_, index) =>
    Object.fromEntries(ITEM_FIELDS.map((field) => [field, textsOfCells(`${field}[${index + 1}]`, cells)])),
  )
}

function valueOfCells(field: string, cells: Cells): unknown {
  const cell = cells.get(field)?.trim() ?? ''
  if (isLangField(field)) return textsOfCells(field, cells)
  if (field === 'status') return statusOfCells(cell, cells)
  if (cell === '') return field === 'visibility' ? undefined : null
  if (field === 'creators') return splitList(cell).map(creatorOfCell)
  if (field === 'keywords') return splitList(cell)
  if (field !== 'embedding') return cell
  return { hosts: cell, allow: splitList(cells.get('embeddingAllow') ?? ''), deny: splitList(cells.get('embeddingDeny') ?? '') }
}

function textsOfCells(field: string, cells: Cells): Record<string, string | null> {
  const texts = [...cells].flatMap(([column, text]) => {
    const [name, lang = 'x-default'] = splitColumn(column)
    return name === field ? [[lang, text.trim() === '' ? null : text] as const] : []
  })
  return Object.fromEntries(texts)
}

function statusOfCells(kind: string, cells: Cells): unknown {
  if (kind === '' || kind === 'published') return kind || undefined
  const [reason, text] = ['statusReason', 'statusText'].map((column) => cells.get(column)?.trim())
  return { kind, ...(kind === 'withdrawn' && { reason }), ...(text && { text }) }
}

/** The column in which a problem of `readPatch` has to be put right. */
export function columnOf({ field }: Pick<Problem, 'field'>): string {
  const [, item, text, lang = 'x-default'] = /^items\[(\d+)\]\.(\w+)(?:\.(.+))?$/.exec(field) ?? []
  if (item !== undefined) return langColumn(`${text}[${Number(item) + 1}]`, { lang })
  const [name = '', part] = field.split(/[.[]/)
  const partColumn = `${name}${part?.replace(/^./, (letter) => letter.toUpperCase())}`
  if (Object.hasOwn(PARTS, partColumn)) return partColumn
  return LANG_FIELDS.some((known) => known === name) && part !== undefined ? langColumn(name, { lang: part }) : name
}
