import { almond, circle, type Point, points, polygon, polyline, rectangle } from '../path.ts'
import { range } from '../random.ts'
import { downward, drawn, flat, outward, type Shape } from '../scene.ts'

/** A small steam ferry with lit portholes, `at` the middle of its water line. */
export function ferry([x, y]: Point): readonly Shape[] {
  const hull: Shape = {
    d: polygon(points('-190 0, 200 0, 168 42, -150 42', [x, y])),
    lit: '#b5524c',
    dark: '#451f38',
    shade: downward(y, y + 42, [0, 0.25], [1, 1]),
  }
  const deck: Shape = {
    d: `${rectangle(x - 140, y - 38, 250, 38)}${rectangle(x - 92, y - 68, 150, 30)}`,
    lit: '#fbe9cf',
    dark: '#a97b84',
    shade: downward(y - 68, y, [0, 0.1], [1, 0.75]),
  }
  const funnel = flat(polygon(points('6 -68, 12 -112, 44 -112, 48 -68', [x, y])), '#c25a4d')
  const band = flat(rectangle(x + 10, y - 100, 35, 11), '#fbe9cf')
  const ports = range(8)
    .map((index) => rectangle(x - 128 + index * 29, y - 27, 16, 13))
    .join('')
  const mirror = range(4).map((row) => flat(almond(x, y + 52 + row * 16, 330 - row * 60, 5), row % 2 ? '#c98a85' : '#2b1b3c', 0.7))
  return [...mirror, funnel, band, deck, flat(ports, '#ffbf63'), hull]
}

/** A fishing cutter with a lamp at its mast, `at` the middle of its water line. */
export function cutter([x, y]: Point): readonly Shape[] {
  const hull: Shape = {
    d: `M${x - 92} ${y - 8}Q${x} ${y + 16} ${x + 104} ${y - 16}Q${x + 80} ${y + 38} ${x + 50} ${y + 38}L${x - 60} ${y + 38}Q${x - 86} ${y + 26} ${x - 92} ${y - 8}Z`,
    lit: '#35507a',
    dark: '#0d1733',
    shade: downward(y - 10, y + 38, [0, 0.2], [1, 1]),
  }
  const rig =
    polyline(points('-8 0, -8 -236', [x, y])) +
    polyline(points('-8 -226, 102 -18', [x, y])) +
    polyline(points('-8 -226, -88 -10', [x, y])) +
    polyline(points('-8 -60, -92 -44', [x, y]))
  const sail: Shape = {
    d: polygon(points('-14 -66, -90 -50, -86 -62, -14 -84', [x, y])),
    lit: '#e9b896',
    dark: '#7d4a5e',
    shade: 0.4,
  }
  const light = flat(circle(x - 8, y - 238, 22), '#ffe2a6', outward([x - 8, y - 238], 22, [0, 1], [0.25, 0.5], [1, 0]))
  return [flat(almond(x, y + 52, 200, 6), '#0d1733', 0.8), drawn(rig, '#10193a', 3.2), sail, light, hull]
}
