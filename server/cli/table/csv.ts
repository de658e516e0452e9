import { parse } from 'csv-parse/sync'
import { BadRequestError } from '../../core/errors.ts'

/** Spreadsheets run what begins so as a formula, full-width forms too (OWASP, CSV injection); the quote itself, so that it comes back. */
const FORMULA = /^['=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/
const ESCAPED = /^'(?=['=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/

/** Without it Excel takes UTF-8 for the code page of its country. */
export const BYTE_ORDER_MARK = '\ufeff'

/** One row of a table (RFC 4180); what a spreadsheet would run as a formula gets a `'` in front, which `parseCsv` takes off again. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map((cell) => quoteCell(FORMULA.test(cell) ? `'${cell}` : cell)).join(',')}\r\n`
}

function quoteCell(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/**
 * The rows of a table, the heading first, each with as many cells as the heading. Commas, semicolons or tabs part cells, whichever the
 * heading has most of: Excel writes the one that its country uses.
 *
 * @throws {BadRequestError} naming the line that cannot be read.
 */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const heading = /^.*$/m.exec(text)?.[0] ?? ''
  const count = (separator: string) => heading.split(separator).length
  const delimiter = [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best))
  try {
    const rows = parse(text, { bom: true, delimiter, skip_empty_lines: true, relax_column_count: false })
    return rows.map((row) => row.map((cell) => cell.replace(ESCAPED, '')))
  } catch (cause) {
    // Its messages begin with what is wrong and say in which line.
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new BadRequestError(`Expected a table of comma-separated values but received something else: ${what}`, { cause })
  }
}
