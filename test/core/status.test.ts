import { expect, it } from 'vitest'
import { GoneError, NotAllowedError, NotFoundError } from '../../server/core/errors.ts'
import type { Media } from '../../server/core/media.ts'
import { requireShown, statusAt } from '../../server/core/status.ts'
import { bridge } from '../fixtures/media.ts'

const NOON = Date.UTC(2026, 6, 1, 12)
const withdrawn: Media = { ...bridge, standing: { kind: 'withdrawn', reason: 'copyright', at: NOON } }

it.each([
  ['one millisecond before its embargo ends', { notBefore: NOON }, NOON - 1, 'embargoed'],
  ['at the end of its embargo', { notBefore: NOON }, NOON, 'live'],
  ['one millisecond after its embargo', { notBefore: NOON }, NOON + 1, 'live'],
  ['one millisecond before it expires', { notAfter: NOON }, NOON - 1, 'live'],
  ['at the moment it expires', { notAfter: NOON }, NOON, 'expired'],
  ['one millisecond after it expired', { notAfter: NOON }, NOON + 1, 'expired'],
  ['without any date', {}, NOON, 'live'],
  ['within an empty span', { notBefore: NOON + 1, notAfter: NOON }, NOON, 'expired'],
])('a media %s is of that status', (_, dates, now, expected) => {
  expect(statusAt({ ...bridge, ...dates }, now)).toBe(expected)
})

it('withdraws whatever the dates say', () => {
  expect(statusAt({ ...withdrawn, notBefore: NOON + 1, notAfter: NOON }, NOON)).toBe('withdrawn')
})

it('passes on a public media that is live', () => {
  expect(requireShown(bridge, NOON)).toBe(bridge)
})

it('refuses a media that is unknown, private or gone, each in its own way', () => {
  expect(() => requireShown(undefined, NOON)).toThrow(NotFoundError)
  expect(() => requireShown({ ...bridge, visibility: 'private' }, NOON)).toThrow(NotAllowedError)
  expect(() => requireShown(withdrawn, NOON)).toThrow(GoneError)
})

it('does not tell that a private media was withdrawn', () => {
  expect(() => requireShown({ ...withdrawn, visibility: 'private' }, NOON)).toThrow(NotAllowedError)
})

it.each([
  ['withdrawn', withdrawn],
  ['expired', { ...bridge, notAfter: NOON }],
  ['embargoed', { ...bridge, notBefore: NOON + 1 }],
] as const)('names the reason %s', (reason, media) => {
  expect(() => requireShown(media, NOON)).toThrow(expect.objectContaining({ code: 'gone', reason }))
})
