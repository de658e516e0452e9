import { describe, expect, it } from 'vitest'
import { altTextOf, captionOf } from '../../../server/core/card/card-text.ts'
import { copyCredits } from '../../../server/core/credit/copy-credit.ts'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { mediaForReader } from '../../../server/core/credit/media-for-reader.ts'
import type { Description, LangAlt } from '../../../server/core/media.ts'
import { runsMarkup, runsText } from '../../../server/core/text/text-run.ts'
import { readerFor } from '../../../server/core/words/reader.ts'
import { LANGS, type Lang } from '../../../server/wire/words.ts'
import { bridge, cutout, film, inDefault, silent } from '../../fixtures/media.ts'

const PERMALINK = 'https://placard.example/p/C6aHDKgAQA/'

function creditIn(lang: Lang, description: Partial<Description>) {
  const reader = readerFor(lang, 'en')
  const media = mediaForReader({ ...bridge, description: { ...silent, ...description } }, reader)
  return creditFor(media, PERMALINK, reader)
}

const AI_EDITED: Partial<Description> = {
  title: inDefault('Tide'),
  creators: [{ name: 'Ada Ng' }, { name: 'Inés Paz' }],
  licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
  licensorUrl: 'https://pictures.example/tide',
  digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
}

describe('a byline and its rights', () => {
  it.each([
    ['en', 'Image: Ada Ng and Inés Paz · AI-edited', 'Marked with CC0 1.0 · Get a licence'],
    ['de', 'Bild: Ada Ng und Inés Paz · mit KI bearbeitet', 'Gekennzeichnet mit CC0 1.0 · Lizenz erwerben'],
    ['fr', 'Image\u00a0: Ada Ng et Inés Paz · contenu modifié par IA', 'Portant la mention CC0 1.0 · Obtenir une licence'],
    ['es', 'Imagen: Ada Ng e Inés Paz · contenido editado con IA', 'Con la marca CC0 1.0 · Obtener una licencia'],
    ['ar', 'صورة: Ada Ng وInés Paz · محتوى معدَّل بالذكاء الاصطناعي', 'بعلامة CC0 1.0 · الحصول على ترخيص'],
    ['ja', '画像：Ada Ng、Inés Paz · AIによる編集', 'CC0 1.0の表示付き · ライセンスを取得'],
  ] as const)('are told in %s', (lang, byline, rights) => {
    const credit = creditIn(lang, AI_EDITED)
    expect(runsText(credit.byline)).toBe(byline)
    expect(runsText(credit.rights)).toBe(rights)
  })

  it('isolate each name in Arabic too (W13)', () => {
    const markup = runsMarkup(creditIn('ar', AI_EDITED).byline).join('')
    expect(markup).toContain('<bdi>صورة: </bdi><bdi>Ada Ng</bdi><bdi> و</bdi><bdi>Inés Paz</bdi>')
  })

  it.each([
    ['de', 'Foto: ', 'Nutzungsbedingungen'],
    ['fr', 'Photo\u00a0: ', 'Conditions d’utilisation'],
    ['es', 'Foto: ', 'Condiciones de uso'],
    ['ar', 'تصوير: ', 'شروط الاستخدام'],
    ['ja', '写真：', '利用条件'],
  ] as const)('of a photo under its owner’s terms are told in %s', (lang, prefix, terms) => {
    const { byline, rights } = creditIn(lang, { creators: [{ name: 'Ada Ng' }], licenceUrl: 'https://agency.example/terms' })
    expect([byline[0]?.text, runsText(rights)]).toEqual([prefix, terms])
  })

  it.each(['写真提供：東京通信', '撮影：山田花子', 'تصوير: ليلى', 'Vídeo: Ada Ng', 'Cortesía de Ada Ng', '（写真）Ada Ng'])(
    'leave the words of a credit line that brings its own: %s',
    (creditLine) => {
      for (const lang of LANGS) expect(runsText(creditIn(lang, { creditLine }).byline)).toBe(creditLine)
    },
  )
})

it.each([
  ['en', 'Video: Placard'],
  ['fr', 'Vidéo\u00a0: Placard'],
  ['ja', '動画：Placard'],
] as const)('calls a video one in %s', (lang, byline) => {
  expect(runsText(creditFor(film, PERMALINK, readerFor(lang, 'en')).byline)).toBe(byline)
})

