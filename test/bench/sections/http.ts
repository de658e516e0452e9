import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../support/servers/free-port.ts'
import { askRaw, type RawAnswer } from '../../support/servers/raw-answer.ts'
import { findBinary, ORIGIN } from '../../support/servers/runtimes.ts'
import { writeAnswers } from '../answers-file.ts'
import { collectionOf, mediaAt } from '../collection.ts'
import { answering, builtProgram, compare, hasWrk, type LoadTarget, memoryMb, onNode, SERVE, start } from '../measure.ts'
import { startNginx } from '../nginx.ts'
import type { BenchOptions, Section } from '../options.ts'
import { atLeast, type Line } from '../report.ts'
import { at, type Bench, beside, figure, figures, SECTION, type Server } from './http-figures.ts'
import { measurePacked } from './http-packed.ts'

const MEDIA = mediaAt(0)
const PATHS = {
  oembed: `/oembed?url=${encodeURIComponent(`${ORIGIN}/p/${MEDIA.shortcode}/`)}&maxwidth=480`,
  cards: `/v1/cards?codes=${MEDIA.shortcode}`,
  permalink: `/p/${MEDIA.shortcode}/`,
  thumbnail: `/t/${MEDIA.shortcode}/1/320.jpg`,
} as const
const SIZE = 1000

