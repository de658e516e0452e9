import type { Point } from './path.ts'

/** A share that changes across the picture: along a line, or out from a centre. Stops are [place, share], both 0 to 1. */
export type Ramp = { readonly stops: readonly Stop[] } & (
  | { readonly kind: 'line'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'round'; readonly centre: Point; readonly radius: number }
)
export type Stop = readonly [place: number, share: number]

/** One printed figure in two inks; the press stipples from `lit` to `dark` as its shade says: 0 is all lit, 1 all dark. */
export type Shape = {
  /** SVG path data. */
  readonly d: string
  readonly lit: string
  readonly dark: string
  /** Width of the line, for a figure that is drawn and not filled. */
  readonly line?: number
} & (Solid | Veil)

interface Solid {
  readonly shade: Ramp | number
  /** How much of what lies below is hidden, 0 to 1; all of it if absent. */
  readonly cover?: number
}

/** Hides more here and less there; then its shade is the same all over. */
interface Veil {
  readonly shade: number
  readonly cover: Ramp
}

/** A picture before it is printed: figures from back to front. Without a full ground its paper is transparent. */
export interface Scene {
  readonly width: number
  readonly height: number
  readonly shapes: readonly Shape[]
}

/** What a plate carries: the lit inks, the dark inks, or how much of the dark ones. */
export type Plate = 'lit' | 'dark' | 'shade'

export function downward(top: number, bottom: number, ...stops: readonly Stop[]): Ramp {
  return { kind: 'line', from: [0, top], to: [0, bottom], stops }
}

export function sideways(left: number, right: number, ...stops: readonly Stop[]): Ramp {
  return { kind: 'line', from: [left, 0], to: [right, 0], stops }
}

export function slanted(from: Point, to: Point, ...stops: readonly Stop[]): Ramp {
  return { kind: 'line', from, to, stops }
}

export function outward(centre: Point, radius: number, ...stops: readonly Stop[]): Ramp {
  return { kind: 'round', centre, radius, stops }
}

/** A figure in one ink. */
export function flat(d: string, ink: string, cover: Ramp | number = 1): Shape {
  const inks = { d, lit: ink, dark: ink, shade: 0 }
  return typeof cover === 'number' ? { ...inks, cover } : { ...inks, cover }
}

/** A drawn line in one ink. */
export function drawn(d: string, ink: string, line: number, cover: Ramp | number = 1): Shape {
  return { ...flat(d, ink, cover), line }
}

/** The SVG of one plate; all plates of a scene hide each other's figures alike, so they fit on top of each other. */
export function plateSvg(scene: Scene, plate: Plate, scale: number): string {
  const [width, height] = [Math.round(scene.width * scale), Math.round(scene.height * scale)]
  const body = scene.shapes.map((shape, index) => figure(shape, plate, index)).join('')
  const view = `viewBox="0 0 ${scene.width} ${scene.height}" preserveAspectRatio="none"`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ${view}>${body}</svg>`
}

function figure(shape: Shape, plate: Plate, index: number): string {
  const { paint, definition } = paintOf(shape, plate, `g${index}`)
  const attributes = shape.line
    ? `fill="none" stroke="${paint}" stroke-width="${shape.line}" stroke-linecap="round" stroke-linejoin="round"`
    : `fill="${paint}"`
  // Not `opacity`: that would paint every figure on a sheet of its own first, which takes twice as long.
  const opacity = typeof shape.cover === 'number' && shape.cover < 1 ? ` ${shape.line ? 'stroke' : 'fill'}-opacity="${shape.cover}"` : ''
  return `${definition}<path d="${shape.d}" ${attributes}${opacity}/>`
}

function paintOf({ shade, cover, ...inks }: Shape, plate: Plate, id: string): { paint: string; definition: string } {
  const reference = `url(#${id})`
  if (plate === 'shade' && typeof shade === 'object') return { paint: reference, definition: gradient(id, shade, inGrey) }
  const colour = plate === 'shade' ? grey(Number(shade)) : inks[plate]
  if (typeof cover !== 'object') return { paint: colour, definition: '' }
  return { paint: reference, definition: gradient(id, cover, (share) => `stop-color="${colour}" stop-opacity="${share}"`) }
}

function gradient(id: string, ramp: Ramp, look: (share: number) => string): string {
  const stops = ramp.stops.map(([place, share]) => `<stop offset="${place}" ${look(share)}/>`).join('')
  if (ramp.kind === 'round') {
    const [x, y] = ramp.centre
    return `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${x}" cy="${y}" r="${ramp.radius}">${stops}</radialGradient>`
  }
  const [[x1, y1], [x2, y2]] = [ramp.from, ramp.to]
  const line = `x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`
  return `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" ${line}>${stops}</linearGradient>`
}

function inGrey(share: number): string {
  return `stop-color="${grey(share)}"`
}

function grey(share: number): string {
  const value = Math.round(share * 255)
  return `rgb(${value},${value},${value})`
}
