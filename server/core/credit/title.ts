import type { Description, LangAlt } from '../media.ts'
import { type PickedText, pickCleaned } from '../text/lang.ts'
import { cleanText } from '../text/safe-text.ts'
import type { Words } from '../words/words.ts'

const MAX_TITLE = 200
/** A borrowed title is a handful of words. */
const MAX_BORROWED = 60

/** What to call the picture: its title, else the first words of its caption or alt text, else `Untitled`. */
export function titleOf({ title, caption, altText }: Description, { lang, credit }: Words): PickedText {
  return (
    pickCleaned(title, (text) => cleanText(text, MAX_TITLE)) ??
    firstWords(caption) ??
    firstWords(altText) ?? { text: credit.untitled, lang }
  )
}

function firstWords(alt: LangAlt): PickedText | undefined {
  const whole = pickCleaned(alt, (text) => cleanText(text, 5000))
  if (whole === undefined || [...whole.text].length <= MAX_BORROWED) return whole
  const start = cleanText(whole.text, MAX_BORROWED).slice(0, -1)
  // A text without spaces, such as Chinese, is cut between characters.
  const words = start.includes(' ') ? start.slice(0, start.lastIndexOf(' ')) : start
  return { ...whole, text: `${words.replace(/[\s\p{P}]+$/u, '')}…` }
}