/** Cached answers through the real server beside the fewest words that could say them, and beside the peers. */
export const measureHttp: Section = async (options, add) => {
  if (!hasWrk) return add({ section: SECTION, name: 'all of it', skipped: 'wrk is not installed (apt-get install wrk)' })
  const folder = mkdtempSync(join(tmpdir(), 'placard-bench-'))
  const servers: Server[] = []
  try {
    await measureIn(folder, servers, options, add)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureIn(folder: string, servers: Server[], { quick }: BenchOptions, add: (line: Line) => void): Promise<void> {
  const data = await collectionOf(SIZE)
  const env = (more = {}) => ({ PLACARD_DATA: data, PLACARD_ORIGIN: ORIGIN, ANSWERS: join(folder, 'answers.json'), ...more })
  const log = openSync(join(folder, 'log.jsonl'), 'w')
  const launch = async (args: readonly string[], more: Record<string, string> = {}): Promise<Server> => {
    const port = await freePort()
    const server = { ...start(args, { stdout: log, env: { PORT: String(port), ...more } }), baseUrl: `http://127.0.0.1:${port}` }
    servers.push(server)
    await answering(server.baseUrl)
    return server
  }
  const placard = await launch(SERVE, env())
  const answers = await record(placard)
  writeAnswers(join(folder, 'answers.json'), answers)
  const bench = { rounds: quick ? 3 : 9, add, answers, launch, env, folder }
  const bare = await launch(onNode('bare'), env())
  await measureOEmbed(bench, placard, bare)
  for (const name of ['cards', 'permalink'] as const) await measureOne(bench, name, placard, bare)
  await measurePacked(bench, placard)
  await measureThumbnail(bench, placard, bare)
  const { now, peak } = memoryMb(placard.pid)
  add({
    section: SECTION,
    name: 'memory of the server after all that',
    ours: `${now.toFixed(0)} MB, peak ${peak.toFixed(0)} MB`,
    raw: { now, peak },
  })
  for (const runtime of ['deno', 'bun'] as const) await measureRuntime(bench, runtime)
}

/** What the real server answers, the first time and from memory alike. */
async function record({ baseUrl }: Server): Promise<Record<string, RawAnswer>> {
  const answers: Record<string, RawAnswer> = {}
  for (const path of Object.values(PATHS)) {
    await askRaw(baseUrl, { path })
    answers[path] = await askRaw(baseUrl, { path })
    if (answers[path].status !== 200) throw new Error(`Expected 200 for ${path} but received ${answers[path].status}`)
  }
  return answers
}

async function measureOEmbed(bench: Bench, placard: Server, bare: Server): Promise<void> {
  const { launch, env, answers } = bench
  const small = { PLACARD_MEMORY_CACHE_MB: '1' } // Room for some 50 answers, of which each of a thousand is asked for in turn.
  const [fastify, express, portable, missing] = [
    await launch(onNode('fastify'), env()),
    await launch(onNode('express'), env()),
    await launch(onNode('portable'), env()),
    await launch(SERVE, env(small)),
  ]
  for (const server of [fastify, express, portable]) await requireEqual(server, PATHS.oembed, answers)
  const told = compare(
    at(bare, PATHS.oembed),
    {
      hit: at(placard, PATHS.oembed),
      validated: validated(placard, PATHS.oembed, answers),
      portable: at(portable, PATHS.oembed),
      fastify: at(fastify, PATHS.oembed),
      express: at(express, PATHS.oembed),
      miss: { ...at(missing, ''), script: missesScript(bench.folder) },
    },
    bench.rounds,
  )
  const { hit, fastify: byFastify, express: byExpress } = told
  const tell = figures(bench, 'oEmbed', answers[PATHS.oembed])
  tell('', hit, atLeast(0.9))
  tell(', 304', told.validated, atLeast(1.1))
  bench.add(beside('oEmbed beside Fastify', hit, byFastify, atLeast(1.2)))
  bench.add(beside('oEmbed beside Express', hit, byExpress, atLeast(6)))
  tell(', portable path on Node', told.portable, atLeast(0.75))
  tell(', not in memory: from SQLite', told.miss, atLeast(0.6))
  for (const server of [fastify, express, portable, missing]) await server.stop()
}

async function measureOne(bench: Bench, name: 'cards' | 'permalink', placard: Server, bare: Server): Promise<void> {
  const path = PATHS[name]
  await requireEqual(bare, path, bench.answers)
  const told = compare(at(bare, path), { hit: at(placard, path), validated: validated(placard, path, bench.answers) }, bench.rounds)
  const tell = figures(bench, name, bench.answers[path])
  tell('', told.hit, atLeast(0.9))
  tell(', 304', told.validated, atLeast(1.1))
}

async function measureThumbnail(bench: Bench, placard: Server, bare: Server): Promise<void> {
  const path = PATHS.thumbnail
  await requireEqual(bare, path, bench.answers)
  const nginx = await startNginx(bench.folder, path, bench.answers[path])
  const variants: Record<string, LoadTarget> = { hit: at(placard, path), validated: validated(placard, path, bench.answers) }
  if (nginx) variants.nginx = at(nginx, path)
  const { hit, validated: notModified, nginx: byNginx } = compare(at(bare, path), variants, bench.rounds)
  const tell = figures(bench, 'thumbnail', bench.answers[path])
  if (hit) tell('', hit, atLeast(1.1))
  if (notModified) tell(', 304', notModified, atLeast(1.1))
  if (hit && byNginx) bench.add(beside('thumbnail beside nginx', hit, byNginx, atLeast(0.45)))
  else bench.add({ section: SECTION, name: 'thumbnail beside nginx', skipped: 'nginx is not installed' })
  await nginx?.stop()
}

const RUNTIMES = {
  deno: {
    binary: findBinary('node_modules/@deno', 'deno'),
    args: ['run', '-A', '--no-lock', '--node-modules-dir=manual', '--cached-only'],
    bar: 0.82,
  },
  bun: { binary: findBinary('node_modules/@oven', 'bin/bun'), args: ['--no-env-file'], bar: 0.88 },
} as const

async function measureRuntime(bench: Bench, name: 'deno' | 'bun'): Promise<void> {
  const { binary, args, bar } = RUNTIMES[name]
  if (binary === undefined) return bench.add({ section: SECTION, name: `oEmbed on ${name}`, skipped: `${name} is not in node_modules` })
  const [own, ours] = [
    await bench.launch([binary, ...args, builtProgram('bare-fetch')], bench.env()),
    await bench.launch([binary, ...args, builtProgram('portable')], bench.env()),
  ]
  await askRaw(ours.baseUrl, { path: PATHS.oembed })
  const { hit } = compare(at(own, PATHS.oembed), { hit: at(ours, PATHS.oembed) }, bench.rounds)
  bench.add(figure(`oEmbed, portable path on ${name}`, hit, { limit: `its own handler`, target: atLeast(bar) }))
  await own.stop()
  await ours.stop()
}

/** Equal work first: status, headers and bytes, or the comparison says nothing. */
async function requireEqual({ baseUrl }: Server, path: string, answers: Bench['answers']): Promise<void> {
  await askRaw(baseUrl, { path })
  const told = await askRaw(baseUrl, { path })
  const expected = answers[path]
  const isEqual =
    told.status === expected?.status &&
    told.bytes.equals(expected.bytes) &&
    JSON.stringify(Object.entries(told.headers).sort()) === JSON.stringify(Object.entries(expected.headers).sort())
  if (!isEqual) throw new Error(`Expected ${baseUrl}${path} to be ${describe(expected)} but received ${describe(told)}`)
}

function describe(answer: RawAnswer | undefined): string {
  return JSON.stringify({ status: answer?.status, headers: answer?.headers, bytes: answer?.bytes.length })
}

function validated(server: Server, path: string, answers: Bench['answers']): LoadTarget {
  return { ...at(server, path), headers: { 'If-None-Match': answers[path]?.headers.etag ?? '' } }
}

/** A thousand media in turn: by the time the first is asked for again, it is long forgotten. */
function missesScript(folder: string): string {
  const path = join(folder, 'misses.lua')
  const urls = Array.from({ length: SIZE }, (_, place) => `/oembed?url=${encodeURIComponent(`${ORIGIN}/p/${mediaAt(place).shortcode}/`)}`)
  writeFileSync(
    path,
    `local paths = {${urls.map((url) => JSON.stringify(url)).join(',')}}\nlocal at = 0\nrequest = function() at = at % #paths + 1 return wrk.format("GET", paths[at]) end\n`,
  )
  return path
}
