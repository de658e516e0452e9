import type { TextRun } from '../../wire/card.ts'
import type { Media, Size } from '../media.ts'
import type { Box } from '../pictures/fit.ts'
import { renditionSize } from '../pictures/rendition.ts'
import { lettersIn } from '../text/label-height.ts'
import { cleanText } from '../text/safe-text.ts'
import { SEPARATOR_RUN } from '../text/text-run.ts'
import type { Credit } from './credit.ts'

/** Widths of a picture with its credit below, in pixels, JPEG only: with the bare renditions 24 of one picture (I8). 480 is for WordPress, whose box is 500. */
export const STRIP_WIDTHS = [480, 640, 1280] as const
export type StripWidth = (typeof STRIP_WIDTHS)[number]

/** One paragraph of a strip; it breaks where it must. */
export interface StripLine {
  /** Names stand in isolates (U+2068, U+2069), and the first character gives the direction of the whole. */
  readonly text: string
  readonly look: 'title' | 'credit' | 'address'
}

/** A picture with its credit legibly below it, never over it: for places that take a bare image. */
export interface CreditStrip extends Size {
  /** In the middle of the width, at the top; narrower than the whole only if it is very small. */
  readonly picture: Size
  /** Between the text and the edges. */
  readonly padding: number
  /** Height of the credit's letters; the title's are a fifth larger. */
  readonly fontPx: number
  readonly dir: 'ltr' | 'rtl'
  readonly lines: readonly StripLine[]
}

/** Below this width a line of a credit breaks at every word. */
const MIN_WIDTH = 320
/** Letters of 14 px in a picture of 640: as on a card, when the picture is shown as wide as a column of text. */
const FONT_SHARE = 0.0225
const MIN_FONT_PX = 13
/** Mean advance of a letter and height of a line, in parts of the letters' height; a little more than common fonts take. */
const ADVANCE = 0.54
const LINE = 1.45
/** How much larger the title's letters are. */
export const TITLE_SCALE = 1.2
/** Code points; a credit that is longer ends in `…`, and the address below it leads to the whole. */
const MAX_TITLE = 150
const MAX_CREDIT = 500

/**
 * How the picture and its credit stand one above the other. The size follows from the text alone and not from the fonts of a machine, so that
 * oEmbed can name it before anything is drawn.
 *
 * @param width  The picture is so wide at most, and never enlarged.
 */
export function creditStrip(
  media: Pick<Media, 'original'>,
  { credit, permalink, width }: { credit: Credit; permalink: string; width: StripWidth },
): CreditStrip {
  const picture = renditionSize(media.original, width)
  const whole = Math.max(MIN_WIDTH, picture.width)
  const fontPx = Math.max(MIN_FONT_PX, Math.round(whole * FONT_SHARE))
  const lines = stripLines(credit, permalink)
  const room = whole - 2 * fontPx
  const heights = lines.map(({ text, look }) => lineCount(text, room, fontPx * scaleOf(look)) * fontPx * scaleOf(look) * LINE)
  const height = picture.height + Math.ceil(heights.reduce((sum, one) => sum + one, 2 * fontPx))
  return { width: whole, height, picture, padding: fontPx, fontPx, dir: credit.words.dir, lines }
}

/** Takes no room. */
const DIRECTIONS = /[\u200e\u200f\u2068\u2069]/g

function scaleOf(look: StripLine['look']): number {
  return look === 'title' ? TITLE_SCALE : 1
}

function lineCount(text: string, room: number, fontPx: number): number {
  const width = lettersIn(text.replace(DIRECTIONS, '')) * ADVANCE * fontPx
  // A full line leaves a word's room empty.
  return width <= room ? 1 : Math.ceil(width / (room - 3 * fontPx))
}

/** In the order of a card: title, names with notice and licence, and the address that leads to all of it. */
function stripLines({ title, line, words }: Credit, permalink: string): readonly StripLine[] {
  const base = words.dir === 'rtl' ? '\u200f' : '\u200e'
  const lines: readonly StripLine[] = [
    { text: isolate(cleanText(title.text, MAX_TITLE)), look: 'title' },
    { text: creditText(line), look: 'credit' },
    { text: isolate(permalink.replace(/^https?:\/\//, '').replace(/\/$/, '')), look: 'address' },
  ]
  return lines.filter(({ text }) => text !== '').map(({ text, look }) => ({ text: base + text, look }))
}

/** Each run in an isolate of its own, as a card has it in a `<bdi>`. */
function creditText(line: readonly TextRun[]): string {
  let left = MAX_CREDIT
  const told: string[] = []
  for (const { text } of line) {
    if (left <= 0) return [...told, '…'].join('')
    // Spaces at the ends of a run are what parts it from the next one.
    const part = [...text].length <= left ? text : cleanText(text, left)
    told.push(SEPARATOR_RUN.test(part) ? part : isolate(part))
    left -= [...text].length
  }
  return told.join('')
}

function isolate(text: string): string {
  return `\u2068${text}\u2069`
}

export interface SizedStrip extends Size {
  readonly strip: StripWidth
}

/** The largest that lies inside `box` on both sides; `undefined` if none does. */
export function chooseStrip(
  media: Pick<Media, 'original'>,
  { credit, permalink, box }: { credit: Credit; permalink: string; box: Box },
): SizedStrip | undefined {
  const sized = STRIP_WIDTHS.map((strip) => {
    const { width, height } = creditStrip(media, { credit, permalink, width: strip })
    return { strip, width, height }
  })
  return sized.findLast(({ width, height }) => width <= box.width && height <= box.height)
}

/** What a picture with its strip says to those who do not see it: what it shows, and all that the strip tells (WCAG 1.4.5). */
export function stripAlt(alt: string, { shortText }: Credit): string {
  return `${alt} — ${shortText}`
}
