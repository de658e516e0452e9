import { WIDTHS } from '../../../server/core/pictures/rendition.ts'
import { median, memoryMb, type Program, rangeOf, treeOf } from '../measure.ts'
import { type Add, atMost } from '../report.ts'
import { residentMb } from '../resident.ts'
import { ask, quiet } from './thumbnails.ts'

const ROUNDS = 3

interface Load {
  readonly baseUrl: string
  readonly codes: readonly string[]
  readonly seconds: number
}

/** Sixteen readers of thumbnails that are not there, and beside them answers from memory at a fixed rate. */
export async function measureLoad(program: Program, { baseUrl, codes, seconds }: Load, add: Add): Promise<void> {
  const json = `${baseUrl}/v1/cards?codes=${codes[0]}`
  for (let turn = 0; turn < 300; turn += 1) await ask(json)
  let peak = 0
  let parts = ''
  let made = 0
  const urls = WIDTHS.flatMap((width) => codes.map((code) => `${baseUrl}/t/${code}/1/${width}.jpg`)).values()
  const look = () => {
    const pids = treeOf(program.pid)
    const now = residentMb(pids)
    if (now > peak) parts = pids.map((pid) => memoryMb(pid).now.toFixed(0)).join(' + ')
    peak = Math.max(peak, now)
  }
  const idles: number[] = []
  const busies: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    idles.push(await p99(json, seconds / ROUNDS))
    let isOver = false
    const readers = Array.from({ length: 16 }, async () => {
      while (!isOver) {
        const { value } = urls.next()
        if (value === undefined) return
        await ask(value)
        made += 1
      }
    })
    const watch = setInterval(look, 500)
    busies.push(await p99(json, seconds / ROUNDS))
    clearInterval(watch)
    isOver = true
    await Promise.all(readers)
    // Until what is made at leisure has been made, and its process has ended.
    await quiet(program)
  }
  const [idle, busy] = [median(idles), median(busies)]
  add({
    name: 'JSON, p99, while 16 wait for thumbnails',
    ours: `${busy.toFixed(1)} ms, ${(made / seconds).toFixed(0)} thumbnails/s`,
    against: `idle ${idle.toFixed(1)} ms`,
    ratio: busy / idle,
    range: rangeOf(busies.map((one, round) => one / (idles[round] ?? Number.NaN))),
    target: atMost(2),
  })
  add({
    name: 'memory with 16 in flight, at its peak',
    ours: `${peak.toFixed(0)} MB (${parts})`,
    against: '130 MB',
    ratio: peak / 130,
    target: atMost(1),
  })
}

/** Of 100 requests a second, begun whether or not the last one has been answered. */
async function p99(url: string, seconds: number): Promise<number> {
  const times: number[] = []
  const pending: Promise<void>[] = []
  const begun = performance.now()
  for (let turn = 0; turn < seconds * 100; turn += 1) {
    const wait = begun + turn * 10 - performance.now()
    if (wait > 0) await new Promise((done) => setTimeout(done, wait))
    const at = performance.now()
    pending.push(
      ask(url).then(() => {
        times.push(performance.now() - at)
      }),
    )
  }
  await Promise.all(pending)
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN
}
