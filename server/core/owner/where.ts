import { publicNameOf } from '../identity/public-name.ts'
import { encodeShortcode } from '../identity/shortcode.ts'
import type { Media } from '../media.ts'
import { statusAt } from '../status.ts'
import { cellsOf, isColumn } from './columns.ts'

/** One condition on a field, such as `creators=Zoë Łęcka`, `place!=` or `keywords~bridge`. */
export interface Condition {
  readonly field: string
  readonly operator: '=' | '!=' | '~'
  /** In NFC. Empty: the field itself is empty. */
  readonly value: string
}

const FACTS = ['code', 'type'] as const

/** The condition in this text; `undefined` if it is none, or of a field that no media has. */
export function parseCondition(text: string, fieldOf: (name: string) => string | undefined = (name) => name): Condition | undefined {
  const [, name = '', operator, value = ''] = /^([^=~!]+)(!=|=|~)([\s\S]*)$/.exec(text) ?? []
  const field = fieldOf(name.trim())
  if (field === undefined || !(isColumn(field) || FACTS.some((fact) => fact === field))) return undefined
  if (operator !== '=' && operator !== '!=' && operator !== '~') return undefined
  return { field, operator, value: value.trim().normalize('NFC') }
}

/**
 * Whether all conditions hold. A field with several values, such as keywords or a title in several languages, holds `=` and `~` if one of them
 * does, and `!=` if none is equal. `~` minds no case. `status` is what the owner decided as well as what holds now.
 *
 * @param now Unix milliseconds.
 */
export function isWhere(media: Media, conditions: readonly Condition[], now: number): boolean {
  return conditions.every(({ field, operator, value }) => {
    const values = valuesOf(media, field, now)
    if (operator === '~') return values.some((text) => text.toLowerCase().includes(value.toLowerCase()))
    const isEqual = value === '' ? values.length === 0 : values.some((text) => text.normalize('NFC') === value)
    return isEqual === (operator === '=')
  })
}

function valuesOf(media: Media, field: string, now: number): readonly string[] {
  const { description, standing } = media
  if (field === 'code') return [encodeShortcode(media.id), publicNameOf(media, now)]
  if (field === 'type') return [media.type]
  if (field === 'status') return [standing.kind, statusAt(media, now)]
  if (field === 'keywords') return description.keywords
  if (field === 'creators') return description.creators.flatMap(({ name, url }) => [name, ...(url === undefined ? [] : [url])])
  const cells = cellsOf(media)
  const columns = [...cells.keys()].filter((column) => column === field || column.startsWith(`${field}:`))
  return columns.map((column) => cells.get(column) ?? '')
}
