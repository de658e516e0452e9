import type { MediaLinks } from '../../core/identity/links.ts'
import type { MiningTerms } from '../../core/licences/data-mining.ts'
import { html, type Markup } from '../../core/text/html.ts'
import { inLanguage } from '../../core/text/in-language.ts'
import type { Reader } from '../../core/words/reader.ts'
import type { LiveCard } from '../../wire/card.ts'
import { cardMarkup } from './card-markup.ts'
import { miningTags, robotsTag } from './mining-tags.ts'

export type FrameTheme = 'auto' | 'light' | 'dark'

interface FramePage {
  readonly reader: Reader
  readonly card: LiveCard
  readonly caption: boolean
  readonly theme: FrameTheme
  readonly baseUrl: string
  readonly links: MediaLinks
  readonly mining?: MiningTerms
}

/** The card alone, as large as the frame it stands in; complete without script, which only reports the height. */
export function framePage({ reader, card, caption, theme, baseUrl, links, mining }: FramePage): Markup {
  const { words, asked } = reader
  const actions = html`<a href="${inLanguage(links.permalink, asked)}" target="_blank" rel="noopener" aria-label="${words.widget.original}: ${card.title.text}">${words.widget.original}</a>`
  return frameDocument({
    reader,
    baseUrl,
    theme,
    title: card.title.text,
    head: html`<link rel="canonical" href="${links.permalink}">`,
    ...(mining && { mining }),
    main: cardMarkup(card, { words, caption, target: '_blank', sizes: ({ width }) => `min(100vw, ${width}px)`, load: 'first', actions }),
  })
}

const NOTHING_SAID: MiningTerms = { robots: [] }

interface FrameDocument {
  readonly reader: Reader
  readonly baseUrl: string
  readonly theme: FrameTheme
  readonly title: string
  readonly head?: Markup
  readonly mining?: MiningTerms
  readonly main: Markup
}

/** A document that is only ever seen inside a frame: no masthead, no foot, no margin. */
export function frameDocument({ reader, baseUrl, theme, title, head, mining = NOTHING_SAID, main }: FrameDocument): Markup {
  return html`<!doctype html>
<html lang="${reader.words.lang}" dir="${reader.words.dir}" class="frame"${theme !== 'auto' && html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
${robotsTag(['noindex'], mining)}
<meta name="color-scheme" content="${theme === 'auto' ? 'light dark' : theme}">
${miningTags(mining)}${head}
<link rel="stylesheet" href="${baseUrl}/static/card.css">
</head>
<body class="frame-page">
<main>${main}</main>
<script src="${baseUrl}/embed.js" async charset="utf-8"></script>
</body>
</html>
`
}
