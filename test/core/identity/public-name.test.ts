import { describe, expect, it } from 'vitest'
import { isNamedBy, publicNameOf, withAnnouncement } from '../../../server/core/identity/public-name.ts'
import { decodeShortcode, parseShortcode, secretOf } from '../../../server/core/identity/shortcode.ts'
import type { Media, Shortcode } from '../../../server/core/media.ts'
import { bridge } from '../../fixtures/media.ts'

const SECRET = 'AbCdEfGhIjKlMnOpQrStUw'
const long = `${bridge.shortcode}${SECRET}` as Shortcode
const { announcedAt: _, ...unannounced } = bridge
const hidden: Media = { ...unannounced, secret: SECRET, visibility: 'private' }

describe('a long shortcode', () => {
  it('is the short one and 22 more characters, and spells the same id', () => {
    expect(parseShortcode(long)).toBe(long)
    expect(decodeShortcode(long)).toBe(bridge.id)
    expect(secretOf(long)).toBe(SECRET)
    expect(secretOf(bridge.shortcode)).toBeUndefined()
  })

  it.each([
    ['one character less', long.slice(0, -1)],
    ['twelve characters', 'BBBBBBBBBBBB'],
    ['22 characters', `${'B'.repeat(21)}A`],
    ['a last character of more than two bits', `${long.slice(0, -1)}x`],
    ['34 characters', `${'B'.repeat(33)}A`],
    ['a leading zero', `A${SECRET}`],
  ])('is none with %s', (_name, text) => {
    expect(parseShortcode(text)).toBeUndefined()
  })
})

describe('a media that was never public', () => {
  it('is known by its long name alone', () => {
    expect(publicNameOf(hidden, 9e12)).toBe(long)
    expect(isNamedBy(hidden, long, 9e12)).toBe(true)
    expect(isNamedBy(hidden, bridge.shortcode, 9e12)).toBe(false)
    expect(isNamedBy(hidden, `${bridge.shortcode}${'A'.repeat(22)}` as Shortcode, 9e12)).toBe(false)
  })

  it('is known by its short name too, for good, from the moment it is public', () => {
    const published = withAnnouncement({ ...hidden, visibility: 'public' }, 1000)
    expect([publicNameOf(published, 999), publicNameOf(published, 1000)]).toEqual([long, bridge.shortcode])
    expect(isNamedBy(published, long, 2000)).toBe(true)
    // Else an answer would tell how much of a guess was right (O9).
    expect(isNamedBy(published, `${bridge.shortcode}${'A'.repeat(22)}` as Shortcode, 2000)).toBe(false)
    expect(isNamedBy(withAnnouncement({ ...published, visibility: 'private' }, 2000), bridge.shortcode, 2000)).toBe(true)
  })

  it('stays unknown until its embargo ends', () => {
    const planned = withAnnouncement({ ...hidden, visibility: 'public', notBefore: 5000 }, 1000)
    expect([isNamedBy(planned, bridge.shortcode, 4999), isNamedBy(planned, bridge.shortcode, 5000)]).toEqual([false, true])
    expect(withAnnouncement({ ...planned, visibility: 'private' }, 2000)).not.toHaveProperty('announcedAt')
  })

  it('stays unknown while it is unlisted', () => {
    expect(withAnnouncement({ ...hidden, visibility: 'unlisted' }, 1000)).not.toHaveProperty('announcedAt')
  })
})
