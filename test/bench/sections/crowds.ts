import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig, readEnv } from '../../../server/config.ts'
import { openLocalDeps } from '../../../server/runtimes/local-deps.ts'
import { createOwnerToken } from '../../../server/usecases/own/owner-tokens.ts'
import { bridge } from '../../fixtures/media.ts'
import { freePort } from '../../support/servers/free-port.ts'
import { askRaw } from '../../support/servers/raw-answer.ts'
import { type RawClient, rawClient } from '../../support/servers/raw-client.ts'
import { ORIGIN } from '../../support/servers/runtimes.ts'
import { FILM_PATH, makeCold } from '../cold-collection.ts'
import { type FloodReport, flood, type Kind } from '../flood-plan.ts'
import { answering, type Program, percentile, start } from '../measure.ts'
import type { Section } from '../options.ts'
import { atMost, type Figure, type Line } from '../report.ts'

const SECTION = 'Crowds: a thousand who ask for one thing, hundreds who are slow'
const STAMPEDE = 1000
const SLOW = 500
/** Between two of them. */
const ARRIVAL_MS = 10
/** Good readers beside the slow ones. */
const GOOD = { perSecond: 100, connections: 50, patienceMs: 5000 }
/** Seconds, as `server/runtimes/connections.ts` states them. */
const STATED = { headers: 5, body: 15, reading: 60 }

interface Bench {
  readonly folder: string
  readonly token: string
  readonly port: number
  readonly baseUrl: string
  readonly metricsPort: number
  /** Of another server with the same collection, which has no slow clients. */
  readonly twinPort: number
  readonly mix: readonly Kind[]
  readonly add: (line: Line) => void
}

/** One cold thumbnail for a thousand at once; then clients that hold connections, while good ones are served. */
export const measureCrowds: Section = async ({ full }, add) => {
  const folder = mkdtempSync(join(tmpdir(), 'placard-bench-'))
  const data = join(folder, 'data')
  const mix = await makeCold(data)
  const token = await makeToken(data)
  const [port, metricsPort, twinPort] = [await freePort(), await freePort(), await freePort()]
  const [server, twin] = [await launch(data, port, { PLACARD_METRICS_PORT: String(metricsPort) }), await launch(data, twinPort)]
  try {
    const bench = { folder, token, port, baseUrl: `http://127.0.0.1:${port}`, metricsPort, twinPort, mix, add }
    await measureStampede(bench)
    await measureSlow(bench, full)
  } finally {
    await Promise.all([server.stop(), twin.stop()])
    rmSync(folder, { recursive: true, force: true })
  }
}

async function launch(data: string, port: number, more: Readonly<Record<string, string>> = {}): Promise<Program> {
  const env = { PORT: String(port), PLACARD_DATA: data, PLACARD_ORIGIN: ORIGIN, ...more }
  const program = start([process.execPath, 'dist/server/placard.js', 'serve'], { env, pinned: false })
  await answering(`http://127.0.0.1:${port}/health`)
  return program
}

async function makeToken(data: string): Promise<string> {
  const deps = await openLocalDeps(parseConfig(readEnv({ PLACARD_DATA: data })), { assetFolders: [], writeLog: () => {} })
  const token = await createOwnerToken(deps, 'bench')
  await deps.close()
  return token
}

async function measureStampede({ baseUrl, metricsPort, mix, add }: Bench): Promise<void> {
  const path = mix[2]?.paths[0] ?? ''
  const before = await decodes(metricsPort)
  const answers = await Promise.all(Array.from({ length: STAMPEDE }, () => askRaw(baseUrl, { path })))
  const good = answers.filter(({ status, bytes }) => status === 200 && bytes.equals(answers[0]?.bytes ?? bytes)).length
  const made = (await decodes(metricsPort)) - before
  add({ section: SECTION, name: `decodes for ${STAMPEDE} at once`, ours: `${made}`, against: '1', ratio: made, target: atMost(1) })
  const failed = STAMPEDE - good
  add({ section: SECTION, name: 'of them not answered', ours: `${failed} of ${STAMPEDE}`, ratio: failed, target: atMost(0) })
}

const decodes = (port: number) => metric(port, 'placard_render_duration_seconds_count')

async function metric(port: number, name: string): Promise<number> {
  const { bytes } = await askRaw(`http://127.0.0.1:${port}`, { path: '/metrics' })
  const line = bytes
    .toString()
    .split('\n')
    .find((one) => one.startsWith(`${name} `))
  return Number(line?.split(' ')[1] ?? 0)
}

async function measureSlow(bench: Bench, full: boolean): Promise<void> {
  const kept = { ...bench.mix[0], share: 1 } as Kind // The first of the mix, alone.
  const { add, folder, port, twinPort } = bench
  // At the same time, since a busy machine is not the same a moment later.
  const good = async (seconds: number) => {
    const floods = [port, twinPort].map((one) => flood(folder, { port: one, seconds, ...GOOD, mix: [kept] }))
    const [beside, alone] = await Promise.all(floods)
    return { beside, alone } as Pace // Two of two.
  }
  await good(2)
  const patch = `PATCH /v1/owner/media/${bridge.shortcode} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${bench.token}\r\nIf-Match: *\r\n`
  const slow: readonly (readonly [string, number, string])[] = [
    ['headers', STATED.headers, 'GET / HTTP/1.1\r\nHost: x\r\n'],
    ['body', STATED.body, `${patch}Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n{"title":`],
  ]
  for (const [what, statedSeconds, bytes] of slow) await measureOneSlow(bench, { what, statedSeconds, bytes, good })
  if (full) await measureTakers(bench, good)
  else add({ section: SECTION, name: `${SLOW} who take nothing`, skipped: 'it takes over a minute: --full' })
}

