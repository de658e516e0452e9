import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release } from 'node:os'
import { type BenchOptions, parseOptions, type Section } from './options.ts'
import { type Figure, isMet, type Line, table } from './report.ts'
import { measureCatalogue } from './sections/catalogue.ts'
import { measureCrowds } from './sections/crowds.ts'
import { measureGrowth } from './sections/growth.ts'
import { measureHttp } from './sections/http.ts'
import { measureImport } from './sections/import.ts'
import { measureKills } from './sections/kills.ts'
import { measureOverload } from './sections/overload.ts'
import { measureRendering } from './sections/rendering.ts'
import { measureStart } from './sections/start.ts'
import { measureThumbnails } from './sections/thumbnails.ts'
import { measureWidget } from './sections/widget.ts'

/** In the order in which they run. */
const SECTIONS: Readonly<Record<string, Section>> = {
  http: measureHttp,
  catalogue: measureCatalogue,
  start: measureStart,
  import: measureImport,
  widget: measureWidget,
  thumbnails: measureThumbnails,
  rendering: measureRendering,
  overload: measureOverload,
  crowds: measureCrowds,
  growth: measureGrowth,
  kills: measureKills,
}

/** A shared machine of two cores swings by a tenth. */
const GATE = 0.9

async function run(options: BenchOptions): Promise<readonly Line[]> {
  const lines: Line[] = []
  const add = (line: Line) => {
    lines.push(line)
    process.stderr.write(
      `  ${line.name}: ${'skipped' in line ? `skipped, ${line.skipped}` : `${line.ours} ${line.ratio?.toFixed(2) ?? ''}`}\n`,
    )
  }
  for (const [name, measure] of Object.entries(SECTIONS)) {
    if (options.only.length > 0 && !options.only.includes(name)) continue
    process.stderr.write(`${name}\n`)
    await measure(options, add)
  }
  return lines
}

function machine() {
  return {
    node: process.version,
    cpu: cpus()[0]?.model ?? '?',
    cores: availableParallelism(),
    system: `${process.platform} ${release()}`,
    load: loadavg()
      .map((value) => value.toFixed(1))
      .join(' '),
  }
}

/** Below a target by more than what the machine swings. */
function isFailure(figure: Figure): boolean {
  const { ratio = 0, target } = figure
  if (target === undefined || isMet(figure) !== false) return false
  return target.kind === 'atLeast' ? ratio < target.value * GATE : ratio * GATE > target.value
}

const options = parseOptions(process.argv.slice(2))
const unknown = options.only.filter((name) => !Object.hasOwn(SECTIONS, name))
if (unknown.length > 0)
  throw new TypeError(`Expected sections out of ${Object.keys(SECTIONS).join(', ')} but received ${unknown.join(', ')}`)
const lines = await run(options)
const about = machine()
const figures = lines.filter((line): line is Figure => !('skipped' in line))
const judged = figures.filter((figure) => isMet(figure) !== undefined)
const failures = figures.filter(isFailure)
process.stdout.write(`${Object.values(about).join(' · ')}\n${table(lines)}\n`)
process.stdout.write(
  `${judged.filter(isMet).length} of ${judged.length} targets met; ${failures.length} missed by more than a tenth, which is what the machine swings.\n`,
)
if (options.json) writeFileSync(options.json, `${JSON.stringify({ machine: about, quick: options.quick, lines }, undefined, 2)}\n`)
process.exitCode = failures.length > 0 ? 1 : 0
