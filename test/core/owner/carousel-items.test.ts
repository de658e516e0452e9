import { describe, expect, it } from 'vitest'
import { editOf } from '../../../server/core/edit.ts'
import { BadRequestError } from '../../../server/core/errors.ts'
import { applyPatch } from '../../../server/core/owner/apply-patch.ts'
import { keepItemEdits } from '../../../server/core/owner/carousel-items.ts'
import { cellsOf, columnOf, isColumn, jsonOfCells, sortColumns } from '../../../server/core/owner/columns.ts'
import { parsePatch, readPatch } from '../../../server/core/owner/media-patch.ts'
import { ownerView } from '../../../server/core/owner/owner-view.ts'
import { undoChange } from '../../../server/core/owner/undo.ts'
import { bridge, film, inDefault, series } from '../../fixtures/media.ts'

const occasion = { at: Date.UTC(2026, 6, 1, 12), actor: 'cli', batch: 'b' }
const apply = (media: typeof series, patch: unknown) => applyPatch(media, parsePatch(patch), occasion.at)

describe('the texts of a carousel’s pictures', () => {
  it('are set one by one, by language, and marked as edited', () => {
    const { items = [] } = apply(series, { items: [null, { altText: { de: 'Ein Wärter' }, caption: null }] })
    expect(items[0]).toEqual(series.items?.[0])
    expect(items[1]).toEqual({
      ...series.items?.[1],
      altText: [
        { lang: 'en', text: 'A bridge keeper' },
        { lang: 'de', text: 'Ein Wärter' },
      ],
      caption: [],
      editedFields: ['altText', 'caption'],
    })
    expect(items[2]).toEqual(series.items?.[2])
  })

  it('follow the whole in the first picture, for as long as both say the same', () => {
    const followed = apply(series, { altText: 'A bridge' })
    expect(followed.items?.[0]).toMatchObject({ altText: inDefault('A bridge'), editedFields: ['altText'] })
    const parted = apply(series, { items: [{ altText: 'Only the first' }] })
    expect(apply(parted, { altText: 'A bridge' }).items?.[0]?.altText).toEqual(inDefault('Only the first'))
    expect(apply(series, { altText: 'A bridge', items: [{ altText: 'The first' }] }).items?.[0]?.altText).toEqual(inDefault('The first'))
  })

  it.each([
    [bridge, [{ altText: 'x' }], 'Expected texts for 0 pictures of C6aHDKgAQA but received some for picture 1'],
    [series, [null, null, null, { caption: 'x' }], 'Expected texts for 3 pictures of Gfhx9AAAQA but received some for picture 4'],
  ])('%# are refused where there is no such picture', (media, items, message) => {
    expect(() => apply(media, { items })).toThrow(BadRequestError)
    expect(() => apply(media, { items })).toThrow(message)
  })

  it.each([
    [{ items: [{ title: 'x' }] }, 'items[0]', 'Expected a field of items[0] (altText, caption) but received "title"'],
    [{ items: [{ altText: { de: 7 } }] }, 'items[0].altText.de', 'for items[0].altText.de but received 7'],
    [{ items: Array(21).fill(null) }, 'items', 'Expected a list of at most 20 pictures for items'],
  ])('are refused with a reason: %j', (value, field, message) => {
    expect(readPatch(value)).toEqual({ problems: [{ field, message: expect.stringContaining(message) }] })
  })

  it.each([
    ['a carousel', series],
    ['a film', film],
  ])('read back as they are in %s, from JSON and from a table', (_, media) => {
    for (const json of [ownerView(media), jsonOfCells(cellsOf(media)), { items: [{ altText: null }].slice(0, media.items ? 0 : 1) }])
      expect(editOf(media, apply(media, json), occasion)).toBeUndefined()
  })

  it('are columns after the fields of the whole', () => {
    expect(Object.fromEntries(cellsOf(series))).toMatchObject({ 'altText[2]:en': 'A bridge keeper', 'caption[2]:de': 'Der Wärter <1>' })
    expect(sortColumns(['caption[2]', 'visibility', 'altText[10]', 'place', 'altText[2]:de', 'altText[2]', 'altText'])).toEqual([
      ...['altText', 'place', 'altText[2]', 'altText[2]:de', 'caption[2]', 'altText[10]', 'visibility'],
    ])
    expect([isColumn('altText[20]:de'), isColumn('altText[21]'), isColumn('title[1]'), isColumn('items')]).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(columnOf({ field: 'items[1].altText.de' })).toBe('altText[2]:de')
  })
})

it('an import keeps what was edited of a picture, wherever the picture stands now', () => {
  const edited = apply(series, { items: [null, null, { altText: 'Mountains' }] }).items ?? []
  const imported = [...(series.items ?? [])].reverse().map((item) => ({ ...item, caption: inDefault('From the file') }))
  const [first, second] = keepItemEdits(imported, edited)
  expect(first).toMatchObject({ altText: inDefault('Mountains'), caption: inDefault('From the file'), editedFields: ['altText'] })
  expect(second).toEqual(imported[1])
})

describe('undo', () => {
  const after = apply(series, { items: [null, { altText: 'x' }] })
  const change = editOf(series, after, occasion)?.change ?? { properties: [], actor: '' }

  it('brings the texts back', () => {
    expect(undoChange(after, change)).toEqual(series)
  })

  it('marks those that an import had taken away', () => {
    const { items = [] } = undoChange(after, { ...change, actor: 'import' })
    expect(items[1]).toEqual({ ...series.items?.[1], editedFields: ['altText'] })
  })

  it('refuses where the pictures are others, or texts have changed since', () => {
    const others = [...(series.items ?? [])].reverse()
    const reordered = { properties: [{ property: 'items', before: others, after: series.items }], actor: 'import' } as const
    expect(() => undoChange(series, reordered)).toThrow('A change of pictures cannot be undone, and items of Gfhx9AAAQA changed.')
    expect(() => undoChange(series, change)).toThrow('Expected items of Gfhx9AAAQA as this change left it')
  })
})
