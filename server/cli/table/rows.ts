import { BadRequestError } from '../../core/errors.ts'
import { columnOf, isColumn, jsonOfCells } from '../../core/owner/columns.ts'
import { isRecord } from '../../core/owner/parse-text.ts'
import { describeValue, type Problem } from '../../core/owner/problems.ts'
import { type CsvRow, parseCsv } from './csv.ts'

/** What a file wants changed of one media, not looked at yet. */
export interface Row {
  /** Where it stands, for messages: `row 3`, `row 3 (line 5)` where an editor counts otherwise, `item 1`. */
  readonly place: string
  readonly code: unknown
  /** The version that it is based on; absent where the file does not say. */
  readonly version?: unknown
  /** For `readPatch`. */
  readonly fields: unknown
  /** How the file calls the place of a problem: `column statusText`, `field status.text`. */
  readonly nameOf: (problem: Problem) => string
}

/** What an export says besides, and nobody can change. */
const READ_ONLY = ['id', 'url', 'type', 'revision', 'announced', 'shown', 'published_at', 'corrected_at']

/** The rows of a table that `placard export` wrote, or a person did. @throws {BadRequestError} if its heading is none. */
export function rowsOfCsv(text: string): readonly Row[] {
  const [heading = { cells: [], row: 1, line: 1 }, ...rows] = parseCsv(text)
  const names = heading.cells.map((name) => name.trim())
  requireHeading(names, placeOf(heading))
  const fields = names.filter(isColumn)
  // Spreadsheets save rows that were once used as separators and nothing else.
  const used = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  return used.map(({ cells, ...place }) => {
    const cellOf = (name: string) => cells[names.indexOf(name)]?.trim() ?? ''
    const version = cellOf('version')
    return {
      place: placeOf(place),
      code: cellOf('code'),
      ...(version !== '' && { version: /^\d{1,15}$/.test(version) ? Number(version) : version }),
      fields: jsonOfCells(new Map(fields.map((name) => [name, cells[names.indexOf(name)] ?? '']))),
      nameOf: (problem) => `column ${columnOf(problem)}`,
    }
  })
}

function placeOf({ row, line }: Pick<CsvRow, 'row' | 'line'>): string {
  return row === line ? `row ${row}` : `row ${row} (line ${line})`
}

function requireHeading(names: readonly string[], place: string): void {
  const unknown = names.filter((name) => !isColumn(name) && !['code', 'version', ...READ_ONLY].includes(name))
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  const problems = [
    ...(names.includes('code') ? [] : [`Expected a column code in ${place}`]),
    ...unknown.map((name) => `Expected the name of a field in ${place} but received ${describeValue(name)}`),
    ...twice.map((name) => `Expected each column once in ${place} but received ${describeValue(name)} again`),
  ]
  if (problems.length > 0) throw new BadRequestError(problems.join('\n'))
}

/** The items of a list that `placard export --format json` wrote, or a program did. @throws {BadRequestError} if it is no such list. */
export function rowsOfJson(text: string): readonly Row[] {
  const list = parseJson(text)
  if (!Array.isArray(list)) throw new BadRequestError(`Expected a list of pictures but received ${describeValue(list)}`)
  return list.map((item: unknown, index) => {
    const place = `item ${index + 1}`
    if (!isRecord(item)) throw new BadRequestError(`Expected {"code", "fields"} for ${place} but received ${describeValue(item)}`)
    const unknown = Object.keys(item).filter((key) => !['code', 'version', 'fields', ...READ_ONLY].includes(key))
    if (unknown.length > 0)
      throw new BadRequestError(`Expected code, version and fields for ${place} but received ${unknown.map(describeValue).join(', ')}`)
    const { code, version, fields } = item
    return { place, code, ...(version !== undefined && { version }), fields, nameOf: ({ field }) => `field ${field}` }
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BadRequestError(`Expected JSON but received something else: ${cause instanceof Error ? cause.message : ''}`, { cause })
  }
}
