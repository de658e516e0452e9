import { describe, expect, it } from 'vitest'
import { buildNotice, buildRestrictedNotice, buildTombstone } from '../../../server/core/card/notice.ts'
import { goneMessage } from '../../../server/core/card/notice-message.ts'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { Media, Standing } from '../../../server/core/media.ts'
import { en } from '../../../server/core/words/en.ts'
import { wordsFor } from '../../../server/core/words/find-words.ts'
import type { Lang } from '../../../server/wire/words.ts'
import { bridge, portrait } from '../../fixtures/media.ts'

const NOVEMBER_24 = Date.UTC(2026, 10, 24)
const MINUTE = 60_000
const owner = 'Placard Pictures'

const withdrawn = (more: Partial<Extract<Standing, { kind: 'withdrawn' }>> = {}): Media => ({
  ...bridge,
  standing: { kind: 'withdrawn', reason: 'copyright', at: NOVEMBER_24, ...more },
})
const disputed = (text?: string): Media => ({
  ...bridge,
  standing: { kind: 'disputed', at: NOVEMBER_24, ...(text !== undefined && { text }) },
})
const expired: Media = { ...bridge, notAfter: NOVEMBER_24 }
const embargoed: Media = { ...bridge, notBefore: NOVEMBER_24 + 18 * 60 * MINUTE }

const say = (media: Media, reason: 'withdrawn' | 'expired' | 'embargoed' | 'disputed', lang: Lang = 'en') =>
  goneMessage(media, reason, { owner, words: wordsFor(lang) })

function context(media: Media, lang?: Lang) {
  const links = linksFor('https://placard.example', media)
  const reader = lang === undefined ? { words: en } : { words: wordsFor(lang), asked: lang }
  return { links, credit: creditFor(media, links.permalink, reader), owner }
}

describe('what is said of a withdrawn media', () => {
  it.each([
    ['copyright', 'Withdrawn by Placard Pictures on 24 November 2026. Reason: copyright.'],
    ['privacy', 'Withdrawn by Placard Pictures on 24 November 2026. Reason: privacy.'],
    ['manipulated', 'Withdrawn by Placard Pictures on 24 November 2026. Reason: the picture was manipulated.'],
    ['error', 'Withdrawn by Placard Pictures on 24 November 2026. Reason: published by mistake.'],
    ['other', 'Withdrawn by Placard Pictures on 24 November 2026.'],
  ] as const)('is who, when and why: %s', (reason, message) => {
    expect(say(withdrawn({ reason }), 'withdrawn')).toBe(message)
  })

  it.each([
    ['de', 'Von Placard Pictures am 24. November 2026 zurückgezogen. Grund: Urheberrecht.'],
    ['fr', 'Retirée par Placard Pictures le 24 novembre 2026. Motif\u00a0: droit d’auteur.'],
    ['es', 'Retirada por Placard Pictures el 24 de noviembre de 2026. Motivo: derechos de autor.'],
    ['ar', 'سُحبت هذه الصورة من قِبل \u2068Placard Pictures\u2069 في 24 نوفمبر 2026. السبب: حقوق النشر.'],
    ['ja', 'Placard Picturesが2026年11月24日に取り下げました。理由：著作権。'],
  ] as const)('is said in %s', (lang, message) => {
    expect(say(withdrawn(), 'withdrawn', lang)).toBe(message)
  })

  it('ends with the owner’s own words, in quotation marks', () => {
    const message = say(withdrawn({ reason: 'other', text: 'The sitter asked us to.' }), 'withdrawn')
    expect(message).toBe('Withdrawn by Placard Pictures on 24 November 2026. “The sitter asked us to.”')
  })

  it('is one clean line whatever the owner wrote, and at most 300 characters of it (W13)', () => {
    const lines = say(withdrawn({ text: 'One\r\n\u202e<b>two</b>\u0000\u2029three' }), 'withdrawn')
    expect(lines).toMatch(/Reason: copyright\. “One <b>two<\/b> three”$/)
    const [, long = ''] = /“(.*)”/.exec(say(withdrawn({ text: 'a'.repeat(100_000) }), 'withdrawn')) ?? []
    expect(long).toBe(`${'a'.repeat(299)}…`)
    expect(say(withdrawn({ text: 'a'.repeat(300) }), 'withdrawn')).toContain(`“${'a'.repeat(300)}”`)
  })

  it('isolates what runs the other way (W13)', () => {
    expect(say(withdrawn({ reason: 'other', text: 'صاحبها طلب ذلك' }), 'withdrawn')).toMatch(/“\u2068صاحبها طلب ذلك\u2069”$/)
  })
})

