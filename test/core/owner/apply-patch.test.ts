import { describe, expect, it } from 'vitest'
import { editOf } from '../../../server/core/edit.ts'
import { applyPatch } from '../../../server/core/owner/apply-patch.ts'
import { keepEdits } from '../../../server/core/owner/edited-fields.ts'
import { parsePatch } from '../../../server/core/owner/media-patch.ts'
import { ownerView } from '../../../server/core/owner/owner-view.ts'
import { bridge, fixtureMedia, silent, withdrawnMedia } from '../../fixtures/media.ts'

const NOW = Date.UTC(2026, 6, 1, 12)
const apply = (media: typeof bridge, patch: unknown) => applyPatch(media, parsePatch(patch), NOW)

describe('applyPatch', () => {
  it('sets one language and leaves the others', () => {
    expect(apply(bridge, { title: { de: 'Brücke' } }).description.title).toEqual([
      { lang: 'x-default', text: 'The bridge at dusk' },
      { lang: 'en', text: 'The bridge at dusk' },
      { lang: 'de', text: 'Brücke' },
    ])
  })

  it('puts a new default first', () => {
    const media = { ...bridge, description: { ...silent, title: [{ lang: 'de', text: 'Brücke' }] } }
    expect(apply(media, { title: 'Bridge' }).description.title).toEqual([
      { lang: 'x-default', text: 'Bridge' },
      { lang: 'de', text: 'Brücke' },
    ])
  })

  it('removes on null: a language, a list, a text, a decision', () => {
    const media = { ...bridge, notAfter: 5, correctedAt: 6, embedding: { hosts: 'nobody', allow: [], deny: [] } as const }
    const patch = {
      title: { en: null },
      keywords: null,
      creditLine: null,
      caption: null,
      expiresAt: null,
      correction: null,
      embedding: null,
    }
    const after = apply(media, patch)
    expect(after.description.title.map(({ lang }) => lang)).toEqual(['x-default', 'de'])
    expect(after.description).toMatchObject({ keywords: [], caption: [] })
    expect(after.description).not.toHaveProperty('creditLine')
    for (const name of ['notAfter', 'correctedAt', 'embedding']) expect(after).not.toHaveProperty(name)
  })

  it('names what its owner edited, once, in the order of a description', () => {
    const once = apply(bridge, { place: 'Southbank', keywords: ['bridge', 'dusk'] })
    expect(once.editedFields).toEqual(['place'])
    expect(apply(once, { title: 'Dusk', place: 'Northbank' }).editedFields).toEqual(['title', 'place'])
  })

  it('dates withdrawals and corrections with now, and keeps the date of a withdrawal that is repeated', () => {
    const withdrawn = apply(bridge, { status: { kind: 'withdrawn', reason: 'privacy' }, correction: true })
    expect(withdrawn.standing).toEqual({ kind: 'withdrawn', reason: 'privacy', at: NOW })
    expect(withdrawn.correctedAt).toBe(NOW)
    expect(apply(withdrawnMedia, { status: { kind: 'withdrawn', reason: 'privacy' } }).standing).toEqual(withdrawnMedia.standing)
    expect(apply(withdrawnMedia, { status: { kind: 'withdrawn', reason: 'error' } }).standing).toMatchObject({ reason: 'error', at: NOW })
  })

  it('refuses an end before the beginning, also against what was there', () => {
    expect(() => apply({ ...bridge, notBefore: NOW }, { expiresAt: '2026-06-30T00:00:00Z' })).toThrow(
      /Expected expiresAt of C6aHDKgAQA to be later than embargoUntil/,
    )
  })
})

describe('ownerView', () => {
  it.each(fixtureMedia.map((media) => [media.shortcode, media] as const))('reads back as it is: %s', (_, media) => {
    const json: unknown = JSON.parse(JSON.stringify(ownerView(media)))
    expect(editOf(media, applyPatch(media, parsePatch(json), NOW), { at: NOW, actor: 'test', batch: 'b' })).toBeUndefined()
  })

  it('makes one media of another with all its words and decisions', () => {
    const whole = {
      ...bridge,
      visibility: 'unlisted',
      notBefore: NOW,
      notAfter: NOW + 1,
      standing: { kind: 'disputed', text: 'Who made it?', at: NOW },
      embedding: { hosts: 'listed', allow: ['a.example'], deny: ['*.b.example'] },
    } as const
    const copy = apply({ ...bridge, description: silent }, ownerView(whole))
    expect(copy).toEqual({ ...whole, editedFields: expect.any(Array) })
  })

  it('has every field in one shape', () => {
    expect(ownerView({ ...bridge, description: { ...silent, title: [{ lang: 'de', text: 'Brücke' }] }, notAfter: NOW })).toMatchObject({
      title: { de: 'Brücke' },
      caption: null,
      creators: [],
      creditLine: null,
      visibility: 'public',
      embargoUntil: null,
      expiresAt: '2026-07-01T12:00:00.000Z',
      status: 'published',
      embedding: null,
    })
  })
})

it('an import keeps what was edited here, emptied fields too', () => {
  const known = apply(bridge, { creditLine: null, title: { 'x-default': 'Dusk' } })
  const imported = { ...bridge.description, creditLine: 'From the file', place: 'From the file' }
  const kept = keepEdits(imported, known)
  expect(kept.title).toEqual(known.description.title)
  expect(kept).not.toHaveProperty('creditLine')
  expect(kept.place).toBe('From the file')
})
