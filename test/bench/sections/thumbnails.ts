import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import { freePort } from '../../support/servers/free-port.ts'
import { answering, builtProgram, cpuUs, isThere, median, onNode, type Program, rangeOf, SERVE, start, sum, treeOf } from '../measure.ts'
import type { Section } from '../options.ts'
import { photographs } from '../pictures.ts'
import { atLeast, atMost, type Line } from '../report.ts'
import { runProgram } from '../run-program.ts'

const SECTION = 'Thumbnails that nobody has asked for before: CPU per thumbnail'

/** One round, in milliseconds of CPU per thumbnail. */
interface Round {
  readonly first: number
  readonly second: number
  readonly stampede: number
  readonly single: number
}

/** First thumbnails over HTTP beside sharp alone, the decoder alone, ipx, vipsthumbnail; then a second size, and 64 who ask for the same. */
export const measureThumbnails: Section = async ({ quick }, add) => {
  const { folder, paths, areReal } = photographs()
  if (!areReal)
    return add({ section: SECTION, name: 'all of it', skipped: 'no photographs of 12-24 MP beside the project (../shared/photos)' })
  const rounds: Round[] = []
  const decoder: number[] = []
  const alone: number[] = []
  const ipx: number[] = []
  const idle = runProgram([builtProgram('sharp'), 'jpeg']).cpuMs
  for (let round = 0; round < (quick ? 2 : 5); round += 1) {
    decoder.push((runProgram([builtProgram('sharp'), 'decode', ...paths]).cpuMs - idle) / paths.length)
    rounds.push(await measureServer(folder, paths))
    alone.push((runProgram([builtProgram('sharp'), 'jpeg', ...paths]).cpuMs - idle) / paths.length)
    ipx.push(await measureIpx(folder, paths))
  }
  const tell = (name: string, peer: readonly number[], what: string, target?: number) =>
    add(besideFirst({ name, rounds, peer, what, ...(target !== undefined && { target }) }))
  tell('first 640.jpg over HTTP', decoder, 'sharp, decoded and resized only', 0.85)
  tell('the same', alone, 'sharp, with its encoder')
  tell('the same', ipx, 'ipx over HTTP')
  addVips(paths, rounds, add)
  addRest(rounds, add)
}

function besideFirst({
  name,
  rounds,
  peer,
  what,
  target,
}: {
  name: string
  rounds: readonly Round[]
  peer: readonly number[]
  what: string
  target?: number
}): Line {
  const ratios = rounds.map(({ first }, round) => (peer[round] ?? Number.NaN) / first)
  return {
    section: SECTION,
    name,
    ours: `${median(rounds.map(({ first }) => first)).toFixed(1)} ms`,
    against: `${what} ${median(peer).toFixed(1)} ms`,
    ratio: median(ratios),
    range: rangeOf(ratios),
    ...(target !== undefined && { target: atLeast(target) }),
  }
}

function addVips(paths: readonly string[], rounds: readonly Round[], add: (line: Line) => void): void {
  if (!isThere('vipsthumbnail')) {
    add({ section: SECTION, name: 'beside vipsthumbnail', skipped: 'it is not installed (apt-get install libvips-tools)' })
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'placard-bench-'))
  const told = spawnSync('sh', ['-c', `vipsthumbnail --size 640x -o "${folder}/%s.jpg[Q=80]" "$@" && times`, 'sh', ...paths], {
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true, force: true })
  const [, children = ''] = told.stdout.trim().split('\n')
  const cpuMs = sum(
    [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, minutes, seconds]) => (Number(minutes) * 60 + Number(seconds)) * 1000),
  )
  add(besideFirst({ name: 'the same', rounds, peer: rounds.map(() => cpuMs / paths.length), what: 'vipsthumbnail, its start included' }))
}

function addRest(rounds: readonly Round[], add: (line: Line) => void): void {
  const ratioOf = (over: (round: Round) => number) => ({ ratio: median(rounds.map(over)), range: rangeOf(rounds.map(over)) })
  const ms = (of: (round: Round) => number) => `${median(rounds.map(of)).toFixed(1)} ms`
  add({
    section: SECTION,
    name: 'a second size, 320.jpg',
    ours: ms(({ second }) => second),
    against: `the first ${ms(({ first }) => first)}`,
    ...ratioOf(({ first, second }) => first / second),
    target: atLeast(3),
  })
  add({
    section: SECTION,
    name: '64 who ask for the same',
    ours: ms(({ stampede }) => stampede),
    against: `one ${ms(({ single }) => single)}`,
    ...ratioOf(({ stampede, single }) => stampede / single),
    target: atMost(1.1),
  })
}

