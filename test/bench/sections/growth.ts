import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import type { Shortcode } from '../../../server/core/media.ts'
import { freePort } from '../../support/servers/free-port.ts'
import { ORIGIN } from '../../support/servers/runtimes.ts'
import { collectionOf, mediaAt, spreadOver } from '../collection.ts'
import {
  answering,
  compare,
  cpuPerOperation,
  cpuUs,
  hasWrk,
  type LoadTarget,
  median,
  memoryMb,
  type Program,
  rangeOf,
  start,
} from '../measure.ts'
import type { Section } from '../options.ts'
import { atMost, type Line, type Target } from '../report.ts'

const SECTION = 'Growth: what the same costs in larger collections, CPU beside a collection of 1,000'
const SIZES = [1000, 10_000, 100_000, 1_000_000]
const KEYS = 1000
const LOOKUPS = 10_000
const CARDS = 10
const NO_DEARER: Target = atMost(1.2)

/** A server of one collection. */
interface Grown {
  readonly size: number
  readonly data: string
  readonly codes: readonly Shortcode[]
  readonly server: Program
  readonly baseUrl: string
}

/** Start, look-ups, kept and cold answers of collections that are each ten times the one before; they are asked in turn, in rounds. */
export const measureGrowth: Section = async ({ quick, full }, add) => {
  if (!full) return add({ section: SECTION, name: 'all of it', skipped: 'a million media take minutes to make: --full' })
  const folder = mkdtempSync(join(tmpdir(), 'placard-bench-'))
  const grown: Grown[] = []
  try {
    for (const size of SIZES) grown.push(await grow(folder, size))
    await measureStarts(grown, quick ? 3 : 7, add)
    await measureLookUps(grown, quick ? 3 : 7, add)
    if (hasWrk) measureAnswers(folder, grown, quick ? 3 : 7, add)
    else add({ section: SECTION, name: 'answers', skipped: 'wrk is not installed (apt-get install wrk)' })
    for (const { size, server } of grown)
      add({ section: SECTION, name: `memory, ${named(size)}`, ours: `${memoryMb(server.pid).now.toFixed(0)} MB` })
  } finally {
    await Promise.all(grown.map(({ server }) => server.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
}

async function grow(folder: string, size: number): Promise<Grown> {
  process.stderr.write(`    ${named(size)}\n`)
  const data = await collectionOf(size)
  const codes = spreadOver(size, KEYS).map(({ shortcode }) => shortcode)
  const { server, baseUrl } = await launch(data, openSync(join(folder, 'log.jsonl'), 'a'))
  return { size, data, codes, server, baseUrl }
}

async function launch(data: string, stdout?: number): Promise<{ server: Program; baseUrl: string }> {
  const port = await freePort()
  const env = { PORT: String(port), PLACARD_DATA: data, PLACARD_ORIGIN: ORIGIN }
  const server = start([process.execPath, 'dist/server/placard.js', 'serve'], { env, ...(stdout !== undefined && { stdout }) })
  const baseUrl = `http://127.0.0.1:${port}`
  await answering(`${baseUrl}/oembed?url=${encodeURIComponent(`${ORIGIN}/p/${mediaAt(0).shortcode}/`)}`)
  return { server, baseUrl }
}

/** CPU from the command to the first answer. */
async function measureStarts(grown: readonly Grown[], rounds: number, add: (line: Line) => void): Promise<void> {
  const spent = grown.map((): number[] => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [place, { data }] of grown.entries()) {
      const { server } = await launch(data)
      spent[place]?.push(cpuUs([server.pid]) / 1000)
      await server.stop()
    }
  }
  tell('start to first answer', grown, spent, 'ms', add)
}

async function measureLookUps(grown: readonly Grown[], rounds: number, add: (line: Line) => void): Promise<void> {
  const catalogues = await Promise.all(grown.map(({ data }) => openSqliteCatalogue(join(data, 'catalogue.sqlite'))))
  const spent = grown.map((): number[] => [])
  for (let round = -1; round < rounds; round += 1) {
    for (const [place, catalogue] of catalogues.entries()) {
      const codes = grown[place]?.codes ?? []
      const one = await cpuPerOperation(LOOKUPS, 1, (at) => catalogue.findByShortcode(codes[at % KEYS] ?? mediaAt(0).shortcode))
      // The first round is for the compiler.
      if (round >= 0) spent[place]?.push(one)
    }
  }
  for (const catalogue of catalogues) await catalogue.close()
  tell('look-up', grown, spent, 'us', add)
}

function tell(name: string, grown: readonly Grown[], spent: readonly (readonly number[])[], unit: string, add: (line: Line) => void): void {
  const least = spent[0] ?? []
  for (const [place, { size }] of grown.entries()) {
    const ours = spent[place] ?? []
    const ratios = ours.map((one, round) => one / (least[round] ?? Number.NaN))
    add({
      section: SECTION,
      name: `${name}, ${named(size)}`,
      ours: `${median(ours).toFixed(1)} ${unit}`,
      ...(place > 0 && { ratio: median(ratios), range: rangeOf(ratios), target: NO_DEARER }),
      raw: { size, ours: median(ours) },
    })
  }
}

function measureAnswers(folder: string, grown: readonly Grown[], rounds: number, add: (line: Line) => void): void {
  const oembed = (code: Shortcode) => `/oembed?url=${encodeURIComponent(`${ORIGIN}/p/${code}/`)}`
  const cards = (code: Shortcode, at: number, codes: readonly Shortcode[]) =>
    `/v1/cards?codes=${Array.from({ length: CARDS }, (_, place) => codes[(at + place * 97) % codes.length] ?? code).join(',')}`
  const asked: Readonly<Record<string, (one: Grown) => LoadTarget>> = {
    'kept oEmbed': ({ server, baseUrl, codes }) => ({ pids: [server.pid], url: baseUrl + oembed(codes[500] ?? mediaAt(0).shortcode) }),
    'cold oEmbed': (one) => cold(folder, one, 'oembed', one.codes.map(oembed)),
    [`${CARDS} cold cards`]: (one) => cold(folder, one, 'cards', one.codes.map(cards)),
  }
  for (const [name, targetOf] of Object.entries(asked)) {
    const [least, ...larger] = grown
    if (!least) return
    const told = compare(targetOf(least), Object.fromEntries(larger.map((one) => [String(one.size), targetOf(one)])), rounds)
    for (const { size } of larger) {
      const one = told[String(size)]
      if (!one) continue
      add({
        section: SECTION,
        name: `${name}, ${named(size)}`,
        ours: `${one.ours.cpuUs.toFixed(1)} us`,
        against: `${named(least.size)} ${one.base.cpuUs.toFixed(1)} us`,
        ratio: 1 / one.ratio,
        range: [1 / one.range[1], 1 / one.range[0]],
        target: NO_DEARER,
        raw: { size, ours: one.ours.cpuUs, least: one.base.cpuUs },
      })
    }
  }
}

/** Each request has a number of its own, in whatever run of wrk, so that none is answered from memory. */
function cold(folder: string, { size, server, baseUrl }: Grown, name: string, paths: readonly string[]): LoadTarget {
  const script = join(folder, `${name}-${size}.lua`)
  const list = paths.map((path) => JSON.stringify(path)).join(',')
  writeFileSync(
    script,
    `local paths = {${list}}\nlocal at = 0\nlocal run = os.time()\nrequest = function() at = at + 1 return wrk.format("GET", paths[at % #paths + 1] .. "&n=" .. run .. "-" .. at) end\n`,
  )
  return { pids: [server.pid], url: baseUrl, script }
}

function named(size: number): string {
  return `${size.toLocaleString('en')} media`
}
