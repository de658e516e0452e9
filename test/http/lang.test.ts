import { describe, expect, it } from 'vitest'
import { LANGS } from '../../server/wire/words.ts'
import { bridge, panorama, portrait, privateMedia, unknownShortcode, withdrawnMedia } from '../fixtures/media.ts'
import { parsePage } from '../support/document.ts'
import { BASE, memoryApp, oembedPath } from '../support/memory/app.ts'
import { testConfig } from '../support/memory/deps.ts'

const app = memoryApp()
const ask = (path: string) => app.request(path)
const textOf = async (path: string) => (await ask(path)).text()
const cards = async (query: string) => JSON.parse(await textOf(`/v1/cards?codes=${bridge.shortcode}${query}`))
const PAGE = `/p/${bridge.shortcode}/`
const HOSTILE = [
  '',
  'de_AT',
  'de%20AT',
  '*',
  'de-',
  '%00',
  '%3Cscript%3E',
  '..%2F',
  'd%C3%A9',
  'de-aaaaaaaa-bbbbbbbb-cccccccc-dddddd',
  'a'.repeat(5000),
]

describe('cards in a language', () => {
  it.each([
    ['de', 'Die Brücke in der Dämmerung', 'Foto: ', 'Nachweis kopieren'],
    ['fr', 'The bridge at dusk', 'Photo\u00a0: ', 'Copier le crédit'],
    ['es', 'The bridge at dusk', 'Foto: ', 'Copiar crédito'],
    ['ar', 'The bridge at dusk', 'تصوير: ', 'نسخ الإسناد'],
    ['ja', 'The bridge at dusk', '写真：', 'クレジットをコピー'],
    ['en', 'The bridge at dusk', 'Photo: ', 'Copy credit'],
    ['pt', 'The bridge at dusk', 'Photo: ', 'Copy credit'],
  ])('answer %s', async (lang, title, prefix, copyCredit) => {
    const { words, data } = await cards(`&lang=${lang}`)
    expect(words).toMatchObject({ lang: lang === 'pt' ? 'en' : lang, dir: lang === 'ar' ? 'rtl' : 'ltr', copyCredit })
    expect(data[0]).toMatchObject({ title: { text: title }, byline: [{ text: prefix }, {}, {}, {}] })
  })

  it('tell why a picture is not shown', async () => {
    const codes = [privateMedia, withdrawnMedia].map(({ shortcode }) => shortcode)
    const { data } = JSON.parse(await textOf(`/v1/cards?codes=${codes},${unknownShortcode}&lang=fr`))
    expect(data.map(({ message }: { message: string }) => message)).toEqual([
      'Il n’y a pas d’image à cette adresse. Le lien est peut-être mal écrit ou incomplet.',
      'Cette image est privée. Seule la personne à qui elle appartient peut la voir.',
      'Retirée par Placard Test le 1 juin 2026. Motif\u00a0: vie privée.',
    ])
  })

  it('link to the page in their language, and are embedded in it again', async () => {
    const { data } = await cards('&lang=de')
    expect(data[0].url).toBe(`${BASE}${PAGE}?lang=de`)
    expect(data[0].embedCode).toContain(`cite="${BASE}${PAGE}" data-placard-caption="on" data-placard-lang="de" lang="de" dir="ltr"`)
    expect(data[0].embedCode).toContain(`src="${BASE}${PAGE}embed/captioned/?lang=de"`)
    expect(data[0].creditText).toMatch(/^„Die Brücke in der Dämmerung“ — .* · https:\/\/placard\.example\/p\/C6aHDKgAQA\/$/)
  })

  it('name no language where nobody asked for one', async () => {
    expect(JSON.stringify(await cards(''))).not.toMatch(/[?&]lang=|placard-lang/)
  })

  it('are the same answer for every region of a language, and another for another (caches)', async () => {
    const etag = async (lang: string) => (await ask(`/v1/cards?codes=${bridge.shortcode}&lang=${lang}`)).headers.get('ETag')
    const tags = await Promise.all(LANGS.map(etag))
    expect(new Set(tags).size).toBe(LANGS.length)
    expect(await etag('de-AT')).toBe(await etag('de'))
    expect(await etag('pt-BR')).toBe(await etag('en'))
    const response = await app.request(`/v1/cards?codes=${bridge.shortcode}&lang=fr`, {
      headers: { 'If-None-Match': (await etag('de')) ?? '' },
    })
    expect(response.status).toBe(200)
  })

  it.each(HOSTILE)('refuse %j, and never repeat it as it came (O4)', async (lang) => {
    const response = await ask(`/v1/cards?codes=${bridge.shortcode}&lang=${lang}`)
    expect(response.status).toBe(400)
    const body = await response.text()
    expect(body).not.toMatch(/[<>\0]/)
    expect(body.length).toBeLessThan(300)
  })

  it('refuse two languages', async () => {
    expect((await ask(`/v1/cards?codes=${bridge.shortcode}&lang=de&lang=fr`)).status).toBe(400)
  })
})

