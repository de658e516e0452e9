import { fillSlots, html, type Markup } from '../../core/text/html.ts'
import { wordsFor } from '../../core/words/find-words.ts'
import type { Lang } from '../../wire/words.ts'

interface PreviewPage {
  /** Made by `buildSnippet`. */
  readonly code: string
  readonly title: string
  readonly lang: Lang
  readonly baseUrl: string
}

/** A host page with one embed in it, as bare as a host page can be; only ever seen inside the chooser. */
export function previewPage({ code, title, lang, baseUrl }: PreviewPage): Markup {
  return html`<!doctype html>
<html lang="${lang}" dir="${wordsFor(lang).dir}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<base target="_blank">
<link rel="icon" type="image/png" href="${baseUrl}/static/icon.png">
<link rel="stylesheet" href="${baseUrl}/static/preview.css">
</head>
<body>
${pasted(code)}
</body>
</html>
`
}

/** A snippet as markup again: `buildSnippet` made it of escaped parts. */
export function pasted(snippetHtml: string): Markup {
  return fillSlots(snippetHtml, () => html``)
}
