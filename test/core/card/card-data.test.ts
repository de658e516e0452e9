import { describe, expect, it } from 'vitest'
import { buildLiveCard } from '../../../server/core/card/card-data.ts'
import { buildCardPicture } from '../../../server/core/card/card-picture.ts'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { Media } from '../../../server/core/media.ts'
import { bridge, cutout } from '../../fixtures/media.ts'

function cardOf(media: Media) {
  const links = linksFor('https://placard.example', media)
  return buildLiveCard(media, creditFor(media, links.permalink), links, 'https://placard.example')
}

describe('buildLiveCard', () => {
  const { embedCode, creditHtml, creditMarkdown, creditWikitext, ...card } = cardOf(bridge)

  it('holds final strings: title, byline, caption and rights as a reader sees them', () => {
    expect(card).toEqual({
      status: 'live',
      code: 'C6aHDKgAQA',
      revision: 1,
      url: 'https://placard.example/p/C6aHDKgAQA/',
      title: { text: 'The bridge at dusk', lang: 'en' },
      byline: [
        { text: 'Photo: ' },
        { text: 'Zoë Łęcka', href: 'https://zoe.example/', rel: 'author noopener noreferrer nofollow ugc' },
        { text: ' / ' },
        { text: 'Placard Pictures' },
      ],
      caption: { text: 'A suspension bridge over calm water, seen from the north bank.' },
      rights: [
        { text: '© 2026 Zoë Łęcka' },
        { text: ' · ' },
        { text: 'CC BY 4.0', href: 'https://creativecommons.org/licenses/by/4.0/', rel: 'license noopener noreferrer' },
        { text: ' · ' },
        { text: 'Get a licence', href: 'https://pictures.example/licence/bridge', rel: 'noopener noreferrer nofollow ugc' },
      ],
      picture: buildCardPicture(bridge, linksFor('https://placard.example', bridge)),
      licencePage: 'https://pictures.example/licence/bridge',
      creditText: expect.stringMatching(/^“The bridge at dusk” — Zoë Łęcka .*https:\/\/placard\.example\/p\/C6aHDKgAQA\/$/),
    })
  })

  it('brings credit and snippet to copy', () => {
    expect(creditHtml).toContain('<a href="https://placard.example/p/C6aHDKgAQA/">')
    expect(creditMarkdown).toMatch(/^\[The bridge at dusk\]\(https:\/\/placard\.example\/p\/C6aHDKgAQA\/\) — \[Zoë Łęcka\]\(/)
    expect(creditWikitext).toMatch(/^\[https:\/\/placard\.example\/p\/C6aHDKgAQA\/ The bridge at dusk\] — \[https:\/\/zoe\.example\/ /)
    expect(embedCode).toMatch(/^<blockquote class="placard" cite="https:\/\/placard\.example\/p\/C6aHDKgAQA\/".*<\/script>$/)
  })

  it('has no caption where none was given', () => {
    expect(cardOf(cutout)).not.toHaveProperty('caption')
  })
})
