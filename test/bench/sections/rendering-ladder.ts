import { median, type Program, rangeOf, sum } from '../measure.ts'
import { type Add, atLeast } from '../report.ts'
import { ask, spentMs } from './thumbnails.ts'

const WIDTHS = [320, 640, 960, 1280] as const

interface Ladder {
  readonly baseUrl: string
  /** Of each picture the codes of its copies; two of each are asked for in each round. */
  readonly twins: readonly (readonly string[])[]
  /** The first compiles the server. */
  readonly rounds: number
}

/** Four widths of a copy one by one, and of another copy of the same picture at once: what all pictures cost together. */
export async function measureLadder(program: Program, { baseUrl, twins, rounds }: Ladder, add: Add): Promise<void> {
  const urls = (code = '') => WIDTHS.map((width) => `${baseUrl}/t/${code}/1/${width}.jpg`)
  const costs: { single: number; shared: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const told: { single: number; shared: number }[] = []
    for (const codes of twins) {
      const [one, other] = codes.slice(2 * round)
      const single = await spentMs(program, async () => {
        for (const url of urls(one)) await ask(url)
      })
      told.push({ single, shared: await spentMs(program, () => Promise.all(urls(other).map(ask))) })
    }
    if (round > 0) costs.push({ single: sum(told.map(({ single }) => single)), shared: sum(told.map(({ shared }) => shared)) })
  }
  const ratios = costs.map(({ single, shared }) => single / shared)
  const perPicture = (totals: readonly number[]) => (median(totals) / twins.length).toFixed(0)
  add({
    name: 'four widths at once',
    ours: `${perPicture(costs.map(({ shared }) => shared))} ms`,
    against: `one after the other ${perPicture(costs.map(({ single }) => single))} ms`,
    ratio: median(ratios),
    range: rangeOf(ratios),
    target: atLeast(2),
  })
}
