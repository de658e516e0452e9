import { expect, it } from 'vitest'
import { isWhere, parseCondition } from '../../../server/core/owner/where.ts'
import { bridge, panorama, withdrawnMedia } from '../../fixtures/media.ts'

const NOW = Date.UTC(2026, 6, 1, 12)

const holds = (media: typeof bridge, ...texts: readonly string[]) =>
  isWhere(
    media,
    texts.flatMap((text) => parseCondition(text) ?? []),
    NOW,
  )

it.each([
  [bridge, 'creditLine=Placard Pictures', true],
  [bridge, 'creditLine=placard pictures', false],
  [bridge, 'creditLine~PICTURES', true],
  [bridge, 'creditLine!=Placard Pictures', false],
  [bridge, 'keywords=dusk', true],
  [bridge, 'keywords=dus', false],
  [bridge, 'keywords!=night', true],
  [bridge, 'creators=Zoë Łęcka', true],
  [bridge, 'creators=https://zoe.example/', true],
  [bridge, 'title~dämmerung', true],
  [bridge, 'title:de~dämmerung', true],
  [bridge, 'title:en~dämmerung', false],
  [bridge, 'place=Northbank', true],
  [panorama, 'place=', true],
  [panorama, 'place!=', false],
  [bridge, 'place=', false],
  [bridge, 'status=published', true],
  [{ ...bridge, notAfter: NOW }, 'status=expired', true],
  [withdrawnMedia, 'status=withdrawn', true],
  [withdrawnMedia, 'statusReason=privacy', true],
  [bridge, 'visibility=public', true],
  [bridge, 'type=image', true],
  [bridge, 'code=C6aHDKgAQA', true],
  [bridge, 'licenceUrl~by/4.0', true],
])('%# %o %s: %s', (media, text, expected) => {
  expect(holds(media, text)).toBe(expected)
})

it('wants all conditions to hold', () => {
  expect(holds(bridge, 'keywords=dusk', 'place=Northbank')).toBe(true)
  expect(holds(bridge, 'keywords=dusk', 'place=Southbank')).toBe(false)
})

it('finds a name however its letters are composed', () => {
  expect(holds(bridge, 'creators=Zoe\u0308 Łe\u0328cka')).toBe(true)
})

it.each([['title'], ['=x'], ['nothing=1'], ['constructor=1'], ['place:de=x'], ['']])('%j is no condition', (text) => {
  expect(parseCondition(text)).toBeUndefined()
})
