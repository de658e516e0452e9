import sharp from 'sharp'
import { type CreditStrip, type StripLine, TITLE_SCALE } from '../../../core/credit/credit-strip.ts'
import { html } from '../../../core/text/html.ts'
import type { Pixels } from './pixels.ts'

/** The paper of a card in light, and its inks: 16.7 and 7.4 to 1 on it (WCAG 1.4.3 asks for 4.5). */
const PAPER = '#fdfcf9'
const INK = { title: '#1c1b19', credit: '#1c1b19', address: '#57534e' } as const satisfies Record<StripLine['look'], string>
const FACE = { title: 'serif italic', credit: 'sans', address: 'sans' } as const satisfies Record<StripLine['look'], string>
/** Sizes that are tried, in parts of the planned one, until the text fits its place; the last one is squeezed in. */
const TRIES = [1, 0.92, 0.84, 0.76, 0.68, 0.6]
const LEADING = 0.35

/**
 * The picture above its credit, in exactly the size of the strip.
 *
 * Text is drawn by Pango with the fonts of the machine, right to left and by any script that a font has; letters that none has become small
 * boxes. A machine without fonts leaves the strip empty: boxes alone would say nothing, and the file's metadata says it all the same.
 * No loader is needed for it, so SVG stays blocked (I1).
 */
export async function drawStrip(picture: Pixels, strip: CreditStrip, timeoutMs: number): Promise<Pixels> {
  const { width, height, padding, dir } = strip
  const room = { width: width - 2 * padding, height: height - strip.picture.height - 2 * padding }
  const text = (await hasFonts()) ? await fittingText(strip, room) : undefined
  const layers = [
    { input: picture, left: Math.floor((width - picture.width) / 2), top: 0 },
    ...(text === undefined
      ? []
      : [{ input: text, left: dir === 'rtl' ? width - padding - text.width : padding, top: strip.picture.height + padding }]),
  ]
  const { data } = await sharp({ create: { width, height, channels: 3, background: PAPER } })
    .composite(
      layers.map(({ input: { data, ...raw }, left, top }) => ({
        input: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
        raw,
        left,
        top,
      })),
    )
    .timeout({ seconds: Math.ceil(timeoutMs / 1000) })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width, height, channels: 3 }
}

interface Room {
  readonly width: number
  readonly height: number
}

/** Smaller letters where the fonts of this machine take more room than the plan gave them. */
async function fittingText(strip: CreditStrip, room: Room): Promise<Pixels> {
  for (const part of TRIES) {
    const text = await drawText(strip.lines, { fontPx: strip.fontPx * part, widthPx: room.width })
    if (text.width <= room.width && text.height <= room.height) return text
  }
  const { data, ...raw } = await drawText(strip.lines, { fontPx: strip.fontPx * (TRIES.at(-1) ?? 1), widthPx: room.width })
  const squeezed = await sharp(data, { raw })
    .resize({ ...room, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: squeezed.data, width: squeezed.info.width, height: squeezed.info.height, channels: 4 }
}

/** Pango's markup is XML of its own; whatever the owner wrote is text in it (W12). */
async function drawText(lines: readonly StripLine[], { fontPx, widthPx }: { fontPx: number; widthPx: number }): Promise<Pixels> {
  const paragraphs = lines.map(({ text, look }, index) => {
    const size = (fontPx * (look === 'title' ? TITLE_SCALE : 1)).toFixed(1)
    return html`${index > 0 && '\n'}<span font="${FACE[look]} ${size}" foreground="${INK[look]}">${text}</span>`
  })
  // At 72 dots per inch a point is a pixel.
  const options = {
    font: `sans ${fontPx.toFixed(1)}`,
    rgba: true,
    dpi: 72,
    width: widthPx,
    wrap: 'word-char',
    spacing: Math.round(fontPx * LEADING),
  } as const
  const { data, info } = await sharp({ text: { text: html`${paragraphs}`.toString(), ...options } })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: 4 }
}

let known: boolean | undefined

/** Without fonts Pango draws every letter as the same box. */
async function hasFonts(): Promise<boolean> {
  const widthOf = async (text: string) =>
    (
      await sharp({ text: { text, font: 'sans 20', dpi: 72 } })
        .raw()
        .toBuffer({ resolveWithObject: true })
    ).info.width
  known ??= (await widthOf('i')) !== (await widthOf('W'))
  return known
}
