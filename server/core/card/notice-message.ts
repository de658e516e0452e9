import type { GoneReason } from '../errors.ts'
import type { Media, Standing } from '../media.ts'
import { cleanText } from '../text/safe-text.ts'
import { fill } from '../words/fill.ts'
import { dayInWords, momentInWords } from '../words/formats.ts'
import type { Words } from '../words/words.ts'

/** What a media is told by that may not be shown. */
export type GoneMedia = Pick<Media, 'standing' | 'notBefore' | 'notAfter'>

/** Code points of the owner's own words; the place of a card has no room for a letter. */
const MAX_OWN_WORDS = 300
const MAX_OWNER = 100

const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
const LTR = /(?![\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}])\p{L}/u

/**
 * Who took the picture away, when and why, in the reader's words; final. Only for a media whose existence is no secret: an embargo's end tells
 * a plan, and a withdrawal's reason a story.
 *
 * @param owner  Whose collection it is in.
 */
export function goneMessage(media: GoneMedia, reason: GoneReason, { owner, words }: { owner: string; words: Words }): string {
  const named = isolated(cleanText(owner, MAX_OWNER), words)
  return inOneText([whoAndWhen(media, reason, { owner: named, words }), ...whyOf(media.standing, words)])
}

function whoAndWhen(media: GoneMedia, reason: GoneReason, { owner, words }: { owner: string; words: Words }): string {
  const { standing, notBefore, notAfter } = media
  const { tombstone, notices } = words
  switch (reason) {
    case 'withdrawn':
    case 'disputed':
      return standing.kind === 'published' ? notices[reason] : fill(tombstone[reason], { owner, date: dayInWords(standing.at, words) })
    case 'expired':
      // The moment itself is already over: what ends at midnight was shown until the day before.
      return notAfter === undefined ? notices.expired : fill(tombstone.expired, { owner, date: dayInWords(notAfter - 1, words) })
    case 'embargoed':
      return notBefore === undefined ? notices.embargoed : fill(tombstone.embargoed, { owner, date: momentInWords(notBefore, words) })
    default:
      return reason satisfies never
  }
}

/** The reason in our words, then the owner's own in quotation marks. */
function whyOf(standing: Standing, words: Words): readonly string[] {
  if (standing.kind === 'published') return []
  const { because, reasons } = words.tombstone
  const own = cleanText(standing.text ?? '', MAX_OWN_WORDS)
  return [
    ...(standing.kind === 'withdrawn' && standing.reason !== 'other' ? [fill(because, { reason: reasons[standing.reason] })] : []),
    ...(own === '' ? [] : [fill(words.credit.quoted, { title: isolated(own, words) })]),
  ]
}

/** In an isolate (U+2068, U+2069) where it could turn its neighbours around: a message is one string, and has no `<bdi>` (W13). */
function isolated(text: string, { dir }: Words): string {
  return (dir === 'rtl' ? LTR : RTL).test(text) ? `\u2068${text}\u2069` : text
}

/** Sentences one after the other; those that end in a full-width stop bring their own space. */
function inOneText(sentences: readonly string[]): string {
  return sentences.reduce((text, sentence) => `${text}${/[。」]$/.test(text) ? '' : ' '}${sentence}`)
}
