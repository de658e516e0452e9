import { describe, expect, it } from 'vitest'
import { altTextOf, captionOf } from '../../../server/core/card/card-text.ts'
import type { Description } from '../../../server/core/media.ts'
import { inDefault, silent } from '../../fixtures/media.ts'

const saying = (description: Partial<Description>) => ({ description: { ...silent, ...description } })
const all = { altText: inDefault('Alt'), caption: inDefault('Caption'), title: inDefault('Title') }

describe('altTextOf', () => {
  it.each([
    ['the alt text', all, { text: 'Alt' }],
    ['the caption without one', { ...all, altText: [] }, { text: 'Caption' }],
    ['the title without both', { title: all.title }, { text: 'Title' }],
    ['words of its own without anything', {}, { text: 'Untitled picture', lang: 'en' }],
    ['the caption where the alt text is blank', { ...all, altText: inDefault(' \u200b\n') }, { text: 'Caption' }],
    ['one line', { altText: inDefault('Two\n lines') }, { text: 'Two lines' }],
    ['its language', { altText: [{ lang: 'de', text: 'Eine Lampe' }] }, { text: 'Eine Lampe', lang: 'de' }],
  ])('is %s', (_what, description, expected) => {
    expect(altTextOf(saying(description))).toEqual(expected)
  })

  it('has at most 1,000 characters', () => {
    expect(altTextOf(saying({ altText: inDefault('a'.repeat(1000)) })).text).toBe('a'.repeat(1000))
    expect(altTextOf(saying({ altText: inDefault('a'.repeat(1001)) })).text).toBe(`${'a'.repeat(999)}…`)
  })
})

describe('captionOf', () => {
  it('keeps paragraphs, and drops what cannot be seen (W13)', () => {
    expect(captionOf(saying({ caption: inDefault('One.\r\n\r\nT\u202ewo.') }))).toEqual({ text: 'One.\n\nTwo.' })
  })

  it('is absent where nothing is said', () => {
    expect(captionOf(saying({}))).toBeUndefined()
    expect(captionOf(saying({ caption: inDefault(' \u200b ') }))).toBeUndefined()
  })

  it('has at most 2,000 characters', () => {
    expect(captionOf(saying({ caption: inDefault('a'.repeat(2000)) }))?.text).toBe('a'.repeat(2000))
    expect(captionOf(saying({ caption: inDefault('a'.repeat(2001)) }))?.text).toBe(`${'a'.repeat(1999)}…`)
  })
})
