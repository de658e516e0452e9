import { mix } from '../colour.ts'
import { almond, circle, type Point, polygon, polyline, rectangle } from '../path.ts'
import { between, type Random, range, seeded } from '../random.ts'
import { downward, drawn, flat, outward, type Scene, type Shape, sideways } from '../scene.ts'
import { cutter, ferry } from './harbour-boats.ts'

const [WIDTH, HEIGHT] = [2400, 800]
const QUAY = 560
const LAMP = '#ffd48a'
const LAMPS = 13

interface House {
  readonly left: number
  readonly wide: number
  readonly tall: number
}

/** The warehouses, steeples and cranes of a port between sunset and night, three times as wide as high. */
export function harbourAtDusk(): Scene {
  const sky: Shape = { d: rectangle(0, 0, WIDTH, QUAY), lit: '#a87f97', dark: '#2b4370', shade: downward(0, QUAY * 0.8, [0, 1], [1, 0.02]) }
  const dusk = flat(rectangle(0, 0, WIDTH, QUAY), '#f3ab82', downward(QUAY * 0.3, QUAY, [0, 0], [1, 0.95]))
  const glow = flat(circle(1640, QUAY + 260, 900), '#ffe3ac', outward([1640, QUAY + 260], 900, [0, 1], [0.35, 0.85], [1, 0]))
  const water: Shape = {
    d: rectangle(0, QUAY, WIDTH, HEIGHT - QUAY),
    lit: '#7f6686',
    dark: '#15294d',
    shade: downward(QUAY, HEIGHT, [0, 0.15], [0.5, 0.75], [1, 1]),
  }
  const houses = street()
  const skyline = [...distance(), ...cranes(), ...steeples(), ...houses.flatMap(house), ...lamps()]
  return {
    width: WIDTH,
    height: HEIGHT,
    shapes: [sky, dusk, glow, moon(), water, ...skyline, quay(), ...reflections(houses), ...ferry([1890, 640]), ...cutter([620, 650])],
  }
}

function moon(): Shape {
  return flat('M402 118a46 46 0 1 0 54 68a52 52 0 0 1 -54 -68Z', '#fbe6c0')
}

function lampAt(lamp: number): number {
  return 70 + lamp * 188
}

/** A pale row of roofs behind the street. */
function distance(): readonly Shape[] {
  const random = seeded(17)
  const roofs = range(58).map((index) => {
    const tall = between(random, 60, 150)
    return rectangle(index * 42 - 10, QUAY - tall, between(random, 34, 60), tall)
  })
  const dome = `M1180 ${QUAY - 120}q0 -96 74 -104l0 -46l8 0l0 46q74 8 74 104Z`
  return [{ d: roofs.join('') + dome, lit: '#c58686', dark: '#6d6189', shade: downward(QUAY - 200, QUAY, [0, 0.9], [1, 0.1]) }]
}

function steeples(): readonly Shape[] {
  const tower = (x: number, tall: number): Shape => {
    const d = `${polygon([
      [x, QUAY - tall],
      [x + 9, QUAY - tall * 0.62],
      [x + 30, QUAY - tall * 0.5],
      [x + 30, QUAY],
      [x - 30, QUAY],
      [x - 30, QUAY - tall * 0.5],
      [x - 9, QUAY - tall * 0.62],
    ])}${rectangle(x - 1.5, QUAY - tall - 34, 3, 40)}`
    return { d, lit: '#7d6684', dark: '#2c3459', shade: sideways(x - 30, x + 30, [0, 1], [1, 0.25]) }
  }
  return [tower(760, 452), tower(1085, 360)]
}

function cranes(): readonly Shape[] {
  const crane = (x: number, size: number, ink: string): readonly Shape[] => {
    const at = (px: number, py: number): Point => [x + px * size, QUAY - py * size]
    const legs =
      polyline([at(-36, 0), at(-26, 150), at(26, 150), at(36, 0)]) +
      polyline([at(-30, 76), at(30, 76)]) +
      polyline([at(-34, 10), at(28, 76)])
    const jib =
      polyline([at(-70, 186), at(0, 176), at(196, 300)]) +
      polyline([at(0, 176), at(10, 262), at(196, 300)]) +
      polyline([at(10, 262), at(-70, 186)])
    const hook = polyline([at(196, 300), at(196, 196)])
    return [
      drawn(legs, ink, 7 * size),
      drawn(jib, ink, 6 * size),
      drawn(hook, ink, 2.5),
      flat(polygon([at(-34, 146), at(38, 146), at(34, 200), at(-30, 200)]), ink),
    ]
  }
  return [...crane(1560, 0.86, '#5c4a6d'), ...crane(1770, 1.02, '#46406a'), ...crane(2040, 1.2, '#33365e')]
}

