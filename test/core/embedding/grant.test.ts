import { describe, expect, it } from 'vitest'
import { grantExpiry, grantQuery, grantText, parseGrant } from '../../../server/core/embedding/grant.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { MediaId } from '../../../server/core/media.ts'
import { bridge, film } from '../../fixtures/media.ts'

const signature = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE'
const grant = { origin: 'https://news.example:8443', expires: 1_795_000_200, signature }
const QUERY = `?o=https%3A%2F%2Fnews.example%3A8443&e=1795000200&s=${signature}`

describe('a grant', () => {
  it('is spelled in one way', () => {
    expect(grantQuery(grant)).toBe(QUERY)
    expect(parseGrant(QUERY)).toEqual(grant)
  })

  it.each([
    ['', 'nothing'],
    [QUERY.slice(1), 'no question mark'],
    [`${QUERY}&`, 'something behind it'],
    [`${QUERY}&width=9999`, 'another parameter'],
    [`?x=1&${QUERY.slice(1)}`, 'another parameter before'],
    [QUERY.replace('%3A', ':'), 'a colon as itself'],
    [QUERY.replace('%3A', '%3a'), 'an escape in lower case'],
    [QUERY.replace('news', '%6eews'), 'an escape where none is due'],
    [QUERY.replace('news', 'né'), 'letters of another script'],
    [QUERY.replace('e=1', 'e=01'), 'a leading zero'],
    [QUERY.replace('e=1795000200', 'e=1795000200.0'), 'a fraction'],
    [QUERY.slice(0, -1), 'a shorter signature'],
    [`${QUERY}=`, 'padding'],
    [`${QUERY}\n`, 'the end of a line'],
    [QUERY.replace('?o', '?O'), 'another name'],
  ])('%j is none: %s', (query) => {
    expect(parseGrant(query)).toBeUndefined()
  })

  it('signs its purpose, the media, the revision, the end and the origin, a line each (A5)', () => {
    const text = grantText({ id: 42n as MediaId, revision: 7 }, grant)
    expect(text).toBe('placard grant 1\n42\n7\n1795000200\nhttps://news.example:8443')
  })

  it('signs different texts for different terms (A5)', () => {
    const media = { id: 1n as MediaId, revision: 11 }
    const texts = [
      grantText(media, grant),
      grantText({ ...media, id: 11n as MediaId, revision: 1 }, grant),
      grantText({ ...media, revision: 1 }, { ...grant, expires: 11_795_000_200 }),
      grantText(media, { ...grant, origin: 'https://news.example:84430' }),
    ]
    expect(new Set(texts).size).toBe(4)
  })
})

describe('a grant ends', () => {
  // 1_795_000_200 is a multiple of 600.
  it.each([
    [1_795_000_199_999, 1_795_000_800],
    [1_795_000_200_000, 1_795_001_400],
    [1_795_000_799_999, 1_795_001_400],
    [1_795_000_800_000, 1_795_002_000],
  ])('made at %i, at %i: after 10 to 20 minutes, and all of ten minutes at once', (now, expected) => {
    expect(grantExpiry(bridge, now)).toBe(expected)
  })

  it('for a film after 3 to 6 hours', () => {
    const left = grantExpiry(film, 1_795_000_200_000) - 1_795_000_200
    expect(left).toBeGreaterThan(3 * 3600)
    expect(left).toBeLessThanOrEqual(6 * 3600)
  })
})

it('stands at the end of every file’s address, and of no page’s', () => {
  const plain = linksFor('https://placard.example', bridge)
  const granted = linksFor('https://placard.example', bridge, grant)
  expect(granted.thumbnail({ width: 640, format: 'webp' })).toBe(plain.thumbnail({ width: 640, format: 'webp' }) + QUERY)
  expect(granted.thumbnail({ width: 640, format: 'webp' }, 2)).toBe(plain.thumbnail({ width: 640, format: 'webp' }, 2) + QUERY)
  expect(granted.credited(640)).toBe(plain.credited(640) + QUERY)
  expect(granted.video).toBe(plain.video + QUERY)
  expect(granted.track('de')).toBe(plain.track('de') + QUERY)
  expect([granted.permalink, granted.frame, granted.oembedJson]).toEqual([plain.permalink, plain.frame, plain.oembedJson])
})
