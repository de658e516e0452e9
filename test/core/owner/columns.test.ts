import { describe, expect, it } from 'vitest'
import { editOf } from '../../../server/core/edit.ts'
import { applyPatch } from '../../../server/core/owner/apply-patch.ts'
import { creatorCell, creatorOfCell, joinList, splitList } from '../../../server/core/owner/cells.ts'
import { cellsOf, columnOf, isColumn, jsonOfCells, sortColumns } from '../../../server/core/owner/columns.ts'
import { parsePatch } from '../../../server/core/owner/media-patch.ts'
import { bridge, fixtureMedia, silent } from '../../fixtures/media.ts'
import { fc } from '../../support/properties.ts'

const NOW = Date.UTC(2026, 6, 1, 12)

describe('lists in a cell', () => {
  it.each([
    [['bridge', 'dusk'], 'bridge; dusk'],
    [['a;b', 'c\\d'], 'a\\;b; c\\\\d'],
    [[], ''],
  ])('joins %j as %s and splits it again', (words, cell) => {
    expect(joinList(words)).toBe(cell)
    expect(splitList(cell)).toEqual(words)
  })

  it('splits what a person typed', () => {
    expect(splitList(' bridge;dusk ;; ')).toEqual(['bridge', 'dusk'])
  })

  it('comes back whatever the words are', () => {
    const word = fc
      .string({ minLength: 1 })
      .map((text) => text.trim())
      .filter((text) => text !== '')
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitList(joinList(words))).toEqual(words)
      }),
    )
  })
})

describe('a creator in a cell', () => {
  it.each([
    [{ name: 'Zoë Łęcka' }, 'Zoë Łęcka'],
    [{ name: 'Zoë', url: 'https://zoe.example/' }, 'Zoë <https://zoe.example/>'],
    [{ name: 'A <b> C' }, 'A <b> C'],
    [{ name: 'Trickster <https://elsewhere.example/>' }, 'Trickster <https://elsewhere.example/> <>'],
  ])('%j is %s and back', (creator, cell) => {
    expect(creatorCell(creator)).toBe(cell)
    expect(creatorOfCell(cell)).toEqual(creator)
  })

  it('is read in a time that grows with its length, and not faster', () => {
    const cell = `${' '.repeat(1_000_000)}<`
    expect(creatorOfCell(cell)).toEqual({ name: cell })
  })

  it('leaves an address of another scheme to whoever judges it', () => {
    expect(creatorOfCell('Zoë <javascript:alert(1)>')).toEqual({ name: 'Zoë', url: 'javascript:alert(1)' })
  })
})

describe('cells', () => {
  it.each(fixtureMedia.map((media) => [media.shortcode, media] as const))('of %s read back as they are', (_, media) => {
    const patch = parsePatch(jsonOfCells(cellsOf(media)))
    expect(editOf(media, applyPatch(media, patch, NOW), { at: NOW, actor: 'test', batch: 'b' })).toBeUndefined()
  })

  it('hold every decision', () => {
    const media = {
      ...bridge,
      description: silent,
      notBefore: NOW,
      standing: { kind: 'withdrawn', reason: 'other', at: NOW, text: 'Gone.' },
      embedding: { hosts: 'listed', allow: ['a.example', '*.b.example'], deny: ['c.example'] },
    } as const
    expect(Object.fromEntries(cellsOf(media))).toEqual({
      visibility: 'public',
      embargoUntil: '2026-07-01T12:00:00.000Z',
      status: 'withdrawn',
      statusReason: 'other',
      statusText: 'Gone.',
      embedding: 'listed',
      embeddingAllow: 'a.example; *.b.example',
      embeddingDeny: 'c.example',
    })
  })

  it('say nothing about visibility and status where they are empty, and remove everything else', () => {
    const cells = new Map([
      ['title', ' '],
      ['title:de', 'Brücke'],
      ['place', ''],
      ['keywords', ''],
      ['visibility', ''],
      ['status', ''],
      ['embedding', ''],
    ])
    expect(jsonOfCells(cells)).toEqual({ title: { 'x-default': null, de: 'Brücke' }, place: null, keywords: null, embedding: null })
  })
})

it('columns follow the fields, each default before its languages', () => {
  expect(sortColumns(['place', 'title:fr', 'altText', 'title', 'title:de'])).toEqual(['title', 'title:de', 'title:fr', 'altText', 'place'])
})

it.each([
  ['title', true],
  ['title:de', true],
  ['place:de', false],
  ['statusReason', true],
  ['correction', false],
  ['constructor', false],
])('%s is a column: %s', (name, expected) => {
  expect(isColumn(name)).toBe(expected)
})

it.each([
  ['title.de', 'title:de'],
  ['title', 'title'],
  ['creators[0].url', 'creators'],
  ['status.reason', 'statusReason'],
  ['embedding.allow[3]', 'embeddingAllow'],
  ['embedding.hosts', 'embedding'],
])('a problem of %s is put right in column %s', (field, column) => {
  expect(columnOf({ field })).toBe(column)
})
