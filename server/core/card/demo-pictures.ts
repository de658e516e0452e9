import type { Media, Size } from '../media.ts'

/** The pictures of the demonstration page, by the shape its article has a place for. */
export interface DemoPictures {
  readonly landscape?: Media
  readonly portrait?: Media
  readonly panorama?: Media
  readonly square?: Media
}

/** A private media is named on the demonstration page only if it carries this keyword: an owner's own ones are nobody's business. */
export const DEMO_KEYWORD = 'placard sample'

/** Aspect ratios (width / height) that count as the shape, and the one that suits it best. */
const SHAPES = {
  panorama: { from: 1.9, to: 8, best: 2.4 },
  portrait: { from: 0.4, to: 0.88, best: 0.7 },
  square: { from: 0.88, to: 1.2, best: 1 },
  landscape: { from: 1.2, to: 1.9, best: 1.5 },
} as const

/**
 * For each shape the media that suits it best, each media once; a shape that none has is left out.
 *
 * @param media  In the order of preference among equals.
 */
export function chooseDemoPictures(media: readonly Media[]): DemoPictures {
  const shapes = Object.entries(SHAPES)
  return Object.fromEntries(
    shapes.flatMap(([name, shape]) => {
      const fitting = media.filter(({ original }) => ratioOf(original) >= shape.from && ratioOf(original) < shape.to)
      const [best] = fitting.toSorted((one, other) => distance(one.original, shape.best) - distance(other.original, shape.best))
      return best === undefined ? [] : [[name, best] as const]
    }),
  )
}

function ratioOf({ width, height }: Size): number {
  return width / height
}

/** How much wider or narrower, so that twice and half are equally far. */
function distance(size: Size, best: number): number {
  return Math.abs(Math.log(ratioOf(size) / best))
}
