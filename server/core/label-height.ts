/** What the label of a card has to hold; `''` for a row that is not shown. */
export interface LabelText {
  readonly title: string
  readonly byline: string
  readonly rights: string
  /** Lines break at `\n`. */
  readonly caption: string
}

/** Mean advance of a lower-case letter and height of a line, in px; a little more than common fonts take (widget/card.css). */
interface RowMetrics {
  readonly advance: number
  readonly line: number
}

const TITLE: RowMetrics = { advance: 8.2, line: 22 } // 17 px italic serif
const BYLINE: RowMetrics = { advance: 7.2, line: 20 } // 14 px
const CAPTION: RowMetrics = { advance: 7.2, line: 20 } // 14 px
const RIGHTS: RowMetrics = { advance: 6.5, line: 18 } // 12.5 px

const SIDE_PADDING = 32 // 16 px on each side
const LABEL_PADDING = 28 // 14 px above and below
const ROW_GAP = 4
/** Targets of at least 24 px (WCAG 2.5.8) and their margin. */
const ACTIONS_HEIGHT = 30
/** Px that a full line leaves empty because words do not break. */
const RAGGED_EDGE = 24

/**
 * Height of a card's label, estimated from its text alone: the same on every machine, and rather too high than too low,
 * since the card gives its label what it needs and its picture the rest.
 *
 * @param width Px inside the card's border.
 * @returns     Whole px.
 */
export function labelHeight(width: number, { title, byline, rights, caption }: LabelText): number {
  const room = width - SIDE_PADDING
  const paragraphs = caption.split('\n').map((line) => rowHeight(line, room, CAPTION))
  const captionHeight = paragraphs.reduce((sum, height) => sum + height, 0)
  const rows = [rowHeight(title, room, TITLE), rowHeight(byline, room, BYLINE), captionHeight, rowHeight(rights, room, RIGHTS)]
  return rows.filter((height) => height > 0).reduce((sum, height) => sum + height + ROW_GAP, LABEL_PADDING + ACTIONS_HEIGHT)
}

function rowHeight(text: string, room: number, { advance, line }: RowMetrics): number {
  const width = lettersIn(text) * advance
  if (width <= room) return width > 0 ? line : 0
  return Math.ceil(width / Math.max(advance, room - RAGGED_EDGE)) * line
}

/** The text's width in lower-case letters: East Asian characters and emoji take two, capitals one and a third, marks none. */
function lettersIn(text: string): number {
  const wide = text.match(/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Extended_Pictographic}]/gu)?.length ?? 0
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0
  const all = text.match(/\P{Mn}/gu)?.length ?? 0
  return all + wide + capitals / 3
}
