import { describe, expect, it } from 'vitest'
import { knownRows } from '../../server/adapters/catalogue/known-rows.ts'
import { mediaToRow } from '../../server/adapters/catalogue/row.ts'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { FieldError } from '../../server/core/stored/fields.ts'
import { bridge, panorama, portrait } from '../fixtures/media.ts'
import { save } from '../support/save.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('rows that are known', () => {
  it('are the same media from the second time on', () => {
    const toMedia = knownRows()
    const [first, second, third] = [bridge, bridge, bridge].map((media) => toMedia(mediaToRow(media)))
    expect(first).toStrictEqual(bridge)
    expect(second).toStrictEqual(bridge)
    expect(third).toBe(second)
  })

  it.each([
    ['revision', { revision: bridge.revision + 1 }],
    ['version', { version: bridge.version + 1 }],
    ['visibility', { visibility: 'unlisted' }],
    ['published_at', { published_at: bridge.publishedAt + 1 }],
    ['document', { document: mediaToRow({ ...bridge, description: portrait.description }).document }],
  ])('are read anew once %s is another', (_, change) => {
    const toMedia = knownRows()
    const row = mediaToRow(bridge)
    const before = [toMedia(row), toMedia(row)].at(-1)
    const changed = toMedia({ ...row, ...change })
    expect(changed).toStrictEqual(knownRows()({ ...row, ...change }))
    expect(changed).not.toEqual(before)
    expect(toMedia({ ...row, ...change })).toStrictEqual(changed)
  })

  it('are refused once they are damaged', () => {
    const toMedia = knownRows()
    const row = mediaToRow(bridge)
    for (const known of [row, row]) toMedia(known)
    expect(() => toMedia({ ...row, document: row.document.slice(1) })).toThrow(FieldError)
    expect(() => toMedia({ ...row, id: Number(row.id) })).toThrow(FieldError)
  })

  it('are forgotten, the one that was read longest ago first, where there is no room', () => {
    const rows = [bridge, portrait, panorama].map(mediaToRow)
    const room = rows.slice(0, 2).reduce((sum, { document }) => sum + 2 * document.length + 400, 0)
    const toMedia = knownRows(room)
    const [oldest, , newest] = [...rows, ...rows].map(toMedia).slice(-3)
    expect(toMedia(rows[2])).toBe(newest)
    expect(toMedia(rows[0])).not.toBe(oldest)
  })
})

it('a look-up sees at once what another process has written, however often the media was read before', async () => {
  const path = `${tempFolder()}/catalogue.sqlite`
  const [reader, writer] = [await openSqliteCatalogue(path), await openSqliteCatalogue(path)]
  await save(writer, bridge)
  const read = () => reader.findByShortcode(bridge.shortcode)
  const [, second, third] = [await read(), await read(), await read()]
  expect(third).toBe(second)
  expect((await reader.findByShortcodes([bridge.shortcode]))[0]).toBe(second)
  const withdrawn = { ...bridge, version: 2, standing: { kind: 'withdrawn', reason: 'other', at: 5 } } as const
  await save(writer, withdrawn)
  expect((await read())?.standing.kind).toBe('withdrawn')
  expect((await reader.findByShortcodes([bridge.shortcode]))[0]?.standing.kind).toBe('withdrawn')
  await Promise.all([reader.close(), writer.close()])
})