/** Gabled brick houses on the left half of the quay, sheds on the right. */
function street(): readonly House[] {
  const random = seeded(44)
  const houses: House[] = []
  for (let left = -30; left < 1500; left += houses.at(-1)?.wide ?? 0)
    houses.push({ left, wide: between(random, 62, 112), tall: between(random, 120, 250) * (left > 1180 ? 0.62 : 1) })
  return [...houses, { left: 2150, wide: 130, tall: 150 }, { left: 2280, wide: 150, tall: 196 }]
}

function house({ left, wide, tall }: House, index: number): readonly Shape[] {
  const random = seeded(800 + index)
  const top = QUAY - tall
  const ink = mix('#3a2f52', '#1d2547', random())
  const gable =
    index % 3 === 0
      ? stepped(left, wide, top)
      : polygon([
          [left, top],
          [left + wide / 2, top - wide * 0.62],
          [left + wide, top],
          [left + wide, QUAY],
          [left, QUAY],
        ])
  const body: Shape = {
    d: gable,
    lit: mix(ink, '#d98873', 0.42),
    dark: ink,
    shade: sideways(left, left + wide, [0, 1], [0.6, 0.85], [1, 0.25]),
  }
  return [body, flat(windows({ left, wide, tall }, random), LAMP, 0.95), flat(windows({ left, wide, tall }, random), '#8f6f7d', 0.5)]
}

function stepped(left: number, wide: number, top: number): string {
  const step = wide / 7
  const up = range(4).flatMap((level): readonly Point[] => [
    [left + level * step, top - level * 17],
    [left + level * step, top - (level + 1) * 17],
  ])
  const down = range(4).flatMap((level): readonly Point[] => [
    [left + wide - (3 - level) * step, top - (4 - level) * 17],
    [left + wide - (3 - level) * step, top - (3 - level) * 17],
  ])
  return polygon([[left, QUAY], ...up, ...down, [left + wide, QUAY]])
}

/** A third of the windows of a front, the same size and in line. */
function windows({ left, wide, tall }: House, random: Random): string {
  const columns = Math.max(2, Math.floor(wide / 26))
  const gap = wide / columns
  const cells = range(columns * Math.floor(tall / 38))
  const lit = cells.filter(() => random() < 0.34)
  return (
    lit
      .map((cell) => rectangle(left + (cell % columns) * gap + gap / 2 - 5, QUAY - tall + 10 + Math.floor(cell / columns) * 36, 10, 16))
      .join('') || 'M0 0'
  )
}

function lamps(): readonly Shape[] {
  return range(LAMPS).flatMap((lamp) => {
    const x = lampAt(lamp)
    return [
      flat(circle(x, QUAY - 34, 40), LAMP, outward([x, QUAY - 34], 40, [0, 0.75], [0.2, 0.4], [1, 0])),
      drawn(`M${x} ${QUAY}v-34`, '#1a2040', 3),
      flat(circle(x, QUAY - 34, 4.5), '#fff3d2'),
    ]
  })
}

function quay(): Shape {
  return { d: rectangle(0, QUAY - 4, WIDTH, 20), lit: '#54405e', dark: '#141c3a', shade: sideways(0, WIDTH, [0, 1], [0.7, 0.5], [1, 0.9]) }
}

/** Lamps and fronts in the water, broken into dashes that widen downwards. */
function reflections(houses: readonly House[]): readonly Shape[] {
  const random = seeded(303)
  const lights = range(LAMPS).flatMap((lamp) =>
    range(4 + ((lamp * 5) % 4)).map((row) =>
      almond(
        lampAt(lamp) + between(random, -5, 5) * row,
        QUAY + 24 + row * 17 + between(random, -4, 4),
        between(random, 16, 46) * (1 - row * 0.06),
        2.6,
      ),
    ),
  )
  const fronts = houses.flatMap(({ left, wide, tall }) =>
    range(Math.round(tall / 26)).map((row) =>
      almond(left + wide / 2 + between(random, -12, 12), QUAY + 24 + row * 15, wide * between(random, 0.6, 1.25), 5),
    ),
  )
  const sunset = range(40).map((row) => almond(1680 + between(random, -300, 300), QUAY + 22 + row * 5.6, between(random, 60, 220), 2.4))
  return [flat(fronts.join(''), '#141f42', 0.55), flat(sunset.join(''), '#f2b48d', 0.6), flat(lights.join(''), LAMP, 0.9)]
}
