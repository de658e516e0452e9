import { circle, curve, curveDownTo, ellipse, type Point, points, polygon, rectangle } from '../path.ts'
import { range, seeded, wander } from '../random.ts'
import { downward, drawn, flat, outward, type Scene, type Shape, slanted } from '../scene.ts'
import { house, poplars, tree } from './farmland.ts'

const [WIDTH, HEIGHT] = [2400, 1600]

/** One field: what grows in it, and how its rows run. */
interface Field {
  /** The upper edge, left to right. */
  readonly edge: readonly Point[]
  readonly lit: string
  readonly dark: string
  readonly rows?: string
}

const FIELDS: readonly Field[] = [
  {
    edge: points('-40 800, 420 700, 900 760, 1400 690, 1900 740, 2440 670'),
    lit: '#a9c3b0',
    dark: '#6d97a0',
  },
  {
    edge: points('-40 850, 500 830, 1000 770, 1500 800, 2000 770, 2440 790'),
    lit: '#b8c98d',
    dark: '#6f9a78',
  },
  {
    edge: points('-40 880, 400 930, 900 950, 1400 900, 1900 830, 2440 850'),
    lit: '#f3d675',
    dark: '#cf9f45',
  },
  {
    edge: points('-40 980, 500 940, 1000 960, 1500 1010, 2000 1020, 2440 960'),
    lit: '#9dba74',
    dark: '#4b7a56',
    rows: '#3f6d4e',
  },
  {
    edge: points('-40 1020, 450 1080, 950 1140, 1450 1110, 1950 1070, 2440 1090'),
    lit: '#e0a06c',
    dark: '#a35a48',
    rows: '#8f4b41',
  },
  {
    edge: points('-40 1270, 500 1210, 1000 1200, 1500 1240, 2000 1220, 2440 1160'),
    lit: '#86a867',
    dark: '#2f5d4a',
    rows: '#274f42',
  },
  {
    edge: points('-40 1370, 500 1420, 1100 1440, 1700 1370, 2440 1330'),
    lit: '#f0c862',
    dark: '#b0772f',
  },
]

/** Strips of farmland behind a shower that moves off to the left, with a house between poplars. */
export function fieldsAfterRain(): Scene {
  const sky: Shape = {
    d: rectangle(0, 0, WIDTH, 900),
    lit: '#f6ebd3',
    dark: '#8fb6c4',
    shade: slanted([300, 0], [1500, 900], [0, 0.95], [1, 0]),
  }
  const [far, middle, near] = [FIELDS.slice(0, 3), FIELDS.slice(3, 5), FIELDS.slice(5)]
  const grow = (fields: readonly Field[], first: number) => fields.flatMap((field, index) => drawField(field, first + index))
  const farm = [...house([1545, 905]), ...poplars(1745, 900, [250, 300, 272, 326, 260])]
  const shapes = [
    sky,
    ...shower(),
    ...clouds(),
    ...grow(far, 0),
    ...farm,
    ...grow(middle, 3),
    ...hedge(),
    ...grow(near, 5),
    ...tree([420, 1390]),
  ]
  return { width: WIDTH, height: HEIGHT, shapes }
}

function drawField({ edge, lit, dark, rows }: Field, index: number): readonly Shape[] {
  const top = Math.min(...edge.map(([, y]) => y))
  const soil: Shape = {
    d: curveDownTo(edge, HEIGHT + 20),
    lit,
    dark,
    shade: slanted([2300, top - 120], [300, top + 340], [0, 0.02], [1, 0.98]),
  }
  return rows === undefined ? [soil] : [soil, drawn(furrows(edge, index), rows, 3.2, 0.55)]
}

/** Rows that follow the upper edge and spread towards the viewer. */
function furrows(edge: readonly Point[], index: number): string {
  return range(11)
    .map((row) =>
      curve(edge.map(([x, y], place): Point => [x, y + 16 + row * 17 + row * row * 0.8 + Math.sin(place * 1.9 + index) * row * 1.4])),
    )
    .join('')
}

function clouds(): readonly Shape[] {
  const banks: readonly (readonly [number, number, number])[] = [
    [1680, 330, 1.25],
    [2120, 500, 0.72],
    [620, 250, 1.5],
  ]
  return banks.map(([x, y, size], index): Shape => {
    const puffs: readonly (readonly [number, number, number])[] = [
      [-200, 0, 74],
      [-110, -52, 98],
      [10, -92, 120],
      [128, -40, 92],
      [214, 4, 66],
    ]
    const d =
      puffs.map(([px, py, radius]) => circle(x + px * size, y + py * size, radius * size)).join('') +
      ellipse(x, y + 30 * size, 236 * size, 50 * size)
    const dark = index === 2 ? '#5f8598' : '#a9c2c8'
    return { d, lit: '#fffaf0', dark, shade: downward(y - 190 * size, y + 80 * size, [0, 0], [0.4, 0.12], [1, 1]) }
  })
}

function shower(): readonly Shape[] {
  const random = seeded(12)
  const veil = flat(polygon(points('300 320, 980 320, 760 860, 40 860')), '#6f93a3', downward(300, 860, [0, 0.65], [1, 0.12]))
  const lines = range(46).map(() => {
    const [x, y, long] = [330 + random() * 600, 330 + random() * 330, 60 + random() * 150]
    return `M${Math.round(x)} ${Math.round(y)}l${Math.round(-long * 0.4)} ${Math.round(long)}`
  })
  return [veil, drawn(lines.join(''), '#54798c', 3, 0.5)]
}

/** Bushes along the edge between two fields. */
function hedge(): readonly Shape[] {
  const size = wander(seeded(77), 2)
  return range(30).map((index): Shape => {
    const [x, radius] = [1180 + index * 44, 26 + 13 * size(index / 2.3)]
    const y = 1222 - (index - 8) * 1.5
    return {
      d: circle(x, y, radius),
      lit: '#7fa05f',
      dark: '#20483f',
      shade: outward([x + radius * 0.5, y - radius * 0.6], radius * 1.7, [0, 0.05], [1, 1]),
    }
  })
}
