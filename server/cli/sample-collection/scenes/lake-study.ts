import { along, mix } from '../colour.ts'
import { almond, circle, curve, curveDownTo, type Point, rectangle } from '../path.ts'
import { between, range, seeded, wander } from '../random.ts'
import { downward, drawn, flat, outward, type Scene, type Shape } from '../scene.ts'

const [WIDTH, HEIGHT] = [2000, 1500]
const SHORE = 860
const MOON: Point = [700, 360]

/** A study in green: a lake under the moon, hills and their mirror, reeds in front. */
export function lakeStudy(): Scene {
  const sky: Shape = { d: rectangle(0, 0, WIDTH, SHORE), lit: '#d7e3c4', dark: '#3c7573', shade: downward(0, SHORE, [0, 1], [1, 0.05]) }
  const glow = flat(circle(...MOON, 430), '#f4f0cf', outward(MOON, 430, [0, 0.75], [1, 0]))
  const moon: Shape = { d: circle(...MOON, 128), lit: '#fffbe6', dark: '#e6d99a', shade: downward(230, 500, [0, 0], [1, 0.7]) }
  const lake: Shape = {
    d: rectangle(0, SHORE, WIDTH, HEIGHT - SHORE),
    lit: '#b7cfb4',
    dark: '#12383f',
    shade: downward(SHORE, HEIGHT, [0, 0.1], [1, 1]),
  }
  return { width: WIDTH, height: HEIGHT, shapes: [sky, glow, moon, lake, ...range(3).flatMap(hill), ...ripples(), ...reeds()] }
}

function hill(index: number): readonly Shape[] {
  const profile = wander(seeded(140 + index), 3)
  const heightAt = (x: number) => 30 + (300 - index * 75) * Math.max(0, 0.45 + profile(x / (520 - index * 60) + index * 5) * 0.75)
  const line = (sign: number, share: number) =>
    range(51).map((step): Point => [step * 42 - 40, SHORE + sign * heightAt(step * 42 - 40) * share])
  const ink = along(['#7fa79d', '#3f7775', '#17464d'], index / 2)
  const body: Shape = {
    d: curveDownTo(line(-1, 1), SHORE + 2),
    lit: mix(ink, '#d7e3c4', 0.5),
    dark: ink,
    shade: downward(SHORE - 330 + index * 70, SHORE, [0, 1], [1, 0.3]),
  }
  const mirror: Shape = {
    d: curveDownTo(line(1, 0.8), SHORE),
    lit: mix(ink, '#a9c5ac', 0.6),
    dark: mix(ink, '#12383f', 0.45),
    shade: downward(SHORE, SHORE + 260, [0, 0.95], [1, 0.25]),
  }
  return [mirror, body]
}

function ripples(): readonly Shape[] {
  const random = seeded(66)
  const path = range(22).map((row) =>
    almond(MOON[0] + between(random, -1, 1) * (30 + row * 4), SHORE + 26 + row * 24, between(random, 70, 230), 3.5 + row * 0.22),
  )
  const calm = range(60).map(() => almond(between(random, 0, WIDTH), SHORE + 20 + 600 * random() ** 1.4, between(random, 120, 420), 3))
  return [flat(calm.join(''), '#dce8cb', 0.28), flat(path.join(''), '#f7f1c9', 0.85)]
}

function reeds(): readonly Shape[] {
  const random = seeded(9)
  return range(58).flatMap((index): readonly Shape[] => {
    const x = index < 38 ? 1180 + 820 * random() ** 0.75 : 360 * random() ** 1.6
    const tall = between(random, 220, 640) * (index < 38 ? 1 : 0.62)
    const lean = between(random, -70, 40)
    const tip: Point = [x + lean, HEIGHT + 20 - tall]
    const stalk = drawn(
      curve([[x, HEIGHT + 20], [x + lean * 0.25, HEIGHT - tall * 0.5], tip]),
      index % 4 ? '#0c2b33' : '#1c4a4c',
      between(random, 4, 9),
    )
    if (index % 3 !== 0) return [stalk]
    return [stalk, drawn(curve([tip, [tip[0] + lean * 0.06, tip[1] - 76]]), '#3a2c27', 21)]
  })
}
