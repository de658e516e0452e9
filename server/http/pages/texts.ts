import type { LangAlt } from '../../core/media.ts'
import { type PickedText, pickText } from '../../core/text/lang.ts'
import { cleanParagraphs } from '../../core/text/safe-text.ts'

/** Whole texts stand on the permalink page; this only keeps a hostile file from filling it (W12). */
const MAX_TEXT = 20_000

/** The text in each language that the owner gave, once each and clean (W13); the owner's default first. */
export function textsOf(alt: LangAlt): readonly PickedText[] {
  const first = pickText(alt)
  const others = alt.filter(({ text, lang }) => text !== first?.text && lang !== 'x-default')
  return (first === undefined ? [] : [first, ...others])
    .map(({ text, lang }) => ({ text: cleanParagraphs(text, MAX_TEXT), ...(lang !== undefined && { lang }) }))
    .filter(({ text }) => text !== '')
}
