import { range } from './random.ts'

/** A place in a scene: pixels at full size, y downwards. */
export type Point = readonly [x: number, y: number]

/** Points written as `x y, x y`, counted from `at`. */
export function points(text: string, [atX, atY]: Point = [0, 0]): readonly Point[] {
  return text.split(',').map((pair): Point => {
    const [x = 0, y = 0] = pair.trim().split(' ').map(Number)
    return [atX + x, atY + y]
  })
}

/** The straight-edged figure with these corners. */
export function polygon(corners: readonly Point[]): string {
  return `M${corners.map(write).join('L')}Z`
}

/** The open line through `corners`, straight from each to the next. */
export function polyline(corners: readonly Point[]): string {
  return `M${corners.map(write).join('L')}`
}

/** The closed figure whose outline runs softly through `knots` (Catmull-Rom). */
export function blob(knots: readonly Point[]): string {
  return `${curves(knots, (index) => knots[(index + knots.length) % knots.length], knots.length)}Z`
}

/** The open line that runs softly through `knots`. */
export function curve(knots: readonly Point[]): string {
  return curves(knots, (index) => knots[Math.min(Math.max(index, 0), knots.length - 1)], knots.length - 1)
}

/** The figure below a soft line: closed at the height `floor`. */
export function curveDownTo(points: readonly Point[], floor: number): string {
  return `${curve(points)}L${write([points.at(-1)?.[0] ?? 0, floor])}L${write([points[0]?.[0] ?? 0, floor])}Z`
}

/** The figure between two soft lines of the same direction. */
export function ribbon(above: readonly Point[], below: readonly Point[]): string {
  return `${curve(above)}${curve([...below].reverse()).replace('M', 'L')}Z`
}

export function circle(x: number, y: number, radius: number): string {
  return ellipse(x, y, radius, radius)
}

export function ellipse(x: number, y: number, radiusX: number, radiusY: number): string {
  const half = (sign: number) => `a${round(radiusX)} ${round(radiusY)} 0 1 0 ${round(sign * 2 * radiusX)} 0`
  return `M${write([x - radiusX, y])}${half(1)}${half(-1)}Z`
}

export function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${write([x, y])}h${round(width)}v${round(height)}h${round(-width)}Z`
}

/** A thin pointed leaf lying on its side: a ripple, a dash of light. */
export function almond(x: number, y: number, width: number, height: number): string {
  const [left, right] = [x - width / 2, x + width / 2]
  return `M${write([left, y])}Q${write([x, y - height])} ${write([right, y])}Q${write([x, y + height])} ${write([left, y])}Z`
}

/** Part of a circle's line, angles in degrees, clockwise from the right, less than 180 apart. */
export function arc(centre: Point, radius: number, from: number, to: number): string {
  const end = turned([radius, 0], to)
  const start = turned([radius, 0], from)
  return `M${write(moved(start, centre))}A${round(radius)} ${round(radius)} 0 0 1 ${write(moved(end, centre))}`
}

/** `point` turned around 0, 0 by `degrees`, clockwise. */
function turned([x, y]: Point, degrees: number): Point {
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  return [x * cosine - y * sine, x * sine + y * cosine]
}

function moved([x, y]: Point, [byX, byY]: Point): Point {
  return [x + byX, y + byY]
}

/** `point`, given in the upright frame of a thing, in the scene where that thing stands at `at`, turned and scaled. */
export function placed(point: Point, { at, degrees = 0, scale = 1 }: { at: Point; degrees?: number; scale?: number }): Point {
  const [x, y] = turned(point, degrees)
  return [x * scale + at[0], y * scale + at[1]]
}

function curves(knots: readonly Point[], pointAt: (index: number) => Point | undefined, count: number): string {
  const at = (index: number) => pointAt(index) ?? [0, 0]
  const piece = (index: number) => {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)]
    const first: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6]
    const second: Point = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6]
    return `C${write(first)} ${write(second)} ${write(to)}`
  }
  return `M${write(knots[0] ?? [0, 0])}${range(count).map(piece).join('')}`
}

function write([x, y]: Point): string {
  return `${round(x)} ${round(y)}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
