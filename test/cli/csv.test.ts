import { describe, expect, it } from 'vitest'
import { csvRow, parseCsv } from '../../server/cli/table/csv.ts'
import { fc } from '../support/properties.ts'

const cellsOf = (text: string) => parseCsv(text).map(({ cells }) => cells)

describe('a table', () => {
  it.each([
    ['=HYPERLINK("https://evil.example")', `"'=HYPERLINK(""https://evil.example"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\u{ff1d}1', "'\u{ff1d}1"],
    ["'quoted'", "''quoted'"],
    ['a, "b"\nc', '"a, ""b""\nc"'],
    ['plain', 'plain'],
  ])('holds %j as %j, which no spreadsheet runs, and reads it back', (cell, written) => {
    expect(csvRow([cell])).toBe(`${written}\r\n`)
    expect(cellsOf(`code\r\n${csvRow([cell])}`)).toEqual([['code'], [cell]])
  })

  it('comes back whatever is in it', () => {
    const row = fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(row, (cells) => {
        expect(cellsOf(`${csvRow(['a', 'b'])}${csvRow(cells)}`)[1]).toEqual(cells)
      }),
    )
  })

  it.each([
    ['semicolons, as Excel in Germany writes them', 'code;title\nx;"a;b"\n'],
    ['tabs', 'code\ttitle\nx\ta;b\n'],
    ['a byte order mark', '\ufeffcode,title\r\nx,a;b\r\n'],
  ])('is read with %s', (_, text) => {
    expect(cellsOf(text)).toEqual([
      ['code', 'title'],
      ['x', 'a;b'],
    ])
  })

  it.each(['\n', '\r\n', '\r'])('tells of each row where a spreadsheet has it, and an editor, with %j between lines', (end) => {
    const text = ['code,title', '', 'a,"x', 'y', '', 'z"', '', '', 'b,c', 'd,e'].join(end)
    expect(parseCsv(text).map(({ row, line }) => [row, line])).toEqual([
      [1, 1],
      [3, 3],
      [6, 9],
      [7, 10],
    ])
  })

  it('tells where a heading is that comes late', () => {
    expect(parseCsv('\r\n\r\ncode\r\n').map(({ row, line }) => [row, line])).toEqual([[3, 3]])
  })

  it.each([
    ['a row with a cell too many', 'code,title\na,b\nc,d,e\n', /line 3/],
    ['one after lines within a cell', 'code,title\r\n\r\na,"b\r\nb\r\nb"\r\nc,d,e\r\n', /line 6/],
    ['a quote that is not closed', 'code,title\na,"b\n', /line/],
  ])('refuses %s and says where', (_, text, message) => {
    expect(() => parseCsv(text)).toThrow(message)
  })
})
