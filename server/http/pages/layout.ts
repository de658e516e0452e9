import { html, type Markup, type MarkupValue } from '../../core/html.ts'

/** Whose server this is, and where it stands. */
export interface Site {
  readonly provider: { readonly name: string; readonly url: string }
  /** From the configuration, without a trailing slash. */
  readonly baseUrl: string
}

interface Layout {
  readonly site: Site
  /** Everything in `<head>` after the charset. */
  readonly head: MarkupValue
  /** A class on `<body>` that names the page. */
  readonly page: string
  readonly main: Markup
  /** Whether the page offers something to copy. */
  readonly copies?: boolean
}

/** A whole document: skip link, the provider's name, the page, a quiet foot. Readable without style or script. */
export function layout({ site, head, page, main, copies = false }: Layout): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${head}
</head>
<body class="${page}">
<a class="skip" href="#main">Skip to the content</a>
<header class="masthead"><a href="${site.baseUrl}/"><img src="${site.baseUrl}/static/icon.svg" alt="" width="24" height="24"><bdi>${site.provider.name}</bdi></a></header>
<main id="main" tabindex="-1">
${main}
</main>
<footer class="foot">
<p>No cookies, and nothing kept about readers.</p>
<p><a href="${site.baseUrl}/">All pictures</a> · <a href="${site.baseUrl}/demo/">Demonstration</a></p>
</footer>
${copies && html`<script src="${site.baseUrl}/static/copy.js" defer></script>`}
</body>
</html>
`
}

/** What every page's `<head>` says: how it scales, its colours, its style and its icon (A18: absolute, PNG). */
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
