import type { NoticeCard, TextRun } from '../../wire/card.ts'
import type { Size } from '../media.ts'
import { balanceLines, breakLines } from '../text/break-lines.ts'
import { html, type Markup } from '../text/html.ts'
import { langAttribute, SEPARATOR_RUN } from '../text/text-run.ts'
import type { Words } from '../words/words.ts'

/** Mean advance of a letter in parts of its height: that of wide fonts, since nobody knows with which one it will be drawn. */
const ADVANCE = 0.6
const LINE = 1.36
/** Letters of 19 px in a picture of 640, which is seldom shown wider than a column; at 150 px, as small as one can read. */
const FONT = { share: 0.03, minShare: 0.018, minPx: 10, maxPx: 40 }
/** Each try is so much smaller. */
const STEP = 0.93
/** From the edge to the place where the picture hung, and from there to the words. */
const FRAME = 0.025
const PADDING = 0.045

const COLOURS = { wall: '#f7f5f0', mark: '#e6e3dc', nail: '#8d887e', ink: '#1d1b18', muted: '#4b4740' }

/** One paragraph. */
interface Block {
  readonly text: string
  readonly look: 'message' | 'title' | 'credit' | 'address'
  readonly lang?: string
}

interface Layout {
  readonly fontPx: number
  readonly blocks: readonly (Block & { readonly lines: readonly string[] })[]
  readonly height: number
}

const LOOKS = {
  message: { scale: 1, fill: COLOURS.ink, family: 'system-ui, sans-serif' },
  title: { scale: 1.12, fill: COLOURS.ink, family: 'Georgia, serif' },
  credit: { scale: 0.92, fill: COLOURS.muted, family: 'system-ui, sans-serif' },
  address: { scale: 0.92, fill: COLOURS.muted, family: 'system-ui, sans-serif' },
} as const satisfies Record<Block['look'], unknown>

/** Scripts that know no italics. */
const UPRIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/**
 * The notice as an image in SVG, for the places that show nothing but images: the pale mark where the picture hung, and in it the words of the
 * card. All letters are text, laid out by estimate; what finds no room is left out, what is least needed first, and stands in the `<title>`.
 *
 * @param size  Of the picture that is not shown, in pixels, so that the page keeps its shape.
 */
