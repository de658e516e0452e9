/** What the label of a card has to hold; `''` for a row that is not shown. */
export interface LabelText {
  readonly title: string
  readonly byline: string
  readonly rights: string
  /** Lines break at `\n`. */
  readonly caption: string
  /** The words of all actions, one after the other; the English ones if absent. */
  readonly actions?: string
}

/** The same in lower-case letters, measured once for all widths that are tried. */
export interface LabelLetters {
  readonly title: number
  readonly byline: number
  readonly rights: number
  /** One number per paragraph. */
  readonly caption: readonly number[]
  readonly actions: number
}

/** Mean advance of a lower-case letter and height of a line, in px; a little more than common fonts take. */
interface RowMetrics {
  readonly advance: number
  readonly line: number
}

/** What `widget/card.css` makes of a label, in px; the two change together. */
interface LabelMetrics {
  /** Left and right together. */
  readonly sidePadding: number
  /** Above and below together. */
  readonly padding: number
  readonly gap: number
  readonly title: RowMetrics
  readonly captionLines: number
}

/** A title of 17 px in italic serif; a caption folds after three lines. */
const NORMAL: LabelMetrics = { sidePadding: 32, padding: 22, gap: 3, title: { advance: 8.2, line: 22.1 }, captionLines: 3 }
/** In a card of less than 260 px: a title of 15 px, and no caption. */
const LOW: LabelMetrics = { sidePadding: 28, padding: 13, gap: 0, title: { advance: 7.3, line: 19.5 }, captionLines: 0 }

const BYLINE: RowMetrics = { advance: 7.2, line: 20.1 } // 14 px
const CAPTION: RowMetrics = { advance: 7.2, line: 20.1 } // 14 px
const RIGHTS: RowMetrics = { advance: 6.5, line: 17.9 } // 12.5 px
const BORDER = 2
/** Targets of at least 24 px (WCAG 2.5.8). */
const ACTIONS_HEIGHT = 24
/** From this width the actions stand beside the rights, and take so much of their room; more in languages of longer words. */
const ACTIONS_BESIDE_FROM = 520
const MIN_ACTIONS_WIDTH = 200
/** Between the actions and around them. */
const ACTIONS_GAPS = 36
/** Px that a full line leaves empty because words do not break. */
const RAGGED_EDGE = 24

/** How long each row is. */
export function measureLabel({ title, byline, rights, caption, actions = '' }: LabelText): LabelLetters {
  const rows = { title: lettersIn(title), byline: lettersIn(byline), rights: lettersIn(rights), actions: lettersIn(actions) }
  return { ...rows, caption: caption.split('\n').map(lettersIn) }
}

/**
 * Height of a card's label, estimated from its text alone: the same on every machine, and rather too high than too low,
 * since the card gives its label what it needs and its picture the rest.
 *
 * @param width Px of the whole card.
 * @param form  `low` is what the label becomes in a card of less than 260 px.
 * @returns     Whole px.
 */
export function labelHeight(width: number, letters: LabelLetters, form: 'normal' | 'low' = 'normal'): number {
  const metrics = form === 'low' ? LOW : NORMAL
  const room = width - BORDER - metrics.sidePadding
  const title = rowHeight(letters.title, room, metrics.title)
  const byline = rowHeight(letters.byline, room, BYLINE)
  const caption = Math.min(captionLines(letters.caption, room), metrics.captionLines) * CAPTION.line
  const { rights, actions } = footRows(letters, width, room)
  const rows = Number(title > 0) + Number(byline > 0) + Number(caption > 0) + Number(rights > 0) + Number(actions > 0)
  return Math.ceil(metrics.padding + (title + byline + caption + rights + actions) + (rows - 1) * metrics.gap)
}

/** Rights and actions: one row in a wide card, which is that of the rights, two in a narrow one, where long actions break. */
function footRows({ rights, actions }: LabelLetters, width: number, room: number): { readonly rights: number; readonly actions: number } {
  const actionsWidth = Math.max(MIN_ACTIONS_WIDTH, ACTIONS_GAPS + actions * RIGHTS.advance)
  const isBeside = width >= ACTIONS_BESIDE_FROM
  if (isBeside) return { rights: Math.max(ACTIONS_HEIGHT, rowHeight(rights, room - actionsWidth, RIGHTS)), actions: 0 }
  const isBroken = actionsWidth > Math.max(room, MIN_ACTIONS_WIDTH)
  return { rights: rowHeight(rights, room, RIGHTS), actions: isBroken ? 2 * ACTIONS_HEIGHT : ACTIONS_HEIGHT }
}

function captionLines(paragraphs: readonly number[], room: number): number {
  let lines = 0
  for (const letters of paragraphs) lines += linesOf(letters, room, CAPTION)
  return lines
}

function rowHeight(letters: number, room: number, metrics: RowMetrics): number {
  return linesOf(letters, room, metrics) * metrics.line
}

function linesOf(letters: number, room: number, { advance }: RowMetrics): number {
  const width = letters * advance
  if (width <= room) return width > 0 ? 1 : 0
  return Math.ceil(width / Math.max(advance, room - RAGGED_EDGE))
}

const WIDE = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Extended_Pictographic}]/u

const KNOWN = 4
const CAPITAL = 8
/** Of every code point, once it has been met: how many places it takes, 0 to 2, `KNOWN`, and whether it is a `CAPITAL`. */
const WIDTHS = new Uint8Array(0x11_0000)

function measureCharacter(codePoint: number): number {
  const character = String.fromCodePoint(codePoint)
  const places = Number(/\P{Mn}/u.test(character)) + Number(WIDE.test(character))
  return places | KNOWN | (/\p{Lu}/u.test(character) ? CAPITAL : 0)
}

/** The text's width: East Asian characters and emoji take two, capitals one and a third, marks nothing. */
export function lettersIn(text: string): number {
  let places = 0
  let capitals = 0
  for (let at = 0; at < text.length; at += 1) {
    const codePoint = text.codePointAt(at) ?? 0
    const width = WIDTHS[codePoint] || measureCharacter(codePoint)
    WIDTHS[codePoint] = width
    places += width & 3
    if (width & CAPITAL) capitals += 1
    if (codePoint > 0xffff) at += 1
  }
  return places + capitals / 3
}
