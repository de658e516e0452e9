import type { TextRun } from '../../wire/card.ts'
import type { Media } from '../media.ts'
import { pickCleaned } from '../text/lang.ts'
import { cleanParagraphs, cleanText } from '../text/safe-text.ts'

/** IPTC-IIM's limit for a caption; longer ones end in `…` on the card and stand whole on the permalink page. */
const MAX_CAPTION = 2000
/** Screen readers read an alt text without a pause; IPTC advises 250. */
const MAX_ALT = 1000

/** What the owner says about the scene, for the card; `undefined` if nothing. Line breaks are `\n`. */
export function captionOf({ description }: Pick<Media, 'description'>): TextRun | undefined {
  return pickCleaned(description.caption, (text) => cleanParagraphs(text, MAX_CAPTION))
}

/** What the picture shows, for those who do not see it: alt text, else caption, else title; one line, never empty. */
export function altTextOf({ description: { altText, caption, title } }: Pick<Media, 'description'>): TextRun {
  const oneLine = (text: string) => cleanText(text, MAX_ALT)
  return (
    pickCleaned(altText, oneLine) ??
    pickCleaned(caption, oneLine) ??
    pickCleaned(title, oneLine) ?? { text: 'Untitled picture', lang: 'en' }
  )
}
