import { describe, expect, it } from 'vitest'
import { buildLiveCard } from '../../../server/core/card/card-data.ts'
import { buildSnippet } from '../../../server/core/card/snippet.ts'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { buildJsonLd } from '../../../server/core/documents/json-ld.ts'
import { buildRights } from '../../../server/core/file-rights/rights-packet.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { Media } from '../../../server/core/media.ts'
import { runsText } from '../../../server/core/text/text-run.ts'
import { wordsFor } from '../../../server/core/words/find-words.ts'
import { bridge, cutout } from '../../fixtures/media.ts'

const BASE = 'https://placard.example'
const corrected: Media = { ...bridge, correctedAt: Date.UTC(2026, 10, 24, 23, 59) }
const links = linksFor(BASE, corrected)
const creditOf = (media: Media, lang?: string) => creditFor(media, links.permalink, { words: wordsFor(lang) })

describe('a correction', () => {
  it.each([
    ['en', 'Corrected on 24 November 2026'],
    ['de', 'Korrigiert am 24. November 2026'],
    ['fr', 'Corrigé le 24 novembre 2026'],
    ['es', 'Corregido el 24 de noviembre de 2026'],
    ['ar', 'صُحّح في 24 نوفمبر 2026'],
    ['ja', '2026年11月24日訂正'],
  ])('ends the rights line in %s', (lang, words) => {
    expect(creditOf(corrected, lang).rights.slice(-2)).toEqual([{ text: ' · ' }, { text: words }])
  })

  it('is the whole line where nothing else is said', () => {
    expect(creditOf({ ...cutout, correctedAt: Date.UTC(2026, 10, 24) }).rights).toEqual([{ text: 'Corrected on 24 November 2026' }])
  })

  it('is on the card, in the fallback, and in the data that searches read', () => {
    const credit = creditOf(corrected)
    expect(runsText(buildLiveCard(corrected, credit, links, BASE).rights)).toMatch(/ · Corrected on 24 November 2026$/)
    const { html } = buildSnippet({ media: corrected, credit, links, baseUrl: BASE, form: 'fallback', caption: true })
    expect(html).toContain('<bdi>Corrected on 24 November 2026</bdi></p></blockquote>')
    expect(buildJsonLd(corrected, credit, links)).toMatchObject({ dateModified: '2026-11-24T23:59:00.000Z' })
    expect(buildJsonLd(bridge, creditOf(bridge), links)).not.toHaveProperty('dateModified')
  })

  it('is in no credit that is copied, and in no file', () => {
    const [before, after] = [creditOf(bridge), creditOf(corrected)]
    expect([after.text, after.html, after.shortText, after.line]).toEqual([before.text, before.html, before.shortText, before.line])
    expect(buildRights(corrected, after, links.permalink)).toEqual(buildRights(bridge, before, links.permalink))
  })
})
