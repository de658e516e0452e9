import { along, mix } from '../colour.ts'
import { circle, curve, curveDownTo, type Point, points, polygon, rectangle } from '../path.ts'
import { between, type Random, range, seeded, wander } from '../random.ts'
import { downward, drawn, flat, outward, type Scene, type Shape, sideways } from '../scene.ts'

const [WIDTH, HEIGHT] = [1600, 2400]
const FOG = '#e9e6da'
const INKS = ['#c9cdc2', '#9fada6', '#6a8180', '#36505a', '#12262f']

interface Tree {
  readonly foot: Point
  readonly tall: number
  readonly wide: number
}

/** A wood of firs that fades into fog, row behind row, in the manner of a woodcut; one window is lit. */
export function firsInFog(): Scene {
  const moon: Point = [1110, 520]
  const sky: Shape = { d: rectangle(0, 0, WIDTH, HEIGHT), lit: '#f1ecde', dark: '#b4c0ba', shade: downward(0, 1500, [0, 0.85], [1, 0.05]) }
  const halo = flat(circle(...moon, 520), '#f8f3e4', outward(moon, 520, [0, 0.9], [1, 0]))
  const disc: Shape = { d: circle(...moon, 150), lit: '#fdf8ea', dark: '#e6d3b0', shade: downward(380, 690, [0, 0], [1, 0.7]) }
  return { width: WIDTH, height: HEIGHT, shapes: [sky, halo, disc, ...range(INKS.length).flatMap(row)] }
}

function row(index: number): readonly Shape[] {
  const random = seeded(60 + index)
  const ink = along(INKS, index / (INKS.length - 1))
  const ground = groundOf(index)
  const trees = treesOf(index, random).flatMap((tree) => fir(tree, ink, random))
  const floor = ground(WIDTH / 2)
  const hill = curveDownTo(
    range(25).map((step): Point => [step * 70 - 40, ground(step * 70 - 40)]),
    HEIGHT + 20,
  )
  const soil: Shape = { d: hill, lit: mix(ink, FOG, 0.75), dark: ink, shade: downward(floor - 60, floor + 340, [0, 0.95], [1, 0.1]) }
  const mist = flat(rectangle(0, floor - 260, WIDTH, 620), FOG, downward(floor - 260, floor + 360, [0, 0], [0.55, 0.78], [1, 0.9]))
  if (index === 2) return [...trees, soil, mist, ...cabin()]
  return index === INKS.length - 1 ? [...trees, soil] : [...trees, soil, mist]
}

function groundOf(index: number): (x: number) => number {
  const swell = wander(seeded(30 + index), 2)
  const base = 1130 + index * 285
  return (x) => base + swell(x / 700 + 3) * 60 + (index % 2 ? 1 : -1) * (x / WIDTH - 0.5) * 90
}

function treesOf(index: number, random: Random): readonly Tree[] {
  const ground = groundOf(index)
  if (index === INKS.length - 1) return [tree(150, 1500), tree(395, 1020), tree(1500, 1270), tree(1250, 800)]
  const count = [17, 13, 9, 8][index] ?? 8
  return range(count).map((place) =>
    tree(((place + between(random, 0.1, 0.9)) / count) * (WIDTH + 160) - 80, between(random, 300, 520) + index * 95),
  )

  function tree(x: number, tall: number): Tree {
    return { foot: [x, ground(x) + 30], tall, wide: tall * between(random, 0.17, 0.22) }
  }
}

/** Drooping boughs, lit from the side of the moon, with cuts where the knife let the paper through. */
function fir({ foot: [x, y], tall, wide }: Tree, ink: string, random: Random): readonly Shape[] {
  const levels = Math.round(9 + tall / 90)
  const side = (sign: number): readonly Point[] =>
    range(levels).flatMap((level): readonly Point[] => {
      const share = (level + 1) / levels
      const reach = wide * share ** 0.86 * between(random, 0.78, 1.12)
      const tip = y - tall * (1 - share * 0.93)
      return [
        [x + sign * reach, tip],
        [x + sign * reach * 0.42, tip - tall * 0.012],
      ]
    })
  const outline = polygon([
    [x, y - tall],
    ...side(1),
    [x + tall * 0.013, y - tall * 0.08],
    [x + tall * 0.016, y],
    [x - tall * 0.016, y],
    [x - tall * 0.013, y - tall * 0.08],
    ...[...side(-1)].reverse(),
  ])
  const body: Shape = {
    d: outline,
    lit: mix(ink, FOG, 0.42),
    dark: ink,
    shade: sideways(x - wide, x + wide, [0, 1], [0.45, 0.96], [1, 0.45]),
  }
  return tall < 790 ? [body] : [body, cuts([x, y], { tall, wide, ink, random })]
}

function cuts([x, y]: Point, { tall, wide, ink, random }: { tall: number; wide: number; ink: string; random: Random }): Shape {
  const lines = range(Math.round(tall / 15)).map(() => {
    const share = between(random, 0.3, 0.9)
    const middle = x + between(random, -0.55, 0.62) * wide * share
    const long = between(random, 0.1, 0.24) * wide * share
    const top = y - tall * (1 - share)
    const droop = (middle - x) * 0.22
    return curve([
      [middle - long, top - droop * 0.5 + 6],
      [middle, top - 3],
      [middle + long, top + droop * 0.5 + 6],
    ])
  })
  return drawn(lines.join(''), mix(ink, FOG, 0.3), 4.2)
}

function cabin(): readonly Shape[] {
  const [x, y] = [916, 1742]
  const wall: Shape = { d: rectangle(x, y - 62, 132, 74), lit: '#5b6a6a', dark: '#33464c', shade: sideways(x, x + 132, [0, 0.9], [1, 0.3]) }
  const roof = flat(polygon(points('-18 -58, 40 -116, 150 -116, 152 -58', [x, y])), '#2b3c43')
  const light = flat(circle(x + 44, y - 28, 120), '#f2b065', outward([x + 44, y - 28], 120, [0, 0.75], [1, 0]))
  const chimney = flat(rectangle(x + 104, y - 146, 18, 40), '#2b3c43')
  const smoke = drawn(curve(points('113 -156, 128 -210, 104 -262, 126 -330', [x, y])), '#f4efe2', 13, 0.7)
  const windows = [x + 28, x + 82].map((left) => flat(rectangle(left, y - 44, 24, 30), '#f6c272'))
  return [smoke, chimney, wall, roof, light, ...windows]
}
