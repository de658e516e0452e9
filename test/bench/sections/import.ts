import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { builtProgram, median, rangeOf } from '../measure.ts'
import type { Section } from '../options.ts'
import { photographs } from '../pictures.ts'
import { atLeast } from '../report.ts'
import { runProgram, type Usage } from '../run-program.ts'

const SECTION = 'Import: photographs in a new collection'
const COPIES = 4

/** The command as its user runs it, beside the least that it could do: a process that decodes the same files on all cores. */
export const measureImport: Section = async ({ quick }, add) => {
  const folder = mkdtempSync(join(tmpdir(), 'placard-bench-'))
  const { paths, areReal } = photographs()
  const files = copies(folder, paths)
  const ours: Usage[] = []
  const limit: Usage[] = []
  for (let round = 0; round < (quick ? 2 : 5); round += 1) {
    const data = join(folder, `data-${round}`)
    ours.push(runProgram(['dist/server/placard.js', 'import', join(folder, 'pictures')], { PLACARD_DATA: data }))
    limit.push(runProgram([builtProgram('decode'), String(availableParallelism()), ...files]))
    rmSync(data, { recursive: true, force: true })
  }
  rmSync(folder, { recursive: true, force: true })
  const cpu = median(ours.map(({ cpuMs }) => cpuMs))
  const wall = median(ours.map(({ wallMs }) => wallMs))
  const ratios = ours.map(({ cpuMs }, round) => (limit[round]?.cpuMs ?? 0) / cpuMs)
  const peak = Math.max(...ours.map(({ peakMb }) => peakMb))
  const perCore = (files.length / cpu) * 1000
  add({
    section: SECTION,
    name: `${files.length} files (${areReal ? 'real photographs, 1-24 MP' : 'fixtures'}), CPU`,
    ours: `${cpu.toFixed(0)} ms · ${perCore.toFixed(1)} a second and core`,
    against: `decoding alone ${median(limit.map(({ cpuMs }) => cpuMs)).toFixed(0)} ms`,
    ratio: median(ratios),
    range: rangeOf(ratios),
    target: atLeast(0.85),
    raw: { cpuMs: cpu, wallMs: wall, peakMb: peak },
  })
  const byClock = ours.map(({ wallMs }, round) => (limit[round]?.wallMs ?? 0) / wallMs)
  add({
    section: SECTION,
    name: 'the same by the clock, all cores',
    ours: `${wall.toFixed(0)} ms · ${((files.length / wall) * 1000).toFixed(1)} a second · peak ${peak.toFixed(0)} MB`,
    against: `decoding alone ${median(limit.map(({ wallMs }) => wallMs)).toFixed(0)} ms`,
    ratio: median(byClock),
    range: rangeOf(byClock),
    target: atLeast(0.85),
  })
}

/** Each picture several times over, with other bytes behind its end, so that none is known already. */
function copies(folder: string, paths: readonly string[]): readonly string[] {
  mkdirSync(join(folder, 'pictures'))
  return paths.flatMap((path) =>
    Array.from({ length: COPIES }, (_, copy) => {
      const name = join(folder, 'pictures', `${copy}-${basename(path)}`)
      if (copy === 0) copyFileSync(path, name)
      else writeFileSync(name, Buffer.concat([readFileSync(path), Buffer.from(`copy ${copy}`)]))
      return name
    }),
  )
}
