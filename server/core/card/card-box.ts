import type { Size } from '../media.ts'
import { type Box, fitInside } from '../pictures/fit.ts'
import { type LabelLetters, type LabelText, labelHeight, measureLabel } from '../text/label-height.ts'

/** Limits of a card whose consumer named none: a portrait of 640 px would not fit most windows. */
const DEFAULT_WIDTH = 640
const DEFAULT_HEIGHT = 800
const MAX_WIDTH = 1200
/** wp-embed cuts frames at 1000 px (WordPress, wp-includes/js/wp-embed.js). */
const MAX_HEIGHT = 1000

/** On both sides together. */
const BORDER = 2
/** The promise: a card works from 240 px. */
const MIN_COLUMN_WIDTH = 240
/** A small picture does not make a narrower card than this: its label must be readable. */
const MIN_NATURAL_WIDTH = 320

/** When `widget/styles/sizes.css` draws a card as a row, its label beside its picture: low and wider than high, or very wide and rather low. */
const MIN_COLUMN_HEIGHT = 260
const VERY_WIDE = { minWidth: 860, maxHeight: 560 }
/** A row gives its label 45 %, at most 380 px; below 480 px the words get narrow. */
const ROW_LABEL = { share: 0.45, maxWidth: 380 }
const MIN_ROW_WIDTH = 480

/** Above this ratio of width to height a picture always stands above its label: beside it, little would be left of it. */
const PANORAMA = 2.2

/** Whether the card of a picture of this size is never drawn as a row (`widget/styles/sizes.css`, `.panorama`). */
export function isPanorama({ width, height }: Size): boolean {
  return width / height > PANORAMA
}

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
  const natural = Math.min(limit.width, Math.max(MIN_NATURAL_WIDTH, size.width + BORDER))
  // A low card has no caption.
  const letters = measureLabel(limit.height < MIN_COLUMN_HEIGHT ? { ...text, caption: '' } : text)
  return findColumn(size, { width: natural, height: limit.height }, letters) ?? lowBox(size, limit)
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
function findColumn(size: Size, limit: Size, letters: LabelLetters): Size | undefined {
  const mayBeLow = isPanorama(size) || limit.width <= limit.height
  if (!mayBeLow && limit.height < MIN_COLUMN_HEIGHT) return undefined
  for (let width = limit.width; width >= Math.min(MIN_COLUMN_WIDTH, limit.width); width--) {
    // A tall picture leaves its label no room at hundreds of widths, none of which needs a label to be measured.
    const picture = pictureHeight(size, width)
    if (picture > limit.height) continue
    const card = { width, height: columnHeight(size, { width, picture }, letters) }
    if (card.height <= limit.height && !isVeryWideRow(size, card)) return card
  }
  return undefined
}

function pictureHeight(size: Size, width: number): number {
  return BORDER + fitInside(size, { width: Math.max(1, width - BORDER), height: Number.POSITIVE_INFINITY }).height
}

/** What picture and label take, one above the other; at least what keeps a card from being drawn low, unless it is a panorama's. */
function columnHeight(size: Size, { width, picture }: { width: number; picture: number }, letters: LabelLetters): number {
  const height = picture + labelHeight(width, letters)
  if (height >= MIN_COLUMN_HEIGHT) return height
  // A panorama without a caption needs no more than it shows.
  const mayBeLow = isPanorama(size) && letters.caption.every((paragraph) => paragraph === 0)
  return mayBeLow ? picture + labelHeight(width, letters, 'low') : Math.max(height, Math.min(width, MIN_COLUMN_HEIGHT))
}

function isVeryWideRow(size: Size, { width, height }: Size): boolean {
  return !isPanorama(size) && width >= VERY_WIDE.minWidth && height <= VERY_WIDE.maxHeight
}

/** A row, as wide as picture and label need; all of the box where a row has no room, or is not wanted. */
function lowBox(size: Size, limit: Size): Size {
  const height = Math.min(limit.height, MIN_COLUMN_HEIGHT - 1)
  if (limit.width <= height || isPanorama(size)) return limit
  const picture = fitInside(size, { width: limit.width, height })
  const label = Math.min(ROW_LABEL.maxWidth, Math.round((picture.width * ROW_LABEL.share) / (1 - ROW_LABEL.share)))
  return { width: Math.min(limit.width, Math.max(MIN_ROW_WIDTH, picture.width + label)), height }
}