export function buildNoticePicture(notice: NoticeCard, size: Size, words: Words): Markup {
  const { width, height } = size
  const blocks = blocksOf(notice)
  const inset = Math.round(Math.min(width, height) * FRAME)
  const nail = { y: inset + Math.round(height * PADDING * 0.7), r: Math.max(1.5, Math.min(width, height) * 0.006) }
  const mark = html`<rect x="${inset}" y="${inset}" width="${width - 2 * inset}" height="${height - 2 * inset}" fill="${COLOURS.mark}"/>`
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" lang="${words.lang}">
<title>${blocks.map(({ text }) => text).join(' — ')}</title>
<rect width="${width}" height="${height}" fill="${COLOURS.wall}"/>
${mark}
<circle cx="${width / 2}" cy="${nail.y}" r="${rounded(nail.r)}" fill="${COLOURS.nail}"/>
<g text-anchor="middle" direction="${words.dir}">${textMarkup(layOut(blocks, size), size)}</g>
</svg>
`
}

/** The message, then the credit as a card has it, then where to ask. */
function blocksOf({ message, title, byline = [], rights = [], status, link }: NoticeCard): readonly Block[] {
  const address = status === 'restricted' && link?.href !== undefined ? `${link.text}: ${shortAddress(link.href)}` : ''
  const blocks: readonly Block[] = [
    { text: message, look: 'message' },
    { text: title?.text ?? '', look: 'title', ...(title?.lang !== undefined && { lang: title.lang }) },
    { text: isolated(byline), look: 'credit' },
    { text: isolated(rights.filter(isTold)), look: 'credit' },
    { text: address, look: 'address' },
  ]
  return blocks.filter(({ text }) => text !== '')
}

/** What is only the name of a link says nothing where nothing can be followed; nor does the separator before it. */
function isTold(run: TextRun, index: number, rights: readonly TextRun[]): boolean {
  if (isBareLink(run)) return false
  return !SEPARATOR_RUN.test(run.text) || !isBareLink(rights[index + 1])
}

function isBareLink(run: TextRun | undefined): boolean {
  return run?.href !== undefined && !run.rel?.includes('license')
}

/** Each run in an isolate of its own, as a card has it in a `<bdi>` (W13). */
function isolated(runs: readonly TextRun[]): string {
  const told = runs.map(({ text }) => (SEPARATOR_RUN.test(text) ? text : `\u2068${text}\u2069`)).join('')
  return told.replace(/^ · /, '')
}

function shortAddress(href: string): string {
  return href.replace(/^https?:\/\//, '').replace(/\/$/, '')
}

/** A wider picture has smaller letters: else two lines would fill it. */
const MAX_ASPECT = 3

/** The largest letters in which all blocks find room; where the smallest are too large, the message is cut, then blocks give way. */
function layOut(blocks: readonly Block[], size: Size): Layout {
  const most = Math.min(FONT.maxPx, Math.max(FONT.minPx + 1.5, Math.min(size.width, size.height * MAX_ASPECT) * FONT.share))
  const least = Math.max(FONT.minPx, most * (FONT.minShare / FONT.share))
  const { height } = roomIn(size)
  let layout = inFont(blocks, most, size)
  for (let fontPx = most * STEP; layout.height > height && fontPx >= least; fontPx *= STEP) layout = inFont(blocks, fontPx, size)
  if (layout.height <= height) return inFont(blocks, layout.fontPx, size, balanceLines)
  for (let kept = blocks; layout.height > height; kept = withoutLeast(kept)) layout = cut(inFont(kept, least, size), height)
  return layout
}

/** The message holds who, when and why in its first lines; a longer one ends where the rest still finds room. */
const MIN_MESSAGE_LINES = 4

function cut(layout: Layout, height: number): Layout {
  const { blocks, fontPx } = layout
  const [message, ...others] = blocks
  const over = Math.ceil((layout.height - height) / (fontPx * LINE))
  const left = (message?.lines.length ?? 0) - Math.max(0, over)
  if (message === undefined || over <= 0 || left < (others.length > 0 ? MIN_MESSAGE_LINES : 1)) return layout
  const lines = message.lines.slice(0, left).map((line, index) => (index === left - 1 ? `${line.replace(/.{2}$/u, '')}…` : line))
  return { fontPx, blocks: [{ ...message, lines }, ...others], height: layout.height - over * fontPx * LINE }
}

/** Who made it is needed more than what it is called, and why it is not there more than both. */
const LEAST_FIRST = ['address', 'title', 'credit', 'message'] as const satisfies readonly Block['look'][]

function withoutLeast(blocks: readonly Block[]): readonly Block[] {
  const look = LEAST_FIRST.find((each) => blocks.some((block) => block.look === each))
  const last = blocks.findLast((block) => block.look === look)
  return blocks.filter((block) => block !== last)
}

function inFont(blocks: readonly Block[], fontPx: number, size: Size, intoLines = breakLines): Layout {
  const broken = blocks.map((block) => {
    const maxLetters = roomIn(size).width / (fontPx * LOOKS[block.look].scale * ADVANCE)
    return { ...block, lines: intoLines(block.text, Math.max(1, maxLetters)) }
  })
  const lines = broken.reduce((sum, { lines, look }) => sum + lines.length * LOOKS[look].scale, 0)
  return { fontPx, blocks: broken, height: fontPx * (lines * LINE + gapsOf(broken.map(({ look }) => look))) }
}

/** After the message, more than within the credit. */
function gapsOf(looks: readonly Block['look'][]): number {
  return looks.slice(1).reduce((sum, look) => sum + gapBefore(look), 0)
}

function gapBefore(look: Block['look']): number {
  return look === 'title' ? 0.9 : look === 'address' ? 0.5 : 0.2
}

/** Between the nail above and as much below. */
function roomIn({ width, height }: Size): Size {
  const edge = Math.min(width, height) * FRAME
  return { width: width - 2 * (edge + width * PADDING), height: height - 2 * (edge + height * PADDING * 1.4) }
}

function textMarkup({ fontPx, blocks, height }: Layout, size: Size): readonly Markup[] {
  let y = (size.height - height) / 2
  return blocks.map(({ look, lang, lines, text }, index) => {
    const { scale, fill, family } = LOOKS[look]
    const linePx = fontPx * scale * LINE
    y += index === 0 ? 0 : fontPx * gapBefore(look)
    const drawn = lines.map((line) => {
      y += linePx
      // Letters stand on their line, a quarter of its height above its end.
      return html`<text x="${size.width / 2}" y="${rounded(y - linePx * 0.28)}">${line}</text>`
    })
    const slant = look === 'title' && !UPRIGHT.test(text) && html` font-style="italic"`
    return html`<g font-family="${family}" font-size="${rounded(fontPx * scale)}" fill="${fill}"${slant}${langAttribute(lang)}>${drawn}</g>`
  })
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
