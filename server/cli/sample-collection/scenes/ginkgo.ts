import { mix } from '../colour.ts'
import { blob, circle, curve, type Point, placed, points } from '../path.ts'
import { between, type Random, range, seeded } from '../random.ts'
import { drawn, outward, type Scene, type Shape, sideways } from '../scene.ts'

const [WIDTH, HEIGHT] = [1600, 2000]
const BRANCH = points('420 1943, 520 1682, 700 1441, 790 1171, 880 920, 1010 678, 1080 473, 1190 297')

interface Leaf {
  readonly at: Point
  readonly degrees: number
  readonly scale: number
  /** 0 is summer, 1 is October. */
  readonly age: number
}

const LEAVES: readonly Leaf[] = [
  { at: [540, 1645], degrees: -78, scale: 1.08, age: 0.5 },
  { at: [560, 1617], degrees: 62, scale: 1.22, age: 0.85 },
  { at: [720, 1403], degrees: -52, scale: 1.0, age: 0.2 },
  { at: [735, 1376], degrees: -96, scale: 0.86, age: 0.7 },
  { at: [776, 1236], degrees: 74, scale: 1.16, age: 0.4 },
  { at: [800, 1134], degrees: 30, scale: 0.84, age: 1 },
  { at: [850, 985], degrees: -70, scale: 1.14, age: 0.95 },
  { at: [905, 864], degrees: -28, scale: 0.82, age: 0.3 },
  { at: [945, 790], degrees: 82, scale: 1.02, age: 0.62 },
  { at: [1040, 585], degrees: -60, scale: 0.94, age: 0.45 },
  { at: [1075, 492], degrees: 66, scale: 0.88, age: 0.9 },
  { at: [1180, 315], degrees: -14, scale: 0.66, age: 0.15 },
]

/** A branch of ginkgo in autumn as on a botanical plate, on transparent ground. */
export function ginkgo(): Scene {
  const random = seeded(1771)
  const [behind, front] = [LEAVES.filter((_, index) => index % 3 === 1), LEAVES.filter((_, index) => index % 3 !== 1)]
  const draw = (leaf: Leaf) => drawLeaf(leaf, random)
  return { width: WIDTH, height: HEIGHT, shapes: [...behind.flatMap(draw), ...wood(), ...front.flatMap(draw), ...fruits()] }
}

function wood(): readonly Shape[] {
  const side = (sign: number): readonly Point[] => BRANCH.map(([x, y], index) => [x + sign * (17 - index * 1.9), y + sign * 4])
  const d = `${curve(side(-1))}${curve([...side(1)].reverse()).replace('M', 'L')}Z`
  const knots = LEAVES.map(({ at: [x, y], scale }) => circle(x, y, 12 * scale)).join('')
  const bark: Shape = { d, lit: '#a5815f', dark: '#4a3529', shade: sideways(400, 1240, [0, 0.65], [0.5, 0.45], [1, 0.7]) }
  return [bark, { ...bark, d: knots, shade: 0.55 }]
}

function drawLeaf(leaf: Leaf, random: Random): readonly Shape[] {
  const put = (point: Point) => placed(point, { at: leaf.at, degrees: leaf.degrees, scale: leaf.scale })
  const tint = mix(mix('#a9b85a', '#f3c63f', leaf.age), '#ffffff', 0.08)
  const deep = mix('#4f7041', '#c47a1d', leaf.age)
  const heart = put([0, -172])
  const blade: Shape = {
    d: blob(outline(random).map(put)),
    lit: tint,
    dark: deep,
    shade: outward(heart, 330 * leaf.scale, [0, 0.95], [0.3, 0.5], [0.72, 0.08], [1, 0.5]),
  }
  const stalk = drawn(curve(points('0 0, 10 -60, 3 -130, 0 -180').map(put)), mix(deep, '#6b5a2c', 0.3), 9 * leaf.scale)
  return [stalk, blade, drawn(veins(put), deep, 2.2, 0.55)]
}

/** A fan with a wavy rim and a notch in its middle, upright, its stalk at 0, 0. */
function outline(random: Random): readonly Point[] {
  const rim = range(17).map((step): Point => {
    const angle = ((step - 8) * 9.2 * Math.PI) / 180
    const notch = step === 8 ? 84 : Math.abs(step - 8) === 1 ? 12 : 0
    const reach = 262 + between(random, -9, 9) - notch - Math.abs(step - 8) ** 2 * 0.62
    return [Math.sin(angle) * reach, -172 - Math.cos(angle) * reach * 0.86]
  })
  return [[0, -164], [-66, -198], [-150, -204], ...rim, [150, -204], [66, -198]]
}

function veins(put: (point: Point) => Point): string {
  const lines = range(19)
    .filter((step) => step !== 9)
    .map((step) => {
      const angle = ((step - 9) * 7.3 * Math.PI) / 180
      const tip = (reach: number): Point => [Math.sin(angle) * reach, -180 - Math.cos(angle) * reach * 0.84]
      return curve([put([0, -176]), put(tip(90)), put(tip(Math.abs(step - 9) === 1 ? 150 : 216))])
    })
  return lines.join('')
}

function fruits(): readonly Shape[] {
  const berries: readonly (readonly [Point, Point, number])[] = [
    [[690, 1441], [640, 1757], 58],
    [[690, 1441], [782, 1716], 52],
  ]
  return berries.flatMap(([from, [x, y], radius]) => {
    const ball: Shape = {
      d: circle(x, y, radius),
      lit: '#f4d9a0',
      dark: '#b5702f',
      shade: outward([x - radius * 0.35, y - radius * 0.4], radius * 1.6, [0, 0.02], [0.45, 0.25], [1, 1]),
    }
    const middle: Point = [(from[0] + x) / 2 + (x > from[0] ? 24 : -20), (from[1] + y) / 2]
    return [drawn(curve([from, middle, [x, y - radius + 6]]), '#7d6b35', 8), ball]
  })
}
