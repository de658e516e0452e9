import { html, type Markup, type MarkupValue } from '../../core/text/html.ts'
import { inLanguage } from '../../core/text/in-language.ts'
import { ALL_WORDS } from '../../core/words/find-words.ts'
import type { Reader } from '../../core/words/reader.ts'

/** Whose server this is, and where it stands. */
export interface Site {
  readonly provider: { readonly name: string; readonly url: string }
  /** From the configuration, without a trailing slash. */
  readonly baseUrl: string
}

interface Layout {
  readonly site: Site
  readonly reader: Reader
  /** Everything in `<head>` after the charset. */
  readonly head: MarkupValue
  /** A class on `<body>` that names the page. */
  readonly page: string
  /** The page itself, absolute and without a language: where its other languages are. Absent where no page is: then whatever was asked for. */
  readonly address?: string
  readonly main: Markup
  /** Whether the page offers something to copy. */
  readonly copies?: boolean
}

/** A whole document: skip link, the provider's name, the page, a quiet foot. Readable without style or script. */
export function layout({ site, reader, head, page, address = '', main, copies = false }: Layout): Markup {
  const { lang, dir, site: words } = reader.words
  const start = inLanguage(`${site.baseUrl}/`, reader.asked)
  return html`<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
${head}
</head>
<body class="${page}">
<a class="skip" href="#main">${words.skip}</a>
<header class="masthead"><a href="${start}"><img src="${site.baseUrl}/static/icon.svg" alt="" width="24" height="24"><bdi>${site.provider.name}</bdi></a></header>
<main id="main" tabindex="-1">
${main}
</main>
<footer class="foot">
<p>${words.noCookies}</p>
<p><a href="${start}">${words.allPictures}</a> · <a href="${site.baseUrl}/demo/">${words.demonstration}</a></p>
${languageSwitch(address, reader)}
</footer>
${copies && html`<script src="${site.baseUrl}/static/copy.js" defer></script>`}
</body>
</html>
`
}

/** The same page in each language, by the language's own name. A query alone is an address too, and repeats nothing that was asked for. */
function languageSwitch(address: string, { words }: Reader): Markup {
  const choices = ALL_WORDS.map(({ lang, name }) => {
    const current = lang === words.lang && html` aria-current="true"`
    return html`<li><a href="${inLanguage(address, lang)}" hreflang="${lang}" lang="${lang}"${current}>${name}</a></li>`
  })
  return html`<nav class="languages" aria-label="${words.site.language}"><ul>${choices}</ul></nav>`
}

/**
 * Where the page is in each language, for searches.
 *
 * A language has an address of its own and is never negotiated by `Accept-Language`: one address then has one answer, so that caches keep
 * one copy and `Vary` does not split it by every browser's list; and who shares a page shares what they see.
 */
export function alternateLinks(address: string): readonly Markup[] {
  const links = ALL_WORDS.map(({ lang }) => html`<link rel="alternate" hreflang="${lang}" href="${inLanguage(address, lang)}">\n`)
  return [...links, html`<link rel="alternate" hreflang="x-default" href="${address}">`]
}

/** What every page's `<head>` says: how it scales, its colours, its style and its icon (E18: absolute, PNG). */
export function commonHead(baseUrl: string): Markup {
  return html`<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#fdfcf9">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#15171a">
<link rel="icon" type="image/png" sizes="256x256" href="${baseUrl}/static/icon.png">
<link rel="icon" type="image/svg+xml" href="${baseUrl}/static/icon.svg">
<link rel="apple-touch-icon" href="${baseUrl}/static/icon.png">
<link rel="stylesheet" href="${baseUrl}/static/card.css">
<link rel="stylesheet" href="${baseUrl}/static/pages.css">`
}
