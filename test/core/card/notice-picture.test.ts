import { describe, expect, it } from 'vitest'
import { buildNotice, buildRestrictedNotice, buildTombstone } from '../../../server/core/card/notice.ts'
import { buildNoticePicture } from '../../../server/core/card/notice-picture.ts'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import type { Media, Size } from '../../../server/core/media.ts'
import { WIDTHS } from '../../../server/core/pictures/rendition.ts'
import { en } from '../../../server/core/words/en.ts'
import { ALL_WORDS, wordsFor } from '../../../server/core/words/find-words.ts'
import type { NoticeCard } from '../../../server/wire/card.ts'
import type { Lang } from '../../../server/wire/words.ts'
import { bridge, inDefault, portrait, silent } from '../../fixtures/media.ts'
import { parseXmlDocument } from '../../support/markup-tree.ts'

const owner = 'Placard Pictures'
const LONG = 'A very long word of the owner, again and again. '.repeat(40)

function tombstone(media: Media, lang: Lang = 'en', text?: string): NoticeCard {
  const links = linksFor('https://placard.example', media)
  const credit = creditFor(media, links.permalink, { words: wordsFor(lang) })
  const standing = { kind: 'withdrawn', reason: 'privacy', at: Date.UTC(2026, 5, 1), ...(text && { text }) } as const
  return buildTombstone({ ...media, standing }, 'withdrawn', { credit, links, owner })
}

function restricted(media: Media): NoticeCard {
  const links = linksFor('https://placard.example', media)
  return buildRestrictedNotice(media, { credit: creditFor(media, links.permalink), links })
}

const drawn = (notice: NoticeCard, size: Size, lang: Lang = 'en') => buildNoticePicture(notice, size, wordsFor(lang)).toString()
const texts = (svg: string) =>
  [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text.replaceAll(/[\u2068\u2069]/g, ''))
const wide: Size = { width: 640, height: 427 }
const square: Size = { width: 150, height: 150 }

describe('a notice as an image', () => {
  it('is as large as the picture that it stands for', () => {
    expect(drawn(tombstone(bridge), wide)).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="640" height="427" viewBox="0 0 640 427" role="img" lang="en">/,
    )
  })

  it('says who, when and why, then the credit, and nothing that is only a link', () => {
    expect(texts(drawn(tombstone(bridge), wide)).join(' ')).toBe(
      'Withdrawn by Placard Pictures on 1 June 2026. Reason: privacy. The bridge at dusk Photo: Zoë Łęcka / Placard Pictures © 2026 Zoë Łęcka · CC BY 4.0',
    )
  })

  it('says where to ask for a picture that may not be shown here, in words', () => {
    expect(texts(drawn(restricted(bridge), wide)).join(' ')).toMatch(
      /CC BY 4\.0 Ask to use this picture: pictures\.example\/licence\/bridge$/,
    )
  })

  it('has the creator and the licence even at 150 px', () => {
    const said = texts(drawn(tombstone(bridge), square)).join(' ')
    expect(said).toContain('Withdrawn by Placard Pictures on 1 June 2026. Reason: privacy.')
    expect(said).toContain('Photo: Zoë Łęcka / Placard Pictures')
    expect(said).toContain('CC BY 4.0')
  })

  it('cuts what the owner says at length, and keeps the credit', () => {
    const said = texts(drawn(tombstone(bridge, 'en', LONG), { width: 320, height: 213 })).join(' ')
    expect(said).toMatch(
      /^Withdrawn by Placard Pictures on 1 June 2026\. Reason: privacy\. “A very long .*… The bridge at dusk Photo: Zoë Łęcka/,
    )
    expect(said).toMatch(/CC BY 4\.0$/)
  })

  it('says the status alone where nothing else may be told', () => {
    const svg = drawn(buildNotice('Bk3x9', 'private', en.notices), { width: 320, height: 213 })
    expect(texts(svg).join(' ')).toBe('This picture is private. Only its owner can see it.')
  })

  it('has letters that can be read in a panorama four times as wide as high', () => {
    const svg = drawn(tombstone(bridge), { width: 1280, height: 320 })
    // Shown 640 pixels wide, half as large.
    expect(Number(/<g font-family="system-ui, sans-serif" font-size="([\d.]+)"/.exec(svg)?.[1])).toBeGreaterThan(24)
    expect(texts(svg).join(' ')).toContain('CC BY 4.0')
  })

  it('leaves no last word alone on its line', () => {
    const svg = drawn(buildNotice('Bk3x9', 'private', en.notices), { width: 1280, height: 853 })
    expect(texts(svg)).toEqual(['This picture is private.', 'Only its owner can see it.'])
  })

  it('is text, whatever the owner wrote (W12, I5)', () => {
    const hostile = '</text></svg><script>alert(1)</script>"\' &amp; ]]>'
    const media = { ...bridge, description: { ...silent, title: inDefault(hostile), creators: [{ name: hostile }], creditLine: hostile } }
    const svg = drawn(tombstone(media, 'en', hostile), { width: 1280, height: 853 })
    expect(svg).not.toMatch(/<script|<\/svg>.|"alert/)
    expect(parseXmlDocument(svg)).toMatchObject({ name: 'svg' })
    expect(svg.match(/<\/?[a-z]+/g)?.filter((tag) => !/^<\/?(svg|title|rect|circle|g|text)$/.test(tag))).toEqual([])
  })

  it('has no style, no script and no address of anything', () => {
    expect(drawn(restricted(portrait), wide)).not.toMatch(/<style|\sstyle=|<script|href=|url\(|@import|<image|<foreignObject/)
  })
})

describe.each(ALL_WORDS)('a notice as an image in $lang', ({ lang, dir }) => {
  const cases = [portrait, bridge].flatMap((media) => WIDTHS.map((width) => ({ media, width })))

  it.each(cases)('keeps every line within its picture: $media.shortcode at $width', ({ media, width }) => {
    const size = { width, height: width === 150 ? 150 : Math.round((width * media.original.height) / media.original.width) }
    for (const text of [undefined, LONG]) {
      const svg = drawn(tombstone(media, lang, text), size, lang)
      const ys = [...svg.matchAll(/<text x="[\d.]+" y="([\d.]+)"/g)].map(([, y]) => Number(y))
      expect(ys.length).toBeGreaterThan(0)
      expect(ys.every((y) => y > 0 && y < size.height)).toBe(true)
      expect(ys).toEqual(ys.toSorted((a, b) => a - b))
    }
  })

  it('runs in the direction of its words', () => {
    expect(drawn(tombstone(bridge, lang), wide, lang)).toContain(`direction="${dir}"`)
  })
})

it.each([[{ width: 1, height: 1 }], [{ width: 16, height: 12 }], [{ width: 150, height: 2 }], [{ width: 4, height: 16_000 }]])(
  'is drawn without words where there is no room for any: %j',
  (size) => {
    const svg = drawn(tombstone(bridge), size)
    expect(svg).toContain('Withdrawn by Placard Pictures on 1 June 2026.')
    expect(svg).not.toContain('NaN')
  },
)
