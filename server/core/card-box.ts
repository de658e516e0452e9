import { type Box, fitInside } from './fit.ts'
import { type LabelText, labelHeight } from './label-height.ts'
import type { Size } from './media.ts'

/** Limits of a card whose consumer named none: a portrait of 640 px would not fit most windows. */
const DEFAULT_WIDTH = 640
const DEFAULT_HEIGHT = 800
const MAX_WIDTH = 1200
/** wp-embed cuts frames at 1000 px (`reference/oembed.md`, section 3). */
const MAX_HEIGHT = 1000

/** On both sides together. */
const BORDER = 2
/** Below it a card is not drawn in its normal form (widget/card.css, container queries). */
const MIN_COLUMN_WIDTH = 240
/** A small picture does not make a narrower card than this: its label must be readable. */
const MIN_NATURAL_WIDTH = 320
/** A card that is lower than this and wider than high has its label beside its picture (widget/card.css). */
const MIN_COLUMN_HEIGHT = 260
/** Width of the label beside a picture. */
const ROW_LABEL_WIDTH = 320

/**
 * The size of a card: exact for oEmbed, the snippet and the frame alike. A portrait gets narrower rather than taller,
 * and where too little height is left for a picture above its label, the card becomes a low one with both side by side.
 *
 * @param size Of the picture.
 * @param box  `maxwidth` and `maxheight`; `Infinity` on a side the consumer left open.
 * @param text What the label says.
 * @returns    Whole pixels >= 1 inside the box (>= 1 itself); <= 640 x 800 where it is open; never over 1200 x 1000.
 */
export function cardBox(size: Size, box: Box, text: LabelText): Size {
  const limit = cardLimit(box)
  if (limit.height < Math.min(MIN_COLUMN_HEIGHT, limit.width)) return rowBox(size, limit)
  const natural = Math.min(limit.width, Math.max(MIN_NATURAL_WIDTH, size.width + BORDER))
  return findColumn(size, { width: natural, height: limit.height }, text) ?? rowBox(size, limit)
}

/** The most that a card may take of this box, in whole pixels. */
export function cardLimit(box: Box): Size {
  const width = Number.isFinite(box.width) ? Math.min(box.width, MAX_WIDTH) : DEFAULT_WIDTH
  const height = Number.isFinite(box.height) ? Math.min(box.height, MAX_HEIGHT) : DEFAULT_HEIGHT
  return { width: wholePixels(width), height: wholePixels(height) }
}

function wholePixels(value: number): number {
  return Math.max(1, Math.floor(value))
}

/** The widest card inside `limit` that shows its whole picture above its label. */
function findColumn(size: Size, limit: Size, text: LabelText): Size | undefined {
  for (let width = limit.width; width >= Math.min(MIN_COLUMN_WIDTH, limit.width); width--) {
    const height = columnHeight(size, width, text)
    if (height <= limit.height) return { width, height }
  }
  return undefined
}

/** What picture and label take, one above the other; enough for a card to be drawn that way at all. */
function columnHeight(size: Size, width: number, text: LabelText): number {
  const inside = Math.max(1, width - BORDER)
  const picture = fitInside(size, { width: inside, height: Number.POSITIVE_INFINITY })
  return Math.max(BORDER + picture.height + labelHeight(inside, text), Math.min(width, MIN_COLUMN_HEIGHT))
}

/** A low card, as wide as picture and label need; all of a box that is higher than wide. */
function rowBox(size: Size, limit: Size): Size {
  const height = Math.min(limit.height, MIN_COLUMN_HEIGHT - 1)
  // Too narrow to stand side by side: the card fills the box, and its label takes what it needs.
  if (limit.width <= height) return limit
  const picture = fitInside(size, { width: limit.width, height })
  return { width: Math.min(limit.width, picture.width + ROW_LABEL_WIDTH), height }
}
