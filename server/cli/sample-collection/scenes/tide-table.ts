import { arc, circle, type Point, points, polygon, rectangle } from '../path.ts'
import { range } from '../random.ts'
import { downward, drawn, flat, outward, type Scene, type Shape, sideways, slanted } from '../scene.ts'

const [WIDTH, HEIGHT] = [1600, 2240]
const PAPER = '#f3ead8'
const MARGIN = 110

/** An abstract poster: a red moon, its arches, and the water that follows them. */
export function tideTable(): Scene {
  const paper: Shape = {
    d: rectangle(0, 0, WIDTH, HEIGHT),
    lit: PAPER,
    dark: '#e6d8bd',
    shade: slanted([0, 0], [WIDTH, HEIGHT], [0, 0.1], [1, 0.6]),
  }
  const field: Shape = {
    d: rectangle(MARGIN, MARGIN, WIDTH - 2 * MARGIN, 1180),
    lit: '#f4cf9c',
    dark: '#e3a06d',
    shade: downward(MARGIN, 1290, [0, 0.85], [1, 0.05]),
  }
  const moon: Shape = {
    d: circle(1010, 620, 330),
    lit: '#ef7a57',
    dark: '#a8283a',
    shade: slanted([760, 400], [1260, 900], [0, 0.05], [1, 0.95]),
  }
  return { width: WIDTH, height: HEIGHT, shapes: [paper, field, moon, ...arches(), ...scales(), ...wedge(), ...frame(), ...gauge()] }
}

/** Half rings one inside the other, standing on the line of the water. */
function arches(): readonly Shape[] {
  const centre: Point = [560, 1290]
  const inks: readonly (readonly [string, string])[] = [
    ['#2f5d73', '#16324a'],
    ['#f6ead2', '#dcc59d'],
    ['#e8a24a', '#c4692c'],
    ['#f6ead2', '#dcc59d'],
    ['#2f5d73', '#16324a'],
    ['#ee8467', '#b93f42'],
  ]
  return inks.map(([lit, dark], index): Shape => {
    const radius = 450 - index * 74
    const d = `M${centre[0] - radius} ${centre[1]}a${radius} ${radius} 0 0 1 ${radius * 2} 0Z`
    return { d, lit, dark, shade: sideways(centre[0] - radius, centre[0] + radius, [0, 0.02], [1, 0.95]) }
  })
}

/** Overlapping half discs in rows, as waves are drawn on old charts. */
function scales(): readonly Shape[] {
  const top = 1290
  const sea: Shape = {
    d: rectangle(MARGIN, top, WIDTH - 2 * MARGIN, HEIGHT - MARGIN - top),
    lit: '#3f7f8c',
    dark: '#12304a',
    shade: downward(top, HEIGHT - MARGIN, [0, 0.1], [1, 1]),
  }
  const rows = range(9).flatMap((row) =>
    range(10).flatMap((column): readonly Shape[] => {
      const [x, y] = [MARGIN - 60 + column * 172 + (row % 2) * 86, top + 118 + row * 86]
      const disc: Shape = {
        d: circle(x, y, 94),
        lit: row % 3 === 1 ? '#7fb3ae' : '#4c8c96',
        dark: '#143651',
        shade: downward(y - 94, y + 40, [0, 0.06 + row * 0.07], [1, 1]),
      }
      return [disc, drawn(arc([x, y], 70, 180, 359.9), PAPER, 4.5, 0.75), drawn(arc([x, y], 46, 180, 359.9), PAPER, 4.5, 0.5)]
    }),
  )
  return [sea, ...rows]
}

function wedge(): readonly Shape[] {
  const d = polygon(points('1110 1290, 1330 760, 1330 1290'))
  const sail: Shape = { d, lit: '#fbf2df', dark: '#cfa877', shade: sideways(1130, 1330, [0, 0.7], [1, 0.02]) }
  const hull: Shape = {
    d: `M970 1290a230 130 0 0 0 430 0Z`,
    lit: '#5b3041',
    dark: '#23182f',
    shade: outward([1050, 1290], 330, [0, 0.1], [1, 1]),
  }
  return [sail, hull]
}

/** The paper around the print, laid over whatever runs out of it. */
function frame(): readonly Shape[] {
  const sheet = `${rectangle(0, 0, WIDTH, MARGIN)}${rectangle(0, HEIGHT - MARGIN, WIDTH, MARGIN)}${rectangle(0, 0, MARGIN, HEIGHT)}${rectangle(WIDTH - MARGIN, 0, MARGIN, HEIGHT)}`
  return [{ d: sheet, lit: PAPER, dark: '#e6d8bd', shade: slanted([0, 0], [WIDTH, HEIGHT], [0, 0.1], [1, 0.6]) }]
}

function gauge(): readonly Shape[] {
  const marks = range(19)
    .map((mark) => rectangle(190, 190 + mark * 30, mark % 6 === 0 ? 92 : mark % 3 === 0 ? 58 : 34, 7))
    .join('')
  const dots = range(5).map((dot) => flat(circle(1380 - dot * 62, 206, 17), dot === 1 ? '#a8283a' : '#16324a', dot === 4 ? 0.45 : 1))
  return [flat(marks, '#16324a'), ...dots]
}
