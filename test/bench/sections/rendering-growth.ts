import { FORMATS, WIDTHS } from '../../../server/core/pictures/rendition.ts'
import { median, type Program, treeOf } from '../measure.ts'
import { type Add, atMost } from '../report.ts'
import { residentMb } from '../resident.ts'
import { ask } from './thumbnails.ts'

interface Growth {
  readonly baseUrl: string
  readonly codes: readonly string[]
  readonly count: number
}

/** Many more, four at a time: memory in the middle of it, and at its end. */
export async function measureGrowth(program: Program, { baseUrl, codes, count }: Growth, add: Add): Promise<void> {
  const urls = mixed(codes)
    .slice(0, count)
    .map((path) => `${baseUrl}${path}`)
    .values()
  const sizes: number[] = []
  let made = 0
  const readers = Array.from({ length: 4 }, async () => {
    for (const url of urls) {
      await ask(url)
      made += 1
      if (made % 20 === 0) sizes.push(residentMb(treeOf(program.pid)))
    }
  })
  await Promise.all(readers)
  const third = Math.floor(sizes.length / 3)
  const [middle, end] = [median(sizes.slice(third, 2 * third)), median(sizes.slice(-third))]
  add({
    name: `memory, last third of ${made} thumbnails`,
    ours: `${end.toFixed(0)} MB`,
    against: `the third before ${middle.toFixed(0)} MB`,
    ratio: end / middle,
    target: atMost(1.1),
  })
}

/** Each third has as many of each size and format, and of each picture: the next one asked for is of another size, format and picture. */
function mixed(codes: readonly string[]): readonly string[] {
  const names = WIDTHS.flatMap((width) => FORMATS.map((format) => `${width}.${format}`))
  return names.flatMap((_, turn) => codes.map((code, place) => `/t/${code}/1/${names[(turn + place) % names.length]}`))
}
