import { mix } from '../colour.ts'
import { blob, circle, curve, ellipse, type Point, points, polygon, rectangle } from '../path.ts'
import { drawn, flat, outward, type Scene, type Shape, sideways, slanted } from '../scene.ts'

const SIDE = 2000
const TABLE = 1360

/** A jug, a bowl, a pear and lemons on a table, lit from a window on the left. */
export function stillLife(): Scene {
  const wall: Shape = {
    d: rectangle(0, 0, SIDE, SIDE),
    lit: '#efdcc0',
    dark: '#c98f74',
    shade: slanted([0, 0], [SIDE, 1500], [0, 0.05], [1, 0.85]),
  }
  const top: Shape = {
    d: rectangle(0, TABLE, SIDE, SIDE - TABLE),
    lit: '#d9795a',
    dark: '#7e3340',
    shade: slanted([0, TABLE], [1800, SIDE], [0, 0.05], [1, 0.9]),
  }
  const edge = flat(rectangle(0, TABLE, SIDE, 9), '#f0a888', sideways(0, SIDE, [0, 0.9], [1, 0]))
  const things = [
    ...bowl(),
    ...jug(),
    ...pear([1010, 1500], 1),
    ...lemon([1405, 1610], 8),
    ...lemon([560, 1655], -16),
    ...halfLemon([1640, 1500]),
  ]
  return { width: SIDE, height: SIDE, shapes: [wall, ...windowLight(), top, edge, ...things] }
}

function windowLight(): readonly Shape[] {
  const panes = points('1060 250, 1400 320, 1060 690, 1400 760')
  return panes.map(([x, y]): Shape => {
    const pane = polygon(points('0 0, 300 62, 300 440, 0 378', [x, y]))
    return { d: pane, lit: '#fbeed3', dark: '#d9a483', shade: slanted([1060, 250], [1760, 1240], [0, 0.04], [1, 0.72]) }
  })
}

function shadow([x, y]: Point, long: number, high: number): Shape {
  return {
    d: ellipse(x + long * 0.42, y, long, high),
    lit: '#a14c47',
    dark: '#5a2236',
    shade: sideways(x, x + long * 1.4, [0, 1], [1, 0.05]),
    cover: 0.8,
  }
}

function jug(): readonly Shape[] {
  const [x, y] = [690, 1580]
  const right = points('92 -860, 84 -760, 104 -660, 190 -520, 246 -360, 240 -190, 176 -46, 120 0')
  const left = right.map(([px, py]): Point => [-px, py])
  const outline = blob([...right, [0, 16], ...[...left].reverse(), [0, -862]].map(([px = 0, py = 0]): Point => [x + px, y + py]))
  const body: Shape = {
    d: outline,
    lit: '#7fa3b5',
    dark: '#1d3a56',
    shade: sideways(x - 230, x + 240, [0, 0.2], [0.25, 0.02], [0.62, 0.72], [1, 1]),
  }
  const handle: Shape = {
    d: curve(points('96 -740, 240 -760, 318 -620, 226 -440', [x, y])),
    lit: '#5a8099',
    dark: '#1d3a56',
    shade: slanted([x + 90, y - 760], [x + 320, y - 500], [0, 0.2], [1, 1]),
    line: 42,
  }
  const mouth = flat(ellipse(x - 8, y - 868, 88, 17), '#16304a')
  const bands = [-300, -262].map((py) =>
    drawn(
      curve([
        [x - 233, y + py],
        [x, y + py + 36],
        [x + 235, y + py],
      ]),
      '#e9dcc3',
      9,
      0.85,
    ),
  )
  const shine = drawn(curve(points('-168 -350, -172 -250, -146 -140', [x, y])), '#dbe7e6', 20, 0.75)
  return [shadow([x + 60, y - 6], 430, 54), handle, body, mouth, ...bands, shine]
}

