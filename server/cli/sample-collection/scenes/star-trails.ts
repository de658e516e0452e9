import { arc, circle, curveDownTo, type Point, points, polygon, rectangle } from '../path.ts'
import { between, range, seeded, wander } from '../random.ts'
import { downward, drawn, flat, outward, type Scene, type Shape, sideways, slanted } from '../scene.ts'

const [WIDTH, HEIGHT] = [2400, 1600]
const POLE: Point = [1420, 610]
const EXPOSURE_DEGREES = 34 // about two and a quarter hours of the earth's turning

/** Stars drawn out around the pole by a long exposure, over a tent in the hills. */
export function starTrails(): Scene {
  const sky: Shape = {
    d: rectangle(0, 0, WIDTH, HEIGHT),
    lit: '#4c7f95',
    dark: '#0b1731',
    shade: downward(0, 1330, [0, 1], [0.35, 0.93], [1, 0.12]),
  }
  const afterglow = flat(rectangle(0, 900, WIDTH, 420), '#e3b48a', downward(900, 1320, [0, 0], [1, 0.75]))
  const far = hills({ seed: 3, base: 1230, height: 120, lit: '#3e6276', dark: '#1f3c55' })
  const middle = hills({ seed: 8, base: 1325, height: 95, lit: '#22425a', dark: '#12263f' })
  const near = hills({ seed: 21, base: 1470, height: 60, lit: '#15293f', dark: '#070f20' })
  return { width: WIDTH, height: HEIGHT, shapes: [sky, afterglow, ...trails(), far, middle, near, ...tent([760, 1465])] }
}

function trails(): readonly Shape[] {
  const random = seeded(1912)
  const inks = ['#f7f1df', '#f7f1df', '#cfe3ef', '#cfe3ef', '#f6d6a8', '#9fc4d8']
  const stars = range(330).map((index): Shape => {
    const radius = 26 + 1780 * between(random, 0, 1) ** 0.72
    const from = between(random, 0, 360)
    const bright = random() ** 2.2
    return drawn(
      arc(POLE, radius, from, from + EXPOSURE_DEGREES),
      inks[index % inks.length] ?? '#ffffff',
      1.8 + bright * 3.6,
      0.3 + bright * 0.65,
    )
  })
  return [...stars, flat(circle(POLE[0] + 5, POLE[1] - 3, 6), '#fff6de')]
}

function hills({ seed, base, height, lit, dark }: { seed: number; base: number; height: number; lit: string; dark: string }): Shape {
  const line = wander(seeded(seed), 4)
  const points = range(61).map((step): Point => [step * 42 - 40, base - height * line(step / 11 + seed)])
  return { d: curveDownTo(points, HEIGHT + 20), lit, dark, shade: downward(base - height, base + 190, [0, 0.95], [1, 0.2]) }
}

function tent([x, y]: Point): readonly Shape[] {
  const glow = flat(circle(x, y - 60, 430), '#f6a95c', outward([x, y - 60], 430, [0, 0.62], [0.35, 0.22], [1, 0]))
  const floor = flat(
    `M${x - 320} ${y + 22}Q${x} ${y - 16} ${x + 330} ${y + 22}Q${x} ${y + 62} ${x - 320} ${y + 22}Z`,
    '#f3a862',
    outward([x, y + 22], 330, [0, 0.7], [1, 0]),
  )
  const side: Shape = {
    d: polygon(points('-30 -178, 78 -158, 196 14, 88 28', [x, y])),
    lit: '#e58a45',
    dark: '#8c3b34',
    shade: sideways(x, x + 190, [0, 0.2], [1, 1]),
  }
  const front: Shape = {
    d: polygon(points('-30 -178, 88 28, -152 22', [x, y])),
    lit: '#ffe0a0',
    dark: '#ee8b3f',
    shade: slanted([x - 30, y + 20], [x - 30, y - 180], [0, 0.02], [1, 1]),
  }
  const door = flat(polygon(points('-30 -176, 6 26, -62 24', [x, y])), '#fff2cf', downward(y - 170, y + 26, [0, 0.2], [1, 1]))
  const sitter = flat(`M${x - 232} ${y + 34}q-4 -62 22 -66q-12 -26 10 -31q22 3 12 32q22 8 26 36l24 16q3 12 -14 13z`, '#070d1c')
  return [glow, floor, side, front, door, drawn(polygon(points('-30 -178, -30 -200', [x, y])), '#3b2a2e', 6), sitter]
}
