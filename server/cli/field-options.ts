import { ITEM_FIELDS } from '../core/owner/carousel-items.ts'
import { creatorOfCell } from '../core/owner/cells.ts'
import { isColumn } from '../core/owner/columns.ts'
import { isLangField, type MediaPatch, readPatch } from '../core/owner/media-patch.ts'
import type { Problem } from '../core/owner/problems.ts'
import type { Arguments, ValueOption } from './commands/command.ts'
import { optionalValue } from './commands/command.ts'
import { UsageError } from './session.ts'

/** An option of `set` and the field that it sets. */
interface FieldOption extends ValueOption {
  readonly field: string
}

/** One option for each field, in the order of the fields. */
const OPTIONS: Readonly<Record<string, FieldOption>> = {
  title: { field: 'title', value: 'TEXT', summary: 'title' },
  caption: { field: 'caption', value: 'TEXT', summary: 'caption' },
  alt: { field: 'altText', value: 'TEXT', summary: 'what somebody hears who does not see the picture' },
  'extended-description': { field: 'extendedDescription', value: 'TEXT', summary: 'a longer description for the same people' },
  creator: {
    field: 'creators',
    value: 'NAME',
    summary: 'who made it, with an address as in "Ann Ng <https://ann.example>"; again for another',
  },
  'credit-line': { field: 'creditLine', value: 'TEXT', summary: 'credit line' },
  copyright: { field: 'copyrightNotice', value: 'TEXT', summary: 'copyright notice' },
  source: { field: 'source', value: 'TEXT', summary: 'where it comes from' },
  licence: { field: 'licenceUrl', value: 'URL', summary: 'address of the licence, or of the page that states the terms' },
  terms: { field: 'usageTerms', value: 'TEXT', summary: 'terms of use in words' },
  licensor: { field: 'licensorName', value: 'NAME', summary: 'who grants licences' },
  'licensor-url': { field: 'licensorUrl', value: 'URL', summary: 'page where a licence can be had' },
  'data-mining': { field: 'dataMining', value: 'CODE', summary: 'PLUS data mining value, such as DMI-PROHIBITED' },
  'source-type': { field: 'digitalSourceType', value: 'CODE', summary: 'IPTC digital source type, such as digitalCapture' },
  keyword: { field: 'keywords', value: 'WORD', summary: 'keyword; again for another, all others go' },
  date: { field: 'createdDate', value: 'DATE', summary: 'when it was taken: 2019, 2019-06, 2019-06-01 or with a time' },
  place: { field: 'place', value: 'TEXT', summary: 'where it was taken' },
  visibility: { field: 'visibility', value: 'WORD', summary: 'public, unlisted or private' },
  embed: { field: 'embedding', value: 'WORD', summary: 'who may embed it: everyone, listed or nobody' },
  'embed-allow': {
    field: 'embedding',
    value: 'HOST',
    summary: 'a host that may, such as news.example or *.news.example; again for another',
  },
  'embed-deny': { field: 'embedding', value: 'HOST', summary: 'a host that may not; again for another' },
}

/** The options of `set` for fields, for the table of commands. */
export const FIELD_OPTIONS: Readonly<Record<string, ValueOption>> = OPTIONS

/** The column that an owner means: by its option (`alt`, `alt:de`) or as JSON and tables spell it (`altText`, `altText:de`). */
export function columnNamed(name: string): string | undefined {
  const [, word = '', rest = ''] = /^([^:[]*)([:[].*)?$/s.exec(name) ?? []
  const field = `${Object.hasOwn(OPTIONS, word) ? OPTIONS[word]?.field : word}${rest}`
  return isColumn(field) || field === 'code' || field === 'type' || field === 'correction' ? field : undefined
}

/**
 * What the options want changed, as JSON for `parsePatch`.
 *
 * @throws {UsageError} if a field is set twice, set and unset, or there is none of that name.
 */
export function jsonOfOptions(args: Arguments): Record<string, unknown> {
  const lang = optionalValue(args, 'lang') ?? 'x-default'
  const json: Record<string, unknown> = {}
  for (const option of Object.keys(OPTIONS).filter((name) => args.values.has(name))) {
    const field = OPTIONS[option]?.field ?? ''
    json[field] = valueOfOption(args, option, { field, lang })
  }
  for (const name of args.values.get('unset') ?? []) {
    const column = columnNamed(name)
    if (column === undefined) throw new UsageError(`Expected a field for --unset but received ${JSON.stringify(name)}`)
    const [field = '', columnLang = lang] = column.split(':')
    if (Object.hasOwn(json, field) && !isLangField(field)) throw new UsageError(`Expected ${name} to be set or unset but received both`)
    const isOne = isLangField(field) && (args.values.has('lang') || column.includes(':'))
    json[field] = isOne ? { ...textsOf(json[field]), [columnLang]: null } : null
  }
  const item = optionalValue(args, 'item')
  return item === undefined ? json : jsonOfItem(json, item)
}

/** The same for one picture of a carousel. */
function jsonOfItem(json: Record<string, unknown>, item: string): Record<string, unknown> {
  const others = Object.keys(json).filter((field) => !ITEM_FIELDS.some((known) => known === field))
  if (others.length > 0) throw new UsageError(`Expected only alt text and caption with --item but received ${others.join(', ')}`)
  if (!/^([1-9]|1\d|20)$/.test(item)) throw new UsageError(`Expected a number from 1 to 20 for --item but received ${JSON.stringify(item)}`)
  return Object.keys(json).length === 0 ? json : { items: [...Array(Number(item) - 1).fill(null), json] }
}

function textsOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

function valueOfOption(args: Arguments, option: string, { field, lang }: { readonly field: string; readonly lang: string }): unknown {
  if (field === 'embedding') return embeddingOf(args)
  if (field === 'creators') return args.values.get(option)?.map(creatorOfCell)
  if (field === 'keywords') return args.values.get(option)
  const value = optionalValue(args, option)
  return isLangField(field) ? { [lang]: value } : value
}

/** The change that options ask for. @throws {UsageError} naming every problem: here the command line is what is wrong. */
export function patchOf(json: unknown): MediaPatch {
  const read = readPatch(json)
  if ('patch' in read) return read.patch
  throw new UsageError(read.problems.map(inOptions).join('\n'))
}

/** The message with the name that the command line has for its field. */
function inOptions({ field, message }: Problem): string {
  const [option] = Object.entries({ ...OPTIONS, ...DECISION_OPTIONS }).find(([, known]) => known.field === field) ?? []
  return option === undefined ? message : message.replace(` for ${field} `, ` for --${option} `)
}

/** Of the commands that decide one thing, such as `withdraw`. */
const DECISION_OPTIONS = { reason: { field: 'status.reason' }, text: { field: 'status.text' } } as const

/** Who names hosts that may means those alone; who names only hosts that may not means everyone else. */
function embeddingOf(args: Arguments): unknown {
  const [allow = [], deny = []] = [args.values.get('embed-allow'), args.values.get('embed-deny')]
  return { hosts: optionalValue(args, 'embed') ?? (allow.length > 0 ? 'listed' : 'everyone'), allow, deny }
}
