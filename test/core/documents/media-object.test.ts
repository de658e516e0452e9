import { describe, expect, it } from 'vitest'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { buildMediaObject } from '../../../server/core/documents/media-object.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { Media } from '../../../server/core/media.ts'
import { bridge, cutout, portrait, silent } from '../../fixtures/media.ts'
import { golden } from '../../support/golden.ts'

function objectOf(media: Media) {
  const links = linksFor('https://placard.example', media)
  return buildMediaObject(media, creditFor(media, links.permalink), links)
}

describe('buildMediaObject', () => {
  it('says everything in the words of the 2015 platform, and the credit', () => {
    expect(JSON.parse(JSON.stringify(objectOf(bridge)))).toEqual(golden('media-object'))
  })

  it('counts time in whole seconds, as a string, rounded down', () => {
    expect(objectOf({ ...bridge, publishedAt: 1999 }).created_time).toBe('1')
  })

  it('has null for what the platform had null, and no field for the rest', () => {
    const object = objectOf(cutout)
    expect(object).toMatchObject({ caption: null, location: null, tags: [], user: { full_name: 'Unknown creator' } })
    expect(object.credit).toEqual({ title: 'Untitled', creators: [], credit_text: 'Untitled' })
  })

  it('names every creator by itself, and all of them as the user', () => {
    expect(objectOf(portrait)).toMatchObject({
      user: { full_name: 'Ada Ng and مريم' },
      credit: { creators: [{ name: 'Ada Ng' }, { name: 'مريم' }] },
    })
  })

  it('crops the thumbnail to a square and enlarges nothing', () => {
    expect(objectOf({ ...cutout, original: { ...cutout.original, width: 300, height: 120 } }).images).toMatchObject({
      thumbnail: { width: 120, height: 120 },
      low_resolution: { width: 300, height: 120 },
      standard_resolution: { width: 300, height: 120 },
    })
  })

  it('cleans names, keywords and places (W13)', () => {
    const description = {
      ...silent,
      creators: [{ name: 'Ann\u202e Owner', url: 'javascript:1' }],
      keywords: ['a\u200bb', '\u2066'],
      place: 'X\u2067',
    }
    const object = objectOf({ ...bridge, description })
    expect(object).toMatchObject({ tags: ['ab'], location: { name: 'X' } })
    expect(object.credit.creators).toEqual([{ name: 'Ann Owner' }])
  })
})
