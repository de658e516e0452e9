import { type Box, fitInside } from './fit.ts'
import type { Size } from './media.ts'

/** How much text the label of a card has to hold, in characters; wide ones (CJK, emoji) count twice. */
export interface LabelLengths {
  readonly title: number
  readonly byline: number
  readonly rights: number
  /** 0 where no caption is shown. */
  readonly caption: number
}

/** Width of a card whose consumer named none. */
export const DEFAULT_CARD_WIDTH = 640
const MAX_CARD_WIDTH = 1200
/** wp-embed cuts frames at 1000 px (`reference/oembed.md`, section 3). */
const MAX_CARD_HEIGHT = 1000
/** Narrower cards leave the picture out (widget/card.css, container queries). */
const MIN_NORMAL_WIDTH = 240
/** A small picture does not make a narrower label than this. */
const MIN_NATURAL_WIDTH = 320
/** Lower and wider than high: picture and label side by side (widget/card.css). */
const MAX_SIDE_BY_SIDE_HEIGHT = 259
const MIN_LABEL_WIDTH = 240

const BORDER = 2
const PADDING = 32 // 16 px on each side
const LABEL_PADDING = 28 // 14 px above and below
const ROW_GAP = 4
const ACTIONS_HEIGHT = 30 // targets of at least 24 px (WCAG 2.5.8) and their margin

/** Mean advance of a character and height of a line, in px; rounded up from Georgia italic and common system fonts. */
const TITLE = { advance: 8.6, line: 22 } // 17 px italic serif
const BYLINE = { advance: 7.4, line: 20 } // 14 px
const CAPTION = { advance: 7.4, line: 20 } // 14 px
const RIGHTS = { advance: 6.7, line: 18 } // 12.5 px
/** Px lost at the end of a full line because words do not break. */
const RAGGED_EDGE = 24

/**
 * The size of a card and of its frame: exact for oEmbed, the snippet and the iframe alike.
 *
 * @param size Of the picture.
 * @param box  `maxwidth` and `maxheight`; `Infinity` on a side the consumer left open.
 * @param text How much the label holds.
 * @returns    Whole pixels >= 1 inside the box; <= 1000 high; <= 640 wide, or <= 1200 where the box asks for more.
 */
export function cardBox(size: Size, box: Box, text: LabelLengths): Size {
  const limit = limitOf(box)
  const width = Math.min(limit.width, Math.max(MIN_NATURAL_WIDTH, size.width + BORDER))
  return findColumn(size, { width, height: limit.height }, text) ?? compactBox(size, limit, text)
}

/** Height of the label at this card width; rather too much than too little, since the picture takes what is left. */
export function labelHeight(width: number, text: LabelLengths): number {
  const room = Math.max(1, width - BORDER - PADDING)
  const rows = [rowHeight(text.title, room, TITLE), rowHeight(text.byline, room, BYLINE), rowHeight(text.caption, room, CAPTION)]
  const visible = [...rows, rowHeight(text.rights, room, RIGHTS)].filter((row) => row > 0)
  return LABEL_PADDING + ACTIONS_HEIGHT + visible.reduce((sum, row) => sum + row + ROW_GAP, 0)
}

function limitOf(box: Box): Size {
  const width = Number.isFinite(box.width) ? Math.min(box.width, MAX_CARD_WIDTH) : DEFAULT_CARD_WIDTH
  return { width: wholePixels(width), height: wholePixels(Math.min(box.height, MAX_CARD_HEIGHT)) }
}

function wholePixels(value: number): number {
  return Math.max(1, Math.floor(value))
}

/** The widest card with the picture above the label that is low enough: a portrait gets narrower, not taller. */
function findColumn(size: Size, limit: Size, text: LabelLengths): Size | undefined {
  for (let width = limit.width; width >= Math.min(limit.width, MIN_NORMAL_WIDTH); width--) {
    const height = columnHeight(size, width, text)
    if (height <= limit.height) return { width, height }
  }
  return undefined
}

function columnHeight(size: Size, width: number, text: LabelLengths): number {
  const picture = fitInside(size, { width: Math.max(1, width - BORDER), height: Number.POSITIVE_INFINITY })
  return BORDER + picture.height + labelHeight(width, text)
}

/** No card with the picture above fits: side by side where there is room, else all of the box. */
function compactBox(size: Size, limit: Size, _text: LabelLengths): Size {
  const height = Math.min(limit.height, MAX_SIDE_BY_SIDE_HEIGHT)
  if (limit.width <= height) return limit
  const picture = fitInside(size, { width: limit.width, height })
  return { width: Math.min(limit.width, Math.max(MIN_NATURAL_WIDTH, picture.width + MIN_LABEL_WIDTH)), height }
}

function rowHeight(length: number, room: number, { advance, line }: { advance: number; line: number }): number {
  const textWidth = length * advance
  if (textWidth <= room) return length > 0 ? line : 0
  return Math.ceil(textWidth / Math.max(advance, room - RAGGED_EDGE)) * line
}
