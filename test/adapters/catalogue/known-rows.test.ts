import { describe, expect, it } from 'vitest'
import { knownRows } from '../../../server/adapters/catalogue/known-rows.ts'
import { recentIds } from '../../../server/adapters/catalogue/recent-ids.ts'
import { mediaToRow } from '../../../server/adapters/catalogue/row.ts'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import { ConflictError } from '../../../server/core/errors.ts'
import { parseShortcode } from '../../../server/core/identity/shortcode.ts'
import type { Media, MediaId } from '../../../server/core/media.ts'
import { FieldError } from '../../../server/core/stored/fields.ts'
import type { Edit } from '../../../server/ports/catalogue.ts'
import { bridge, panorama, portrait } from '../../fixtures/media.ts'
import { save } from '../../support/memory/save.ts'
import { tempFolder } from '../../support/temp-folder.ts'

function editOf(media: Media): Edit {
  const { id: mediaId, revision, version } = media
  return { media, change: { mediaId, at: 1, actor: 'test', batch: 'test', revision, version, properties: [] } }
}

describe('rows that are known', () => {
  it('are the same media from the second time on', () => {
    const { toMedia } = knownRows()
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
    const { toMedia } = knownRows()
    const row = mediaToRow(bridge)
    const before = [toMedia(row), toMedia(row)].at(-1)
    const changed = toMedia({ ...row, ...change })
    expect(changed).toStrictEqual(knownRows().toMedia({ ...row, ...change }))
    expect(changed).not.toEqual(before)
    expect(toMedia({ ...row, ...change })).toStrictEqual(changed)
  })

  it('are refused once they are damaged', () => {
    const { toMedia } = knownRows()
    const row = mediaToRow(bridge)
    for (const known of [row, row]) toMedia(known)
    expect(() => toMedia({ ...row, document: row.document.slice(1) })).toThrow(FieldError)
    expect(() => toMedia({ ...row, id: Number(row.id) })).toThrow(FieldError)
  })

  it('are forgotten, the one that was read longest ago first, where there is no room', () => {
    const rows = [bridge, portrait, panorama].map(mediaToRow)
    const room = rows.slice(0, 2).reduce((sum, { document }) => sum + 2 * document.length + 400, 0)
    const { toMedia } = knownRows({ maxBytes: room })
    const [oldest, , newest] = [...rows, ...rows].map(toMedia).slice(-3)
    expect(toMedia(rows[2])).toBe(newest)
    expect(toMedia(rows[0])).not.toBe(oldest)
  })
})

describe('media that are known', () => {
  const row = mediaToRow(bridge)

  it('are found without their rows for as long as nobody has written', () => {
    let mark = 1
    const rows = knownRows({ mark: () => mark })
    for (const _ of [1, 2]) rows.find([bridge.id])
    for (const known of [row, row]) rows.toMedia(known)
    rows.find([bridge.id])
    const media = rows.toMedia(row)
    expect(rows.find([bridge.id, portrait.id])).toEqual([media])
    expect(rows.find([bridge.id])[0]).toBe(media)
    mark = 2
    expect(rows.find([bridge.id])).toEqual([])
    expect(rows.toMedia(row)).toBe(media)
    expect(rows.find([bridge.id])[0]).toBe(media)
  })

  it('are read again where somebody wrote between the question and the reading', () => {
    let mark = 1
    const rows = knownRows({ mark: () => mark })
    for (const known of [row, row]) rows.toMedia(known)
    rows.find([bridge.id])
    mark = 2
    rows.toMedia(row)
    expect(rows.find([bridge.id])).toEqual([])
  })

  it('are read again after a write of our own', () => {
    const rows = knownRows({ mark: () => 1 })
    rows.find([bridge.id])
    for (const known of [row, row]) rows.toMedia(known)
    rows.find([bridge.id])
    rows.toMedia(row)
    expect(rows.find([bridge.id])).toHaveLength(1)
    rows.forget()
    expect(rows.find([bridge.id])).toEqual([])
  })

  it('are read each time where nobody can tell who wrote', () => {
    const rows = knownRows()
    for (const known of [row, row, row]) rows.toMedia(known)
    for (const _ of [1, 2]) expect(rows.find([bridge.id])).toEqual([])
  })
})

it('an id is recent for as long as it is among the last that were asked about', () => {
  const isRecent = recentIds(2)
  const [first, second, third, fourth] = [1n, 2n, 3n, 4n] as MediaId[]
  const told = [first, first, second, third, first, fourth, second].map((id) => isRecent(id as MediaId))
  //             1      1     2      3      1     4      2: forgotten with the older half
  expect(told).toEqual([false, true, false, false, true, false, false])
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

it('a look-up sees at once what it has written itself, and what was rolled back not at all', async () => {
  const catalogue = await openSqliteCatalogue(':memory:')
  await save(catalogue, bridge)
  const read = async () => [await catalogue.findByShortcode(bridge.shortcode), ...(await catalogue.findByShortcodes([bridge.shortcode]))]
  for (const _ of [1, 2, 3]) await read()
  const disputed = { ...bridge, version: 2, standing: { kind: 'disputed', at: 5 } } as const
  const refused = catalogue.edit([editOf(disputed), editOf({ ...portrait, version: 2 })])
  expect((await read()).map((media) => media?.version)).toEqual([1, 1])
  await expect(refused).rejects.toThrow(ConflictError)
  const written = catalogue.edit([editOf(disputed)])
  // Asked before the promise of the write has told anybody.
  expect((await read()).map((media) => media?.standing.kind)).toEqual(['disputed', 'disputed'])
  await written
  await catalogue.close()
})

it('a media that is asked for by both of its names is answered once', async () => {
  const catalogue = await openSqliteCatalogue(':memory:')
  await save(catalogue, bridge)
  const long = parseShortcode(`${bridge.shortcode}${'A'.repeat(22)}`)
  if (!long) throw new Error('Expected a long name')
  for (const _ of [1, 2, 3, 4]) expect(await catalogue.findByShortcodes([bridge.shortcode, long])).toEqual([bridge])
  await catalogue.close()
})