describe('a line to copy', () => {
  const LINE: Partial<Description> = {
    ...{ title: inDefault('Tide'), creators: [{ name: 'Ada Ng' }], creditLine: 'Agency', copyrightNotice: inDefault('© 2026 Ada Ng') },
    licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
  }
  it.each([
    ['en', '“Tide” — Ada Ng / Agency · © 2026 Ada Ng · licensed under CC BY 4.0 (URL)'],
    ['de', '„Tide“ — Ada Ng / Agency · © 2026 Ada Ng · lizenziert unter CC BY 4.0 (URL)'],
    ['fr', '«\u00a0Tide\u00a0» — Ada Ng / Agency · © 2026 Ada Ng · sous licence CC BY 4.0 (URL)'],
    ['es', '«Tide» — Ada Ng / Agency · © 2026 Ada Ng · con licencia CC BY 4.0 (URL)'],
    ['ar', '«Tide» — Ada Ng / Agency · © 2026 Ada Ng · بموجب رخصة CC BY 4.0 (URL)'],
    ['ja', '「Tide」 — Ada Ng / Agency · © 2026 Ada Ng · CC BY 4.0 (URL)の下で提供'],
  ] as const)('is spelled in %s', (lang, line) => {
    const address = 'https://creativecommons.org/licenses/by/4.0/'
    expect(creditIn(lang, LINE).text).toBe(`${line.replace('URL', address)} · ${PERMALINK}`)
  })

  it('has forms whose names are in the reader’s words', () => {
    expect(copyCredits(creditIn('de', LINE), PERMALINK).map(({ label }) => label)).toEqual([
      'Nur Text',
      'HTML',
      'Markdown',
      'Wikitext',
      'In Klammern, wie Agenturen es schreiben',
    ])
  })

  it('names the creators that are not named in the reader’s number', () => {
    const creators = Array.from({ length: 25 }, (_, index) => ({ name: `N${index}` }))
    expect(creditIn('de', { creators }).author?.name).toMatch(/N19 und 5 weitere$/)
    expect(creditIn('ar', { creators }).author?.name).toMatch(/N19 و5 آخرون$/)
    expect(creditIn('ja', { creators }).author?.name).toMatch(/N19、ほか5名$/)
  })
})

describe('a rights statement', () => {
  const statement = (code: string) => ({ licenceUrl: `http://rightsstatements.org/vocab/${code}/1.0/` })

  // https://rightsstatements.org/page/1.0/?language=…
  it.each([
    ['de', 'InC', 'Urheberrechtsschutz'],
    ['fr', 'NKC', 'Absence de protection connue par le droit d’auteur'],
    ['es', 'NoC-US', 'Sin derecho de autor - Estados Unidos'],
    ['ar', 'InC', 'In Copyright'],
    ['ja', 'CNE', 'Copyright Not Evaluated'],
  ] as const)('is called in %s as its publisher calls it: %s', (lang, code, label) => {
    expect(runsText(creditIn(lang, statement(code)).rights)).toBe(label)
  })

  it('is marked as English where it has no other name', () => {
    const marked = (lang: Lang) => creditIn(lang, statement('InC')).rights[0]?.lang
    expect([marked('ja'), marked('de'), marked('en')]).toEqual(['en', undefined, undefined])
  })
})

describe('the texts of a media', () => {
  const alt = (...texts: readonly (readonly [lang: string, text: string])[]): LangAlt => texts.map(([lang, text]) => ({ lang, text }))
  const told = (lang: Lang | undefined, description: Partial<Description>) =>
    mediaForReader({ ...bridge, description: { ...silent, ...description } }, readerFor(lang, 'de'))

  it('come in the language that was asked for, marked, the others after it', () => {
    const title = alt(['x-default', 'Bridge'], ['en', 'Bridge'], ['de', 'Brücke'], ['fr', 'Pont'])
    expect(told('de', { title }).description.title).toEqual(alt(['de', 'Brücke'], ['en', 'Bridge'], ['fr', 'Pont']))
    expect(captionOf(told('fr', { caption: title }))).toEqual({ text: 'Pont', lang: 'fr' })
  })

  it('keep a default of which nobody said the language', () => {
    expect(told('de', { title: alt(['x-default', 'Bridge'], ['de', 'Brücke']) }).description.title).toEqual(
      alt(['de', 'Brücke'], ['und', 'Bridge']),
    )
  })

  it('come in a region of the language, or the other way round', () => {
    expect(captionOf(told('de', { caption: alt(['x-default', 'Bridge'], ['de-AT', 'Brücke']) }))).toEqual({ text: 'Brücke', lang: 'de-AT' })
  })

  it.each([
    ['nobody asked', undefined, alt(['x-default', 'Bridge'], ['de', 'Brücke'])],
    ['there is no such text', 'ja', alt(['x-default', 'Bridge'], ['de', 'Brücke'])],
    ['the default is in it', 'en', alt(['x-default', 'Bridge'], ['en', 'Bridge'], ['de', 'Brücke'])],
    ['there is none', 'en', []],
  ] as const)('stay as they are where %s', (_when, lang, title) => {
    expect(told(lang, { title, caption: inDefault('Something') }).description.title).toBe(title)
  })

  it('name a work without any in the reader’s words', () => {
    const media = mediaForReader(cutout, readerFor('fr', 'en'))
    expect(creditFor(media, PERMALINK, readerFor('fr', 'en')).title).toEqual({ text: 'Sans titre', lang: 'fr' })
    expect(altTextOf(media)).toEqual({ text: 'Image sans titre', lang: 'fr' })
  })

  it('of each picture of a carousel come in it too', () => {
    const item = {
      original: bridge.original,
      placeholder: bridge.placeholder,
      altText: alt(['x-default', 'One'], ['de', 'Eins']),
      caption: [],
    }
    const { items } = mediaForReader({ ...bridge, type: 'carousel', items: [item, item] }, readerFor('de', 'en'))
    expect(items?.map(({ altText }) => altText[0])).toEqual([
      { lang: 'de', text: 'Eins' },
      { lang: 'de', text: 'Eins' },
    ])
  })
})
