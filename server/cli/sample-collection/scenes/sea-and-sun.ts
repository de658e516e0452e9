import { along } from '../colour.ts'
import { almond, circle, curve, type Point, points, polygon, rectangle } from '../path.ts'
import { between, range, seeded } from '../random.ts'
import { downward, drawn, flat, outward, type Scene, type Shape, sideways } from '../scene.ts'

const [WIDTH, HEIGHT] = [2000, 1400]
const HORIZON = 800
const SUN: Point = [1180, 700]

/** A large sun on its way into the sea, and one boat. */
export function seaAndSun(): Scene {
  const sky: Shape = { d: rectangle(0, 0, WIDTH, HORIZON), lit: '#f9d9b2', dark: '#dd7a62', shade: downward(0, HORIZON, [0, 0.95], [1, 0]) }
  const glow = flat(circle(...SUN, 560), '#fff0cf', outward(SUN, 560, [0, 0.8], [1, 0]))
  const disc: Shape = { d: circle(...SUN, 265), lit: '#fff3d6', dark: '#ec6a4c', shade: downward(500, 860, [0, 0.03], [1, 0.95]) }
  const sea: Shape = {
    d: rectangle(0, HORIZON, WIDTH, HEIGHT - HORIZON),
    lit: '#6fa5a3',
    dark: '#123f52',
    shade: downward(HORIZON, HEIGHT, [0, 0.05], [1, 1]),
  }
  return { width: WIDTH, height: HEIGHT, shapes: [sky, glow, disc, ...clouds(), sea, ...waves(), ...glints(), ...boat([560, 905])] }
}

function clouds(): readonly Shape[] {
  const bars: readonly (readonly [number, number, number])[] = [
    [420, 250, 620],
    [760, 318, 420],
    [1560, 196, 540],
    [1330, 630, 520],
    [300, 520, 420],
    [1820, 470, 360],
  ]
  return bars.map(([x, y, width]): Shape => {
    return {
      d: almond(x, y, width, 19),
      lit: '#fff0d4',
      dark: '#e78d70',
      shade: sideways(x - width / 2, x + width / 2, [0, 0.75], [0.5, 0.1], [1, 0.85]),
      cover: 0.9,
    }
  })
}

/** Dashes that widen and part towards the viewer. */
function waves(): readonly Shape[] {
  const random = seeded(5)
  return range(26).map((row) => {
    const near = row / 25
    const y = HORIZON + 14 + (HEIGHT - HORIZON) * near ** 1.7
    const dashes = range(Math.round(13 - 6 * near)).map(() =>
      almond(
        between(random, -60, WIDTH + 60),
        y + between(random, -8, 8) * (1 + near),
        between(random, 90, 250) * (0.7 + near),
        2.5 + near * 9,
      ),
    )
    return flat(dashes.join(''), along(['#4e8a90', '#2c6373', '#0c3346'], near), 0.8)
  })
}

/** The sun's own light on the water, in a column that frays out. */
function glints(): readonly Shape[] {
  const random = seeded(71)
  return range(24).map((row) => {
    const near = row / 23
    const y = HORIZON + 10 + (HEIGHT - HORIZON - 30) * near ** 1.45
    const spread = 150 + 130 * Math.sin(near * 2.6)
    const dashes = range(3).map(() =>
      almond(
        SUN[0] + between(random, -1, 1) * spread,
        y + between(random, -6, 6),
        between(random, 70, 300) * (1.1 - near * 0.45),
        3 + near * 7,
      ),
    )
    return flat(dashes.join(''), along(['#fff0cc', '#fbc58d', '#ef8a63'], near), 0.95)
  })
}

function boat([x, y]: Point): readonly Shape[] {
  const hull: Shape = {
    d: `M${x - 104} ${y}Q${x} ${y + 14} ${x + 118} ${y - 8}Q${x + 84} ${y + 46} ${x + 58} ${y + 46}L${x - 66} ${y + 46}Q${x - 96} ${y + 36} ${x - 104} ${y}Z`,
    lit: '#7a2f33',
    dark: '#2c2233',
    shade: downward(y, y + 48, [0, 0.2], [1, 1]),
  }
  const main: Shape = {
    d: `M${x + 4} ${y - 308}Q${x + 110} ${y - 150} ${x + 108} ${y - 24}L${x + 4} ${y - 14}Z`,
    lit: '#fff3dc',
    dark: '#d98d72',
    shade: sideways(x, x + 112, [0, 0.75], [1, 0.02]),
  }
  const jib: Shape = {
    d: `M${x - 8} ${y - 280}Q${x - 22} ${y - 110} ${x - 100} ${y - 22}Q${x - 50} ${y - 8} ${x - 8} ${y - 16}Z`,
    lit: '#f8e0bf',
    dark: '#b9614f',
    shade: sideways(x - 96, x, [0, 0.1], [1, 0.8]),
  }
  const mast = drawn(curve(points('-2 -322, -2 -160, -2 4', [x, y])), '#2c2233', 5)
  const pennant = flat(polygon(points('-2 -322, 40 -312, -2 -300', [x, y])), '#c7463c')
  const mirror = range(5).map((row) =>
    flat(almond(x + 10 - row * 4, y + 60 + row * 22, 190 - row * 26, 6), row % 2 ? '#f3d5b4' : '#1c3442', 0.75),
  )
  return [...mirror, mast, jib, main, hull, pennant]
}
