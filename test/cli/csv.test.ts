import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvRow, parseCsv } from '../../server/cli/table/csv.ts'

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
    expect(parseCsv(`code\r\n${csvRow([cell])}`)).toEqual([['code'], [cell]])
  })

  it('comes back whatever is in it', () => {
    const row = fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(row, (cells) => {
        expect(parseCsv(`${csvRow(['a', 'b'])}${csvRow(cells)}`)[1]).toEqual(cells)
      }),
    )
  })

  it.each([
    ['semicolons, as Excel in Germany writes them', 'code;title\nx;"a;b"\n'],
    ['tabs', 'code\ttitle\nx\ta;b\n'],
    ['a byte order mark', '\ufeffcode,title\r\nx,a;b\r\n'],
  ])('is read with %s', (_, text) => {
    expect(parseCsv(text)).toEqual([
      ['code', 'title'],
      ['x', 'a;b'],
    ])
  })

  it.each([
    ['a row with a cell too many', 'code,title\na,b\nc,d,e\n', /line 3/],
    ['a quote that is not closed', 'code,title\na,"b\n', /line/],
  ])('refuses %s and says where', (_, text, message) => {
    expect(() => parseCsv(text)).toThrow(message)
  })
})