describe('what is said of a media that', () => {
  it.each([
    ['en', 'This picture was released by Placard Pictures until 23 November 2026.'],
    ['de', 'Dieses Bild war von Placard Pictures bis zum 23. November 2026 freigegeben.'],
    ['ja', 'この画像はPlacard Picturesにより2026年11月23日まで公開されていました。'],
  ] as const)('expired at midnight names the last day, in %s', (lang, message) => {
    expect(say(expired, 'expired', lang)).toBe(message)
  })

  it.each([
    ['en', 'This picture is embargoed by Placard Pictures until 24 November 2026, 18:00 UTC.'],
    ['de', 'Für dieses Bild gilt eine Sperrfrist von Placard Pictures bis zum 24. November 2026, 18:00 Uhr UTC.'],
    ['fr', 'Cette image est placée sous embargo par Placard Pictures jusqu’au 24 novembre 2026 à 18:00 UTC.'],
  ] as const)('is under embargo names its end to the minute, in %s', (lang, message) => {
    expect(say(embargoed, 'embargoed', lang)).toBe(message)
  })

  it('is disputed says since when, and what the owner says about it', () => {
    const message = 'This picture has been disputed since 24 November 2026. It is not shown until that is settled.'
    expect(say(disputed(), 'disputed')).toBe(message)
    expect(say(disputed('The date is doubted.'), 'disputed')).toBe(`${message} “The date is doubted.”`)
  })
})

describe('buildTombstone', () => {
  it('keeps the whole credit and leads to the media’s own page', () => {
    const { links, credit } = context(bridge)
    expect(buildTombstone(withdrawn(), 'withdrawn', { links, credit, owner })).toEqual({
      status: 'withdrawn',
      code: 'C6aHDKgAQA',
      message: 'Withdrawn by Placard Pictures on 24 November 2026. Reason: copyright.',
      title: { text: 'The bridge at dusk', lang: 'en' },
      byline: [
        { text: 'Photo: ' },
        { text: 'Zoë Łęcka', href: 'https://zoe.example/', rel: 'author noopener noreferrer nofollow ugc' },
        { text: ' / ' },
        { text: 'Placard Pictures' },
      ],
      rights: [
        { text: '© 2026 Zoë Łęcka' },
        { text: ' · ' },
        { text: 'CC BY 4.0', href: 'https://creativecommons.org/licenses/by/4.0/', rel: 'license noopener noreferrer' },
        { text: ' · ' },
        { text: 'Get a licence', href: 'https://pictures.example/licence/bridge', rel: 'noopener noreferrer nofollow ugc' },
      ],
      link: { text: 'Original', href: 'https://placard.example/p/C6aHDKgAQA/', rel: 'noopener' },
    })
  })

  it('speaks the language that was asked for, and leads to the page in it', () => {
    const card = buildTombstone(withdrawn(), 'withdrawn', context(bridge, 'de'))
    expect(card.message).toMatch(/^Von Placard Pictures am 24\. November/)
    expect(card.link).toMatchObject({ text: 'Original', href: 'https://placard.example/p/C6aHDKgAQA/?lang=de' })
  })
})

describe('buildRestrictedNotice', () => {
  it('keeps the credit and leads to the licensor', () => {
    expect(buildRestrictedNotice(bridge, context(bridge))).toMatchObject({
      status: 'restricted',
      message: 'The owner of this picture does not let it be shown on this site.',
      title: { text: 'The bridge at dusk' },
      link: {
        text: 'Ask to use this picture',
        href: 'https://pictures.example/licence/bridge',
        rel: 'noopener noreferrer nofollow ugc',
      },
    })
  })

  it.each([undefined, 'javascript:alert(1)'])('leads to the media’s own page where the owner’s is %s', (licensorUrl) => {
    const { licensorUrl: _, ...rest } = portrait.description
    const media = { ...portrait, description: { ...rest, ...(licensorUrl && { licensorUrl }) } }
    const { link } = buildRestrictedNotice(media, context(media))
    expect(link).toEqual({ text: 'Ask to use this picture', href: 'https://placard.example/p/C6aHDKgAQB/', rel: 'noopener' })
  })
})

describe('buildNotice', () => {
  it.each([
    ['private', 'This picture is private. Only its owner can see it.'],
    ['unknown', 'There is no picture at this address. The link may be mistyped or cut short.'],
    ['embargoed', 'This picture is under embargo. It will appear here as soon as its owner releases it.'],
    ['expired', 'This picture is no longer available. The time for which its owner released it has ended.'],
    ['withdrawn', 'This picture is no longer available. Its owner has withdrawn it.'],
  ] as const)('says the status of a picture that is %s, and nothing else', (status, message) => {
    expect(buildNotice('Bk3x9', status, en.notices)).toEqual({ status, code: 'Bk3x9', message })
  })
})