interface Slowness {
  readonly what: string
  readonly statedSeconds: number
  readonly bytes: string
  readonly good: (seconds: number) => Promise<Pace>
}

/** Of the same readers, at a server with slow clients beside them and at one without. */
interface Pace {
  readonly beside: FloodReport
  readonly alone: FloodReport
}

async function measureOneSlow({ baseUrl, add }: Bench, { what, statedSeconds, bytes, good }: Slowness): Promise<void> {
  const held: Promise<number>[] = []
  const arriving = arriveSlowly((place) => {
    held[place] = lifeOf(baseUrl, bytes)
  })
  const readers = await good(statedSeconds + 2 + (SLOW * ARRIVAL_MS) / 1000)
  await arriving
  const seconds = await Promise.all(held)
  add(cut(`${SLOW} with a slow ${what}, cut`, Math.max(...seconds), statedSeconds))
  add(pace(`good readers meanwhile (slow ${what}), 99 %`, readers))
}

/** One after the other: a burst of so many requests would be measured, not how they are held. */
async function arriveSlowly(arrive: (place: number) => void): Promise<void> {
  for (let place = 0; place < SLOW; place += 1) {
    arrive(place)
    await new Promise((done) => setTimeout(done, ARRIVAL_MS))
  }
}

/** @returns How many seconds the server has borne with it. */
async function lifeOf(baseUrl: string, bytes: string): Promise<number> {
  const { socket, closed } = await rawClient(baseUrl)
  const begun = performance.now()
  socket.write(bytes)
  await closed
  return (performance.now() - begun) / 1000
}

/**
 * Who takes nothing does not see either that it was cut: the server counts them.
 *
 * Timed from when the last of them has all that the buffers of the system hold, some 3 GB for five hundred: filling them takes a busy machine 25 s.
 */
async function measureTakers({ baseUrl, port, metricsPort, add }: Bench, good: Slowness['good']): Promise<void> {
  const clients: RawClient[] = []
  const arriving = arriveSlowly(async () => {
    const client = await rawClient(baseUrl)
    client.socket.pause().write(`GET ${FILM_PATH} HTTP/1.1\r\nHost: x\r\n\r\n`)
    clients.push(client)
  })
  const cutting = arriving.then(() => secondsUntilCut(port, metricsPort))
  const readers = await good(STATED.reading + 10)
  const seconds = await cutting
  for (const { socket } of clients) socket.destroy()
  add(cut(`${SLOW} who take nothing of a film, cut`, seconds, STATED.reading))
  add(pace('good readers meanwhile (nothing taken), 99 %', readers))
}

/** From the last byte that one of them took. Or not all of them in twice the time that they may have: then the figure says so. */
async function secondsUntilCut(port: number, metricsPort: number): Promise<number> {
  let [queues, since] = ['', performance.now()]
  const seconds = () => (performance.now() - since) / 1000
  while (seconds() < 2 * STATED.reading && (await metric(metricsPort, 'placard_connections_stalled_total')) < SLOW) {
    const now = fullQueues(port)
    if (now.some((queue) => !queues.includes(queue))) [queues, since] = [now.join(), performance.now()]
    await new Promise((done) => setTimeout(done, 500))
  }
  return seconds()
}

/** What waits in the system for each client of this port that has more than a moment's worth: its address, and how much. */
function fullQueues(port: number): readonly string[] {
  const lines = readFileSync('/proc/net/tcp', 'utf8').matchAll(/: \S+:(\S{4}) (\S+) 01 (\S{8}):/g)
  return [...lines]
    .filter(([, local = '', , sent = '']) => parseInt(local, 16) === port && parseInt(sent, 16) > 100_000)
    .map(([line]) => line)
}

function cut(name: string, seconds: number, statedSeconds: number): Figure {
  return {
    section: SECTION,
    name,
    ours: `after ${seconds.toFixed(1)} s at most`,
    against: `${statedSeconds} s, looked at four times a second`,
    ratio: seconds / statedSeconds,
    target: atMost(statedSeconds < 10 ? 1.4 : 1.15),
    raw: { seconds },
  }
}

function pace(name: string, { beside, alone }: Pace): Figure {
  const [ours, before] = [beside, alone].map(({ asked }) => percentile(asked[0]?.okMs ?? [], 0.99)) as [number, number] // Two of two.
  const failed = (beside.asked[0]?.slots ?? []).reduce((sum, { wrong = 0, broken = 0, refused = 0 }) => sum + wrong + broken + refused, 0)
  return {
    section: SECTION,
    name,
    ours: `${ours.toFixed(1)} ms, ${failed} failed`,
    against: `without them ${before.toFixed(1)} ms`,
    ratio: ours / before,
    target: atMost(2),
    raw: { ours, before, failed },
  }
}
