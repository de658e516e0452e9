import { along } from '../colour.ts'
import { almond, circle, type Point, points, polygon, rectangle } from '../path.ts'
import { between, range, seeded } from '../random.ts'
import { downward, flat, outward, type Scene, type Shape, sideways, slanted } from '../scene.ts'

const [WIDTH, HEIGHT] = [1600, 1200]
const HORIZON = 760
/** Where the tower stands on its rock. */
const FOOT: Point = [1060, 770]
const LAMP: Point = [1060, 372]

/** What the hour makes of one view. */
interface Hour {
  readonly sky: readonly [high: string, low: string]
  /** Sun or moon. */
  readonly disc: { readonly at: Point; readonly radius: number; readonly lit: string; readonly dark: string; readonly glow: string }
  readonly sea: readonly [far: string, near: string]
  readonly waves: readonly string[]
  readonly rock: readonly [lit: string, dark: string]
  readonly tower: readonly [lit: string, dark: string]
  readonly band: string
  readonly lamp: string
  /** Only the night has one. */
  readonly beam?: string
}

const HOURS = {
  dawn: {
    sky: ['#7f93b8', '#f8cfa8'],
    disc: { at: [430, 700], radius: 92, lit: '#fff0cf', dark: '#f2a071', glow: '#ffe2b8' },
    sea: ['#c9b4a6', '#4a6780'],
    waves: ['#f3c9a3', '#8aa0ac', '#3d5a75'],
    rock: ['#8c7a78', '#3b3d4e'],
    tower: ['#fbe6d2', '#a98a8b'],
    band: '#c2564a',
    lamp: '#ffe7ad',
  },
  noon: {
    sky: ['#4f9ac6', '#d9eef2'],
    disc: { at: [520, 190], radius: 74, lit: '#fffdf0', dark: '#ffe9a6', glow: '#fff6d8' },
    sea: ['#8fcfd2', '#1d7490'],
    waves: ['#e9f7f3', '#57adba', '#15607d'],
    rock: ['#b3a78f', '#5c564f'],
    tower: ['#ffffff', '#c3cbd0'],
    band: '#d23f35',
    lamp: '#f4e6b0',
  },
  night: {
    sky: ['#0b1430', '#2b3f63'],
    disc: { at: [380, 240], radius: 66, lit: '#f4f1df', dark: '#b9bfd0', glow: '#6d7fa8' },
    sea: ['#26395c', '#0a1226'],
    waves: ['#5f7aa6', '#2c4166', '#101b36'],
    rock: ['#2b3346', '#0a0d18'],
    tower: ['#a9b4c8', '#3a465f'],
    band: '#7a3140',
    lamp: '#fff3b0',
    beam: '#fff0b8',
  },
} as const satisfies Record<string, Hour>

/** A lighthouse on a skerry, one view at three hours: the pictures of the collection's carousel. */
export function skerryLight(name: keyof typeof HOURS): Scene {
  const hour: Hour = HOURS[name]
  const [high, low] = hour.sky
  const sky: Shape = { d: rectangle(0, 0, WIDTH, HORIZON), lit: low, dark: high, shade: downward(0, HORIZON, [0, 1], [1, 0]) }
  const [far, near] = hour.sea
  const sea: Shape = {
    d: rectangle(0, HORIZON, WIDTH, HEIGHT - HORIZON),
    lit: far,
    dark: near,
    shade: downward(HORIZON, HEIGHT, [0, 0.05], [1, 1]),
  }
  const shapes = [sky, ...lights(hour), ...beam(hour), sea, ...glints(hour), ...waves(hour), ...rock(hour), ...tower(hour)]
  return { width: WIDTH, height: HEIGHT, shapes }
}

function lights({ disc: { at, radius, lit, dark, glow } }: Hour): readonly Shape[] {
  return [
    flat(circle(...at, radius * 3.4), glow, outward(at, radius * 3.4, [0, 0.7], [1, 0])),
    { d: circle(...at, radius), lit, dark, shade: downward(at[1] - radius, at[1] + radius, [0, 0.05], [1, 0.95]) },
  ]
}

function beam({ beam }: Hour): readonly Shape[] {
  if (beam === undefined) return []
  const ray = (d: string, end: Point) => flat(polygon(points(d, LAMP)), beam, slanted(LAMP, end, [0, 0.75], [1, 0]))
  return [ray('0 -6, -1100 -250, -1100 -60, 0 8', [-40, 220]), ray('0 -6, 600 40, 600 130, 0 8', [1660, 450])]
}

/** What the disc throws on the water below it. */
function glints({ disc: { at, glow } }: Hour): readonly Shape[] {
  const random = seeded(19)
  return range(20).map((row) => {
    const near = row / 19
    const y = HORIZON + 10 + (HEIGHT - HORIZON) * near ** 1.5
    const dashes = range(3).map(() =>
      almond(
        at[0] + between(random, -1, 1) * (60 + 150 * near),
        y + between(random, -6, 6),
        between(random, 50, 170) * (0.7 + near),
        2.5 + near * 6,
      ),
    )
    return flat(dashes.join(''), glow, 0.8)
  })
}

function waves({ waves }: Hour): readonly Shape[] {
  const random = seeded(8)
  return range(22).map((row) => {
    const near = row / 21
    const y = HORIZON + 12 + (HEIGHT - HORIZON) * near ** 1.6
    const dashes = range(11).map(() =>
      almond(between(random, -60, WIDTH + 60), y + between(random, -8, 8), between(random, 80, 210) * (0.6 + near), 2 + near * 7),
    )
    return flat(dashes.join(''), along([...waves], near), 0.7)
  })
}

function rock({ rock: [lit, dark] }: Hour): readonly Shape[] {
  const [x, y] = FOOT
  const shade = sideways(x - 420, x + 420, [0, 0.15], [0.45, 0.4], [1, 1])
  return [
    { d: polygon(points('-430 70, -310 10, -190 -6, -110 -40, 90 -46, 170 -8, 290 6, 400 66, 340 96, -380 96', FOOT)), lit, dark, shade },
    flat(almond(x, y + 94, 900, 16), dark, 0.6),
  ]
}

function tower({ tower: [lit, dark], band, lamp }: Hour): readonly Shape[] {
  const [x] = FOOT
  const round = sideways(x - 62, x + 62, [0, 0.1], [0.4, 0.2], [1, 1])
  const shaft: Shape = { d: polygon(points('-62 -34, -42 -352, 42 -352, 62 -34', FOOT)), lit, dark, shade: round }
  const bands = ['-57 -110, -52 -190, 52 -190, 57 -110', '-48 -260, -43 -336, 43 -336, 48 -260']
  return [
    shaft,
    ...bands.map((d): Shape => ({ d: polygon(points(d, FOOT)), lit: band, dark, shade: round, cover: 0.92 })),
    flat(polygon(points('-64 -352, -64 -366, 64 -366, 64 -352', FOOT)), dark),
    flat(circle(...LAMP, 60), lamp, outward(LAMP, 60, [0, 0.9], [1, 0])),
    flat(rectangle(x - 30, FOOT[1] - 428, 60, 62), lamp),
    flat(polygon(points('-44 -426, 0 -480, 44 -426', FOOT)), band),
  ]
}
