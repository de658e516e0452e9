import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../support/servers/free-port.ts'
import { ORIGIN } from '../../support/servers/runtimes.ts'
import { makeCold } from '../cold-collection.ts'
import { type FloodReport, flood, type Kind, SLOT_MS, total } from '../flood-plan.ts'
import { answering, cpuUs, type Program, percentile, start, treeOf, waitedUs } from '../measure.ts'
import type { Section } from '../options.ts'
import { atLeast, atMost, type Line } from '../report.ts'
import { residentMb } from '../resident.ts'

const SECTION = 'Overload: readers who come ten times as often as one core can answer, on 1,500 connections'
const CONNECTIONS = 1500
const PATIENCE_MS = 1000
/** More readers a second each time, until no more of them are answered. */
const RUNGS = [1000, 2000, 4000, 8000, 16_000]

/** A server with a collection that nobody has looked at, and how far into it the floods have got. */
interface Bench {
  readonly server: Program
  readonly port: number
  readonly folder: string
  readonly add: (line: Line) => void
  mix: readonly Kind[]
}

/** What came of one flood. */
interface Run {
  readonly report: FloodReport
  readonly offeredPerSecond: number
  readonly goodPerSecond: number
  /** For each second of CPU of the server's own process: what a core would give that nobody else wants. */
  readonly goodPerCpuSecond: number
  /** Of the time, the share in which the server's main thread waited for a core. */
  readonly waited: number
  readonly peakMb: number
}

