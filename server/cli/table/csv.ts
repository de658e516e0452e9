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

/** A row of a table, and where its file has it. */
export interface CsvRow {
  readonly cells: readonly string[]
  /** As spreadsheets count, from 1 on: empty rows too, and a cell of several lines once. */
  readonly row: number
  /** As editors count, from 1 on: where the row begins. */
  readonly line: number
}

const OPTIONS = { bom: true, skip_empty_lines: true, relax_column_count: false } as const

/**
 * The rows of a table, the heading first, each with as many cells as the heading. Commas, semicolons or tabs part cells, whichever the
 * heading has most of: Excel writes the one that its country uses.
 *
 * @throws {BadRequestError} naming the line that cannot be read.
 */
export function parseCsv(text: string): readonly CsvRow[] {
  const delimiter = delimiterOf(text)
  try {
    // Its types do not know what `info` makes of a record.
    return placed(parse(text, { ...OPTIONS, delimiter, info: true }) as unknown as readonly Told[])
  } catch (cause) {
    throw new BadRequestError(`Expected a table of comma-separated values but received something else: ${whatIsWrong(text, delimiter)}`, {
      cause,
    })
  }
}

function delimiterOf(text: string): string {
  const heading = /^.*$/m.exec(text)?.[0] ?? ''
  const count = (separator: string) => heading.split(separator).length
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best))
}

/** A record as csv-parse tells of it: how many there were so far, and in which line it ends. */
interface Told {
  readonly record: readonly string[]
  readonly info: { readonly records: number; readonly empty_lines: number; readonly lines: number }
}

function placed(told: readonly Told[]): readonly CsvRow[] {
  let countedTwice = 0
  return told.map(({ record, info }) => {
    const text = record.join(',')
    // Within quotation marks csv-parse takes CR LF for two lines.
    countedTwice += text.match(/\r\n/g)?.length ?? 0
    const breaks = text.match(/\r\n|\r|\n/g)?.length ?? 0
    const cells = record.map((cell) => cell.replace(ESCAPED, ''))
    return { cells, row: info.records + info.empty_lines, line: info.lines - countedTwice - breaks }
  })
}

/** The words of csv-parse, which begin with what is wrong and say in which line; right where no line counts twice. */
function whatIsWrong(text: string, delimiter: string): string {
  try {
    parse(text.replaceAll('\r\n', '\n'), { ...OPTIONS, delimiter })
    return 'line breaks of two kinds'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