async function measureServer(pictures: string, paths: readonly string[]): Promise<Round> {
  const data = mkdtempSync(join(tmpdir(), 'placard-bench-'))
  const env = { PLACARD_DATA: join(data, 'data') }
  for (const folder of [pictures, twinsOf(data, paths[0] ?? '')]) runProgram(['dist/server/placard.js', 'import', folder], env)
  const catalogue = await openSqliteCatalogue(join(data, 'data', 'catalogue.sqlite'))
  const codes = (await catalogue.list({ limit: 200 })).map(({ shortcode }) => shortcode)
  await catalogue.close()
  const { program, baseUrl } = await launch(SERVE, env)
  const one = (code: string, name: string) => ask(`${baseUrl}/t/${code}/1/${name}`)
  const [twins, [warm = '', ...others]] = [codes.slice(0, 2 * PAIRS), codes.slice(2 * PAIRS)]
  const inTurn = async (name: string) => {
    for (const code of others) await one(code, name)
  }
  const many = (code: string, name: string) => Promise.all(Array.from({ length: 64 }, () => one(code, name)))
  // A server that has been running has compiled all of it.
  for (const width of [150, 320, 480, 640, 960]) await many(warm, `${width}.jpg`)
  const first = await spentMs(program, () => inTurn('640.jpg'))
  await quiet(program)
  const second = await spentMs(program, () => inTurn('320.jpg'))
  const single: number[] = []
  const stampede: number[] = []
  // Without a pause in which intermediates would be made.
  for (let at = 0; at < twins.length; at += 2) {
    const [twin = '', other = ''] = twins.slice(at, at + 2)
    // Both find their connections open: opening 64 costs as much as answering them does, and is no part of a thumbnail.
    await many(warm, '640.jpg')
    single.push(await spentMs(program, () => one(twin, '640.jpg')))
    stampede.push(await spentMs(program, () => many(other, '640.jpg')))
  }
  await program.stop()
  rmSync(data, { recursive: true, force: true })
  return { first: first / others.length, second: second / others.length, single: median(single), stampede: median(stampede) }
}

/** How often a single reader is held against many, in each round. */
const PAIRS = 4

/** The same picture over and over, as works of their own: of two one is for a single reader, one for many. */
function twinsOf(folder: string, path: string): string {
  const twins = join(folder, 'twins')
  mkdirSync(twins)
  const picture = readFileSync(path)
  for (let copy = 0; copy < 2 * PAIRS; copy += 1)
    writeFileSync(join(twins, `${copy}.jpg`), Buffer.concat([picture, Buffer.from(`copy ${copy}`)]))
  return twins
}

async function measureIpx(pictures: string, paths: readonly string[]): Promise<number> {
  const { program, baseUrl } = await launch(onNode('ipx'), { PICTURES: pictures })
  const [warm = '', ...others] = paths.map((path) => basename(path))
  await ask(`${baseUrl}/w_640,f_jpeg,q_80/${warm}`)
  const spent = await spentMs(program, async () => {
    for (const name of others) await ask(`${baseUrl}/w_640,f_jpeg,q_80/${name}`)
  })
  await program.stop()
  return spent / others.length
}

export async function launch(args: readonly string[], env: Record<string, string>): Promise<{ program: Program; baseUrl: string }> {
  const port = await freePort()
  const program = start(args, { env: { PORT: String(port), ...env }, pinned: false })
  const baseUrl = `http://127.0.0.1:${port}`
  await answering(baseUrl)
  return { program, baseUrl }
}

export async function ask(url: string): Promise<void> {
  const answer = await fetch(url)
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`Expected 200 from ${url} but received ${answer.status}`)
}

/** Resolves once it does nothing any more: the intermediates, which it makes while nobody waits, have been made. */
export async function quiet(program: Program): Promise<void> {
  const second = () => new Promise((done) => setTimeout(done, 1000))
  while ((await spentMs(program, second)) > 20) {
    // Still at it.
  }
}

/** Of the server and the processes in which it renders; those that have ended meanwhile count for nothing, and not as time that came back. */
export async function spentMs({ pid }: Program, work: () => Promise<unknown>): Promise<number> {
  const before = new Map(treeOf(pid).map((one) => [one, cpuUs([one])]))
  await work()
  return sum(treeOf(pid).map((one) => cpuUs([one]) - (before.get(one) ?? 0))) / 1000
}