/** The best that the server gives, then ten times as many readers, then fewer again. */
export const measureOverload: Section = async ({ quick }, add) => {
  const folder = mkdtempSync(join(tmpdir(), 'placard-bench-'))
  const bench = await launch(folder, add)
  try {
    await run(bench, { perSecond: 500, seconds: 5 })
    const rungs: Run[] = []
    for (const perSecond of RUNGS) rungs.push(await run(bench, { perSecond, seconds: quick ? 3 : 5 }))
    const best = Math.max(...rungs.map(({ goodPerCpuSecond }) => goodPerCpuSecond))
    const flooded = await run(bench, { perSecond: 10 * best, seconds: quick ? 8 : 25 })
    const after = await run(bench, { perSecond: 500, seconds: 8 })
    tellGoodput(bench, rungs, flooded)
    for (const { name } of flooded.report.asked) tellKind(bench, flooded, name)
    tellRefusals(bench, flooded)
    tellRecovery(bench, after)
    tellMemory(bench, rungs, flooded)
  } finally {
    await bench.server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function tellGoodput({ add }: Bench, rungs: readonly Run[], flooded: Run): void {
  const best = Math.max(...rungs.map(({ goodPerCpuSecond }) => goodPerCpuSecond))
  const byClock = Math.max(...rungs.map(({ goodPerSecond }) => goodPerSecond))
  add({
    section: SECTION,
    name: 'good answers in a second of CPU',
    ours: `${flooded.goodPerCpuSecond.toFixed(0)}, ${flooded.offeredPerSecond.toFixed(0)} asked for`,
    against: `at its best ${best.toFixed(0)}`,
    ratio: flooded.goodPerCpuSecond / best,
    target: atLeast(0.8),
    raw: { flooded: flooded.goodPerCpuSecond, best },
  })
  add({
    section: SECTION,
    name: 'the same by the clock',
    ours: `${flooded.goodPerSecond.toFixed(0)}/s`,
    against: `at its best ${byClock.toFixed(0)}/s`,
    ratio: flooded.goodPerSecond / byClock,
    raw: { flooded: flooded.goodPerSecond, best: byClock },
  })
}

/** What is kept is the last to go: of those who got through to the server none is refused. */
function tellKind({ add }: Bench, { report }: Run, name: string): void {
  const [ok, refused] = [total(report, 'ok', name), total(report, 'refused', name)]
  const wrong = total(report, 'wrong', name) + total(report, 'broken', name)
  add({
    section: SECTION,
    name: `${name}, of those who got through`,
    ours: `${ok} good, ${refused} refused, ${wrong} failed`,
    ratio: ok / (ok + refused + wrong || 1),
    ...(name === 'kept answers' && { target: atLeast(1) }),
    raw: { ok, refused, wrong },
  })
}

/** By the server's own clock: its log says of each answer how long it took. */
function tellRefusals({ folder, add }: Bench, { report, waited }: Run): void {
  const lines = readFileSync(join(folder, 'log.jsonl'), 'utf8').split('\n')
  const all = lines.filter((line) => line.includes('"status":503')).map((line) => Number(/"durationMs":(\d+)/.exec(line)?.[1]))
  // Who was let into the queue and did not come out of it in time has been told so after those 20 s.
  const refused = all.filter((milliseconds) => milliseconds < 10_000)
  if (refused.length === 0) return void add({ section: SECTION, name: 'refusals', skipped: 'nothing had to be refused' })
  const toReader = report.asked.flatMap(({ refusedMs }) => refusedMs)
  for (const [name, share] of [
    ['median', 0.5],
    ['99 %', 0.99],
  ] as const) {
    const ours = percentile(refused, share)
    add({
      section: SECTION,
      name: `refusals, ${name}`,
      ours: `${ours} ms, of ${refused.length}`,
      against: `5 ms; with the way there and back ${percentile(toReader, share).toFixed(0)} ms`,
      ratio: ours / 5,
      target: atMost(1),
      raw: { ours, late: all.length - refused.length },
    })
  }
  add({ section: SECTION, name: 'waited for a CPU meanwhile', ours: `${(100 * waited).toFixed(0)} % of the time`, raw: { waited } })
}

/** From the end of the flood to the first half second in which as many were answered as came. */
function tellRecovery({ add }: Bench, { report }: Run): void {
  const slots = report.asked[0]?.slots ?? []
  const recovered = slots.findIndex((_, slot) => {
    const span = [slot, slot + 1] as const
    return total(report, 'ok', undefined, span) >= 0.95 * total(report, 'offered', undefined, span)
  })
  const seconds = recovered < 0 ? Number.POSITIVE_INFINITY : ((recovered + 1) * SLOT_MS) / 1000
  add({
    section: SECTION,
    name: 'until all are answered again',
    ours: `${seconds} s`,
    against: '5 s',
    ratio: seconds / 5,
    target: atMost(1),
    raw: { seconds },
  })
}

function tellMemory({ add }: Bench, rungs: readonly Run[], { peakMb }: Run): void {
  const calm = Math.max(...rungs.map((rung) => rung.peakMb))
  add({
    section: SECTION,
    name: 'memory meanwhile, decoders and all',
    ours: `${peakMb.toFixed(0)} MB`,
    against: `before ${calm.toFixed(0)} MB`,
    ratio: peakMb / calm,
    target: atMost(1.5),
    raw: { peakMb, calm },
  })
}

async function run(bench: Bench, { perSecond, seconds }: { perSecond: number; seconds: number }): Promise<Run> {
  const { server, port, folder, mix } = bench
  const before = cpuUs([server.pid])
  const [begun, waitedBefore] = [performance.now(), waitedUs(server.pid)]
  let peakMb = 0
  const look = () => {
    peakMb = Math.max(peakMb, residentMb(treeOf(server.pid)))
  }
  const looking = setInterval(look, 1000)
  const report = await flood(folder, { port, perSecond, seconds, connections: CONNECTIONS, patienceMs: PATIENCE_MS, mix })
  const waited = (waitedUs(server.pid) - waitedBefore) / 1000 / (performance.now() - begun)
  clearInterval(looking)
  look()
  const good = total(report, 'ok')
  const cpuSeconds = (cpuUs([server.pid]) - before) / 1e6
  bench.mix = mix.map((kind, place) => ({ ...kind, from: report.asked[place]?.next ?? 0 }))
  process.stderr.write(
    `    ${perSecond.toFixed(0)} readers/s for ${seconds} s: ${good} good answers, ${total(report, 'refused')} refused, ${cpuSeconds.toFixed(1)} s CPU\n`,
  )
  return {
    report,
    offeredPerSecond: total(report, 'offered') / seconds,
    goodPerSecond: good / seconds,
    goodPerCpuSecond: good / cpuSeconds,
    waited,
    peakMb,
  }
}

async function launch(folder: string, add: Bench['add']): Promise<Bench> {
  const data = join(folder, 'data')
  const mix = await makeCold(data)
  const port = await freePort()
  const stdout = openSync(join(folder, 'log.jsonl'), 'w')
  const env = { PORT: String(port), PLACARD_DATA: data, PLACARD_ORIGIN: ORIGIN }
  // Not pinned: the decoders have the other core.
  const server = start([process.execPath, 'dist/server/placard.js', 'serve'], { stdout, env, pinned: false })
  await answering(`http://127.0.0.1:${port}/health`)
  return { server, port, folder, add, mix }
}
