import { mix } from '../colour.ts'
import { circle, ellipse, type Point, points, polygon, rectangle, ribbon } from '../path.ts'
import { downward, flat, outward, type Shape, sideways } from '../scene.ts'

/** A white farmhouse with a red roof, `at` its left foot. */
export function house([x, y]: Point): readonly Shape[] {
  const front: Shape = {
    d: polygon(points('0 0, 0 -84, 46 -134, 92 -84, 92 0', [x, y])),
    lit: '#fff6e4',
    dark: '#c9b8a4',
    shade: downward(y - 130, y, [0, 0.05], [1, 0.5]),
  }
  const side: Shape = { d: rectangle(x + 92, y - 84, 128, 84), lit: '#fffaf0', dark: '#d9c6ab', shade: 0.15 }
  const roof: Shape = {
    d: polygon(points('40 -140, 172 -140, 230 -80, 92 -80', [x, y])),
    lit: '#d8694c',
    dark: '#8e3535',
    shade: sideways(x + 40, x + 230, [0, 0.85], [1, 0.1]),
  }
  const panes = [rectangle(x + 36, y - 66, 18, 26), rectangle(x + 118, y - 58, 18, 26), rectangle(x + 168, y - 58, 18, 26)].join('')
  return [flat(rectangle(x + 132, y - 168, 17, 40), '#a3463f'), front, side, roof, flat(panes, '#3f5866')]
}

/** A row of poplars, each with its shadow on the ground. */
export function poplars(left: number, foot: number, heights: readonly number[]): readonly Shape[] {
  return heights.flatMap((tall, index): readonly Shape[] => {
    const x = left + index * 68
    const wide = tall * 0.1
    const middle = foot - tall * 0.42
    const d = `M${x} ${foot - tall}Q${x + wide * 1.7} ${middle} ${x + 5} ${foot - 6}L${x + 5} ${foot + 14}L${x - 5} ${foot + 14}L${x - 5} ${foot - 6}Q${x - wide * 1.7} ${middle} ${x} ${foot - tall}Z`
    const crown: Shape = { d, lit: '#93b06a', dark: '#274d43', shade: sideways(x - wide, x + wide, [0, 1], [0.4, 0.75], [1, 0.08]) }
    return [flat(ellipse(x - 52, foot + 15, 62, 7), '#8a7038', 0.55), crown]
  })
}

/** A round-headed tree, `at` its foot, lit from the right. */
export function tree([x, y]: Point): readonly Shape[] {
  const trunk: Shape = {
    d: ribbon(points('-20 60, -12 -110, -34 -230', [x, y]), points('24 60, 14 -110, 44 -240', [x, y])),
    lit: '#8a6248',
    dark: '#3d2a2c',
    shade: sideways(x - 20, x + 24, [0, 1], [1, 0.2]),
  }
  const crown: readonly (readonly [number, number, number])[] = [
    [0, -430, 110],
    [-150, -250, 120],
    [140, -262, 128],
    [-70, -350, 140],
    [78, -372, 134],
    [0, -250, 130],
  ]
  const shadow = flat(ellipse(x - 190, y + 66, 330, 30), '#1f4038', 0.5)
  const leaves = crown.map(([px, py, radius]): Shape => {
    return {
      d: circle(x + px, y + py, radius),
      lit: '#a8c06e',
      dark: mix('#1f4a40', '#2f5d4a', 0.3),
      shade: outward([x + px + radius * 0.55, y + py - radius * 0.6], radius * 1.75, [0, 0.03], [0.35, 0.25], [1, 1]),
    }
  })
  return [shadow, trunk, ...leaves]
}
