import { mix } from '../colour.ts'
import { circle, curve, curveDownTo, ellipse, type Point, points, polygon, rectangle, ribbon } from '../path.ts'
import { range } from '../random.ts'
import { downward, drawn, flat, outward, type Ramp, type Scene, type Shape, slanted } from '../scene.ts'

const [WIDTH, HEIGHT] = [2400, 1500]

interface Dune {
  /** The line against the sky, left to right. */
  readonly outline: readonly Point[]
  /** The sharp edge between sun and shadow, from the summit down to the foot. */
  readonly edge: readonly Point[]
  readonly sunlit: string
  readonly shadow: string
}

const DUNES: readonly Dune[] = [
  {
    outline: points('-40 880, 300 800, 620 690, 900 800, 1300 850, 1700 760, 2080 820, 2440 780'),
    edge: points('620 690, 700 780, 660 860, 760 960'),
    sunlit: '#f0c9a0',
    shadow: '#d09a85',
  },
  {
    outline: points('-40 1000, 500 960, 1020 860, 1400 690, 1560 610, 1740 720, 2060 860, 2440 930'),
    edge: points('1560 610, 1500 720, 1630 850, 1520 1000, 1640 1180'),
    sunlit: '#eeb885',
    shadow: '#a9646a',
  },
  {
    outline: points('-40 760, 260 830, 560 960, 900 1060, 1300 1100, 1800 1080, 2440 1010'),
    edge: points('-40 760, 120 900, 380 1010, 420 1130, 640 1250'),
    sunlit: '#e8a56f',
    shadow: '#8a4a5c',
  },
  {
    outline: points('-40 1330, 420 1260, 900 1130, 1280 1065, 1560 1130, 1960 1220, 2440 1270'),
    edge: points('1280 1065, 1180 1180, 1340 1290, 1220 1400, 1300 1540'),
    sunlit: '#dd8f58',
    shadow: '#5f3350',
  },
]

/** Four dunes with knife-sharp crests in the first light, and one walker. */
export function dunes(): Scene {
  const sun: Point = [420, 560]
  const sky: Shape = { d: rectangle(0, 0, WIDTH, HEIGHT), lit: '#fbe3c4', dark: '#7fb0b3', shade: downward(0, 860, [0, 0.95], [1, 0]) }
  const glow = flat(circle(...sun, 640), '#fff0d2', outward(sun, 640, [0, 0.95], [0.3, 0.55], [1, 0]))
  const disc: Shape = { d: circle(...sun, 104), lit: '#fffaf0', dark: '#f7bf8b', shade: downward(470, 690, [0, 0], [1, 0.8]) }
  return { width: WIDTH, height: HEIGHT, shapes: [sky, glow, disc, ...DUNES.flatMap(drawDune), ...walker([980, 1112])] }
}

function drawDune({ outline, edge, sunlit, shadow }: Dune, index: number): readonly Shape[] {
  const top = Math.min(...outline.map(([, y]) => y))
  const body: Shape = {
    d: curveDownTo(outline, HEIGHT + 20),
    lit: mix(sunlit, '#ffe9c9', 0.45),
    dark: sunlit,
    shade: downward(top, top + 420, [0, 0.05], [1, 1]),
  }
  const [summit = [0, 0], foot = [0, 0]] = [edge[0], edge.at(-1)]
  const lee = outline.filter(([x]) => x >= summit[0])
  const shade: Ramp = slanted(summit, [foot[0] + 620, foot[1] + 60], [0, 1], [0.35, 0.85], [1, 0.02])
  const end = lee.at(-1)?.[0] ?? WIDTH
  const base: readonly Point[] = [...edge, [foot[0] + 200, Math.max(foot[1], HEIGHT)], [end, Math.max(foot[1], HEIGHT)]]
  const dark: Shape = { d: ribbon(lee, base), lit: mix(sunlit, shadow, 0.16), dark: shadow, shade }
  return index === DUNES.length - 1 ? [body, dark, ...ripples()] : [body, dark]
}

/** Lines that the wind leaves on the sunlit side of the nearest dune, along its slope. */
function ripples(): readonly Shape[] {
  const slope = (x: number) => 1338 - 0.17 * x - 0.00006 * x * x
  return range(9).map((row) => {
    const [from, to] = [60 + row * 47 + (row % 3) * 80, 600 + row * 38 + (row % 2) * 110]
    const line = range(9).map((step): Point => {
      const x = from + ((to - from) * step) / 8
      return [x, slope(x) + 44 + row * 31 + Math.sin(x / 61 + row) * 6]
    })
    return drawn(curve(line), '#b9683f', 2.4 + row * 0.25, 0.45)
  })
}

function walker([x, y]: Point): readonly Shape[] {
  const cloak: Shape = {
    d: polygon(points('-13 0, -5 -47, 6 -47, 15 0', [x, y])),
    lit: '#40465f',
    dark: '#232a45',
    shade: 0.5,
  }
  const shadow = flat(polygon(points('-10 -2, 14 -2, 190 26, 176 29', [x, y])), '#7a3f4e', 0.6)
  return [shadow, cloak, flat(ellipse(x + 1, y - 55, 9, 11), '#232a45'), drawn(curve(points('22 2, 20 -30, 19 -58', [x, y])), '#232a45', 3)]
}