function bowl(): readonly Shape[] {
  const [x, y] = [1430, 1475]
  const oranges = points('-130 -312, 128 -306, 0 -372', [x, y])
  const outline = `M${x - 330} ${y - 278}Q${x - 300} ${y - 20} ${x - 110} ${y}L${x + 110} ${y}Q${x + 300} ${y - 20} ${x + 330} ${y - 278}Q${x} ${y - 206} ${x - 330} ${y - 278}Z`
  const body: Shape = { d: outline, lit: '#fbf1de', dark: '#9a6a66', shade: sideways(x - 330, x + 330, [0, 0.12], [0.3, 0.02], [1, 1]) }
  const rim = flat(ellipse(x, y - 278, 330, 40), '#8c5650')
  const lip: Shape = {
    d: ellipse(x, y - 272, 330, 30),
    lit: '#fbf1de',
    dark: '#b98378',
    shade: sideways(x - 330, x + 330, [0, 0], [1, 0.9]),
  }
  const fruit = oranges.map((at) => orange(at, 142))
  const line = drawn(curve(points('-292 -160, 0 -118, 292 -160', [x, y])), '#c05f45', 12, 0.9)
  return [shadow([x + 40, y - 2], 420, 44), rim, lip, ...fruit, body, line]
}

function orange([x, y]: Point, radius: number): Shape {
  return {
    d: circle(x, y, radius),
    lit: '#f7b45c',
    dark: '#b8432c',
    shade: outward([x - radius * 0.35, y - radius * 0.4], radius * 1.55, [0, 0.02], [0.4, 0.18], [1, 1]),
  }
}

function pear([x, y]: Point, scale: number): readonly Shape[] {
  const outline = blob(
    points('0 -330, 62 -300, 78 -220, 128 -130, 118 -34, 40 6, -40 6, -118 -34, -128 -130, -78 -220, -62 -300').map(
      ([px, py]): Point => [x + px * scale, y + py * scale],
    ),
  )
  const body: Shape = {
    d: outline,
    lit: '#d9cf76',
    dark: '#5d6b33',
    shade: outward([x - 50, y - 120], 250, [0, 0.03], [0.4, 0.25], [1, 1]),
  }
  return [shadow([x + 20, y], 200, 28), body, drawn(curve(points('0 -326, 8 -370, 34 -404', [x, y])), '#4a3428', 11)]
}

function lemon([x, y]: Point, degrees: number): readonly Shape[] {
  const turn = (px: number, py: number): Point => {
    const angle = (degrees * Math.PI) / 180
    return [x + px * Math.cos(angle) - py * Math.sin(angle), y - 78 + px * Math.sin(angle) + py * Math.cos(angle)]
  }
  const outline = blob([
    turn(-160, 0),
    turn(-118, -34),
    turn(-60, -84),
    turn(30, -90),
    turn(104, -44),
    turn(150, -14),
    turn(152, 12),
    turn(104, 44),
    turn(30, 88),
    turn(-60, 82),
    turn(-118, 34),
  ])
  const ink: Shape = {
    d: outline,
    lit: '#f9d964',
    dark: '#b97a24',
    shade: outward([x - 50, y - 118], 210, [0, 0.02], [0.42, 0.16], [1, 1]),
  }
  return [shadow([x + 20, y], 190, 26), ink]
}

function halfLemon([x, y]: Point): readonly Shape[] {
  const rind = flat(circle(x, y - 100, 112), '#e0ad3c')
  const pith = flat(circle(x - 5, y - 102, 101), '#fbf0cf')
  const flesh: Shape = {
    d: circle(x - 5, y - 102, 85),
    lit: '#f8e08a',
    dark: '#e3b04a',
    shade: slanted([x - 90, y - 190], [x + 80, y], [0, 0], [1, 0.95]),
  }
  const walls = [0, 1, 2, 3].map((spoke) => {
    const [dx, dy] = [Math.cos((spoke * Math.PI) / 4 + 0.2) * 82, Math.sin((spoke * Math.PI) / 4 + 0.2) * 82]
    return drawn(`M${x - 5 - dx} ${y - 102 - dy}L${x - 5 + dx} ${y - 102 + dy}`, mix('#fbf0cf', '#f8e08a', 0.2), 7)
  })
  return [shadow([x + 30, y + 4], 150, 20), rind, pith, flesh, ...walls]
}
