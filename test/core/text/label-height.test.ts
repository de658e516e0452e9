import { describe, expect, it } from 'vitest'
import { type LabelText, labelHeight, measureLabel } from '../../../server/core/text/label-height.ts'
import { fc } from '../../support/properties.ts'

const EMPTY: LabelText = { title: '', byline: '', rights: '', caption: '' }
const heightOf = (width: number, text: Partial<LabelText>) => labelHeight(width, measureLabel({ ...EMPTY, ...text }))

describe('labelHeight', () => {
  it.each<[string, number, Partial<LabelText>, number]>([
    // Padding 22 and the actions' 24.
    ['nothing but its padding and actions', 640, {}, 46],
    ['a title', 640, { title: 'A lamp' }, 46 + 26],
    // 300 letters of 8.2 px over lines of 582 px: five lines.
    ['a long title', 640, { title: 'a'.repeat(300) }, 46 + 114],
    ['a byline', 640, { byline: 'Photo: Ann Owner' }, 46 + 24],
    ['rights beside the actions', 520, { rights: 'CC BY 4.0' }, 46],
    ['rights above the actions', 519, { rights: 'CC BY 4.0' }, 46 + 21],
    ['a caption of one line', 640, { caption: 'Short.' }, 46 + 24],
    ['a caption of two paragraphs', 640, { caption: 'One.\nTwo.' }, 46 + 44],
    ['an empty line in a caption', 640, { caption: 'One.\n\nTwo.' }, 46 + 44],
    ['a caption that folds after three lines', 640, { caption: 'a'.repeat(2000) }, 46 + 64],
  ])('counts %s', (_what, width, text, height) => {
    expect(heightOf(width, text)).toBe(height)
  })

  it('is smaller in a low card, which has no caption', () => {
    const letters = measureLabel({ title: 'A lamp', byline: 'Photo: Ann Owner', rights: 'CC BY 4.0', caption: 'At dawn.' })
    expect(labelHeight(640, letters, 'low')).toBe(77)
    expect(labelHeight(320, letters, 'low')).toBe(95)
  })

  it('gives longer words for the actions more room, or a second row where there is none', () => {
    const actions = 'Copier le créditIntégrerPage d’origine'
    // 38 letters of 6.5 px and three capitals: 290 px of 606 are theirs, so that a line of 370 px breaks.
    expect(heightOf(640, { rights: 'a'.repeat(57), actions })).toBe(heightOf(640, { rights: 'a'.repeat(57) }) + 12)
    expect(heightOf(240, { actions })).toBe(heightOf(240, {}) + 24)
    expect(heightOf(240, { actions: 'Copy creditEmbedOriginal' })).toBe(heightOf(240, {}))
  })

  it('gives East Asian characters, emoji and capitals more room than small letters', () => {
    const titleOf = (character: string, count: number) => heightOf(400, { title: character.repeat(count) })
    expect(titleOf('W', 40)).toBe(titleOf('a', 40) + 22)
    expect(titleOf('漢', 60)).toBe(titleOf('W', 60) + 22)
    expect(titleOf('🌉', 60)).toBe(titleOf('漢', 60))
    expect(titleOf('a\u0301', 40)).toBe(titleOf('a', 40))
  })

  it('never gets lower when there is more to say', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1200 }), text, text, (width, title, more) => {
        expect(heightOf(width, { title: title + more })).toBeGreaterThanOrEqual(heightOf(width, { title }))
      }),
    )
  })
})