describe('a page in a language', () => {
  const PATHS = ['/', PAGE, `${PAGE}embed/`, `${PAGE}embed/captioned/`, `/p/${unknownShortcode}/`, `/p/${withdrawnMedia.shortcode}/embed/`]

  it.each(PATHS)('says which it is and how it runs: %s', async (path) => {
    for (const lang of LANGS) {
      const [root] = parsePage(await textOf(`${path}?lang=${lang}`)).all('html')
      expect(root?.attributes).toMatchObject({ lang, dir: lang === 'ar' ? 'rtl' : 'ltr' })
    }
  })

  it.each(PATHS)('is one answer whatever language a browser would like: %s', async (path) => {
    const german = await app.request(path, { headers: { 'Accept-Language': 'de' } })
    expect(german.headers.get('Vary') ?? '').not.toMatch(/language|\*/i)
    expect(await german.text()).toBe(await textOf(path))
  })

  it.each(['/', PAGE])('knows itself in all others, for searches: %s', async (path) => {
    const page = parsePage(await textOf(`${path}?lang=fr`))
    const links = page.all('link').filter(({ attributes }) => attributes.hreflang !== undefined)
    expect(links.map(({ attributes }) => [attributes.hreflang, attributes.href])).toEqual([
      ...LANGS.map((lang) => [lang, `${BASE}${path}?lang=${lang}`]),
      ['x-default', `${BASE}${path}`],
    ])
  })

  it('has the others of the same part of the collection', async () => {
    const page = await textOf(`/?before=${bridge.shortcode}&lang=fr`)
    expect(page).toContain(`hreflang="es" href="${BASE}/?before=${bridge.shortcode}&amp;lang=es"`)
    expect(page).toContain(`hreflang="x-default" href="${BASE}/?before=${bridge.shortcode}"`)
  })

  it('is its own canonical address', async () => {
    expect(await textOf(`${PAGE}?lang=de-AT`)).toContain(`<link rel="canonical" href="${BASE}${PAGE}?lang=de">`)
    expect(await textOf(PAGE)).toContain(`<link rel="canonical" href="${BASE}${PAGE}">`)
  })

  it('leads to oEmbed in it', async () => {
    const page = await textOf(`${PAGE}?lang=de`)
    expect(page).toContain(`&amp;format=json&amp;lang=de">`)
    expect((await ask(`${PAGE}?lang=de`)).headers.get('Link')).toContain('&format=xml&lang=de>')
  })

  it('offers the others by their own names', async () => {
    const page = parsePage(await textOf(`${PAGE}?lang=ar`))
    const choices = page.all('a').filter(({ attributes }) => attributes.hreflang !== undefined)
    expect(choices.map(({ attributes }) => attributes.lang)).toEqual(LANGS)
    expect(choices.find(({ attributes }) => attributes['aria-current'] === 'true')?.attributes.lang).toBe('ar')
    for (const name of ['English', 'Deutsch', 'Français', 'Español', 'العربية', '日本語'])
      expect(await textOf(PAGE)).toContain(`>${name}</a>`)
  })

  it('tells its facts in it', async () => {
    const page = await textOf(`${PAGE}?lang=de`)
    for (const words of [
      'Urheberschaft',
      '1. März 2026, 18:05 Uhr',
      'Mit einer Digitalkamera aufgenommen',
      'Untersagt',
      '2000 × 1333 Pixel',
    ]) {
      expect(page).toContain(words)
    }
    expect(page).toContain('Lizenziert unter <a href="https://creativecommons.org/licenses/by/4.0/"')
    expect(page).toContain('<span dir="auto">© 2026 Zoë Łęcka</span>')
  })

  it('keeps the language from page to page', async () => {
    const start = await textOf('/?lang=ja')
    expect(start).toContain(`class="piece" href="${BASE}/p/${bridge.shortcode}/?lang=ja"`)
    expect(await textOf(`${PAGE}embed/?lang=ja`)).toContain(
      `<a href="${BASE}${PAGE}?lang=ja" target="_blank" rel="noopener" aria-label="元のページ: The bridge at dusk">元のページ</a>`,
    )
    const redirect = await ask(`/p/${bridge.shortcode}/embed?lang=ja-JP&theme=dark`)
    expect(redirect.headers.get('Location')).toBe(`${BASE}${PAGE}embed/?theme=dark&lang=ja`)
  })

  it.each([
    [`/p/${privateMedia.shortcode}/`, 401, 'Nicht für alle'],
    [`/p/${unknownShortcode}/`, 404, 'Hier hängt nichts'],
    [`/p/${withdrawnMedia.shortcode}/`, 410, 'Von Placard Test am 1. Juni 2026 zurückgezogen.'],
    ['/nowhere', 404, 'Hier hängt nichts'],
    [`${PAGE}embed/`, 400, 'Diese Adresse stimmt nicht ganz', '&theme=blue'],
  ])('tells why %s is not there', async (path, status, words, rest = '') => {
    const response = await ask(`${path}?lang=de${rest}`)
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(words)
  })

  it.each(HOSTILE)('is refused in the server’s own language for %j', async (lang) => {
    const response = await ask(`${PAGE}?lang=${lang}`)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('<html lang="en" dir="ltr">')
  })

  /** Names, addresses and numbers, the owner's own words, the names of languages, and words that are the same in both. */
  const SHARED =
    /^(?:[\P{L}]*|https?:.*|curl .*|npm .*|Placard( Test| Pictures)?|Zoë Łęcka|Secret Author|Ada Ng|مريم|bridge|dusk|Northbank|maxwidth|maxheight|HTML|CC.*|Creative Commons.*|\(CC.*|©.*|Credit the photographer.*|Range.*|A suspension.*|Two red towers.*|\d+ × \d+ pixels|Untitled.*|"Fish.*|English|Deutsch|Français|Español|العربية|日本語|Original|Source|Date|Licence|Form|Standard|Element|React|WordPress|PlacardEmbed\.tsx|placard-embed\.php)$/u

  it.each(LANGS.filter((lang) => lang !== 'en'))('has no words of ours that are English in %s', async (lang) => {
    const wordsOf = async (path: string) => {
      const text = (await textOf(path)).replace(/<(head|textarea|script|cite|code)[\s\S]*?<\/\1>/g, '')
      return text.split(/<[^>]*>/).map((words) => words.trim())
    }
    for (const path of [
      '/',
      PAGE,
      `/p/${panorama.shortcode}/`,
      `/p/${portrait.shortcode}/embed/`,
      '/nowhere',
      `/p/${withdrawnMedia.shortcode}/embed/`,
    ]) {
      const english = new Set(await wordsOf(path))
      const left = (await wordsOf(`${path}?lang=${lang}`)).filter((words) => english.has(words) && !SHARED.test(words))
      expect(left, path).toEqual([])
    }
  })
})

describe('oEmbed in a language', () => {
  const document = async (rest: string) => JSON.parse(await textOf(oembedPath(bridge.shortcode, rest)))

  it('has its html and its credit in it', async () => {
    const { title, credit_text, html } = await document('&lang=de')
    expect(title).toBe('Die Brücke in der Dämmerung')
    expect(credit_text).toBe('Die Brücke in der Dämmerung — Zoë Łęcka / Placard Pictures · © 2026 Zoë Łęcka · CC BY 4.0')
    expect(html).toContain('data-placard-lang="de" lang="de" dir="ltr"')
    expect(html).toContain('<bdi>Foto: </bdi>')
    expect(html).toContain('/embed/captioned/?lang=de"')
  })

  it('runs from right to left in Arabic', async () => {
    expect((await document('&lang=ar-EG')).html).toContain('data-placard-lang="ar" lang="ar" dir="rtl"')
  })

  it('follows the language of the page that was pasted', async () => {
    const pasted = (query: string) => textOf(`/oembed?url=${encodeURIComponent(`${BASE}${PAGE}${query}`)}`)
    const german = await textOf(oembedPath(bridge.shortcode, '&lang=de'))
    expect(await pasted('?lang=de')).toBe(german)
    expect(await pasted('?utm_source=x&lang=de-CH#top')).toBe(german)
    expect(await pasted('?lang=%3Cb%3E')).toBe(await textOf(oembedPath(bridge.shortcode)))
  })

  it.each(HOSTILE)('takes %j for a parameter of somebody else’s (E11)', async (lang) => {
    expect(await textOf(oembedPath(bridge.shortcode, `&lang=${lang}`))).toBe(await textOf(oembedPath(bridge.shortcode)))
  })
})

describe('the language of a server', () => {
  const arabic = memoryApp({ config: { ...testConfig, lang: 'ar' } })
  const askArabic = async (path: string) => (await arabic.request(path)).text()

  it('is spoken to those who ask for none, and leaves the owner’s texts as they are', async () => {
    expect(await askArabic(PAGE)).toContain('<html lang="ar" dir="rtl">')
    expect(JSON.parse(await askArabic(`/v1/cards?codes=${bridge.shortcode}`))).toMatchObject({
      words: { lang: 'ar' },
      data: [{ title: { text: 'The bridge at dusk' }, byline: [{ text: 'تصوير: ' }, {}, {}, {}] }],
    })
    expect(await askArabic(`/p/${unknownShortcode}/`)).toContain('لا شيء معلَّق هنا')
  })

  it('gives way to every language that is asked for', async () => {
    expect(await askArabic(`${PAGE}?lang=en`)).toContain('<html lang="en" dir="ltr">')
    expect(await askArabic(`${PAGE}?lang=pt`)).toContain('<html lang="en" dir="ltr">')
  })

  it('never changes what programs read of an error', async () => {
    const english = await (await app.request('/v1/media/shortcode/AAA')).text()
    expect(await askArabic('/v1/media/shortcode/AAA')).toBe(english)
  })
})
