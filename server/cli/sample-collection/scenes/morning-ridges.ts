import { along, mix } from '../colour.ts'
import { circle, curve, curveDownTo, type Point, points, polygon, rectangle } from '../path.ts'
import { between, range, seeded, wander } from '../random.ts'
import { downward, drawn, flat, outward, type Scene, type Shape } from '../scene.ts'

const [WIDTH, HEIGHT] = [2400, 1600]
const HAZE = '#f3dcc6'
const RANGES = ['#c3b8bf', '#a3a6b6', '#7f90a4', '#5c788f', '#3f6076', '#29485b', '#16303e']

/** Seven ranges of hills one behind the other, each paler with distance, under a low sun. */
export function morningRidges(): Scene {
  const sun: Point = [1590, 560]
  const sky: Shape = { d: rectangle(0, 0, WIDTH, HEIGHT), lit: '#fbe6cd', dark: '#a9c0c9', shade: downward(0, 900, [0, 0.95], [1, 0]) }
  const glow = flat(circle(...sun, 620), '#fff1d6', outward(sun, 620, [0, 0.95], [0.2, 0.7], [1, 0]))
  const disc: Shape = { d: circle(...sun, 118), lit: '#fffaf0', dark: '#f6b48b', shade: downward(470, 700, [0, 0], [1, 0.75]) }
  return { width: WIDTH, height: HEIGHT, shapes: [sky, glow, disc, ...birds(), ...range(RANGES.length).flatMap(hills)] }
}

function hills(index: number): readonly Shape[] {
  const near = index / (RANGES.length - 1)
  const line = crest(index)
  const top = Math.min(...line.map(([, y]) => y))
  const ink = along(RANGES, near)
  const d = curveDownTo(line, HEIGHT + 20)
  const body: Shape = { d, lit: mix(ink, HAZE, 0.62 - 0.3 * near), dark: ink, shade: downward(top, top + 330 + 160 * near, [0, 1], [1, 0]) }
  return index < 4 ? [body] : [{ d: woods(line, index), lit: ink, dark: ink, shade: 0 }, body]
}

function crest(index: number): readonly Point[] {
  const random = seeded(410 + index)
  const profile = wander(random, index < 4 ? 4 : 3)
  const [base, height] = [800 + index * 104 + index * index * 3, 190 - index * 14]
  const lean = Math.sin(index * 2.1) * 90
  return range(121).map((step): Point => {
    const x = (step / 120) * (WIDTH + 80) - 40
    return [x, base + (x / WIDTH - 0.5) * lean - height * profile(x / (620 - index * 22) + index * 11)]
  })
}

/** Small firs along a crest, in clumps. */
function woods(line: readonly Point[], index: number): string {
  const random = seeded(90 + index)
  const clumps = wander(seeded(7 + index), 2)
  const size = 15 + (index - 4) * 15
  const trees = range(Math.round(5200 / size)).flatMap((): readonly string[] => {
    const [x, y] = pointOn(line, random())
    if (clumps(x / 230) < -0.15) return []
    const tall = size * between(random, 1.4, 3.1)
    return [fir([x, y + size * 0.5], tall, tall * between(random, 0.17, 0.24))]
  })
  return trees.join('')
}

function pointOn(line: readonly Point[], share: number): Point {
  const place = share * (line.length - 1)
  const [from, to] = [line[Math.floor(place)] ?? [0, 0], line[Math.ceil(place)] ?? [0, 0]]
  const part = place % 1
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]
}

function fir([x, y]: Point, tall: number, wide: number): string {
  const side = (sign: number): readonly Point[] =>
    [0.35, 0.62, 1].flatMap((level): readonly Point[] => [
      [x + sign * wide * level, y - tall * (1 - level)],
      [x + sign * wide * level * 0.5, y - tall * (1 - level) - tall * 0.04],
    ])
  return polygon([[x, y - tall], ...side(1), ...[...side(-1)].reverse()])
}

function birds(): readonly Shape[] {
  const places = points('640 420, 712 386, 762 432, 852 372, 560 474')
  return places.map(([x, y], index) => {
    const wing = 20 + (index % 3) * 5
    return drawn(
      `${curve([
        [x - wing, y - 5],
        [x - wing / 2, y - 13],
        [x, y],
      ])}${curve([
        [x, y],
        [x + wing / 2, y - 14],
        [x + wing, y - 8],
      ])}`,
      '#5d7686',
      4.5,
    )
  })
}
