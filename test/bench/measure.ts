import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'

const ROOT = resolve('.')
const BUILT = resolve('node_modules/.cache/bench')

/** Server on one core, load on another, so that neither waits for the other. */
export const canPin = availableParallelism() > 1 && isThere('taskset')
export const hasWrk = isThere('wrk')

/** Whether a program can be run from the path. */
export function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
}

export interface Program {
  readonly pid: number
  /** Asks it to end, and waits. */
  stop(): Promise<void>
  readonly child: ChildProcess
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  /** File descriptor for standard output; a log costs what it costs. */
  readonly stdout?: number
  readonly cwd?: string
  readonly pinned?: boolean
}

/** A process on the servers' core. */
export function start(args: readonly string[], { env = {}, stdout, cwd = ROOT, pinned = true }: StartOptions = {}): Program {
  const [program = '', ...rest] = pinned && canPin ? ['taskset', '-c', '0', ...args] : args
  const child = spawn(program, rest, {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? cwd, NODE_ENV: 'production', DENO_NO_UPDATE_CHECK: '1', ...env },
    stdio: ['ignore', stdout ?? 'ignore', 'inherit'],
  })
  // taskset becomes the program itself, so the id stays.
  return {
    pid: child.pid ?? 0,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** The arguments that run one of `programs/` on Node. */
export function onNode(name: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, resolve(BUILT, `${name}.js`), ...args]
}

/** The server, as the container and the service start it. */
export const SERVE: readonly string[] = [process.execPath, 'dist/server/placard.js', 'serve']

export const builtProgram = (name: string): string => resolve(BUILT, `${name}.js`)

/** Resolves once something answers there, whatever it is. */
export async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 3000; tries += 1) {
    try {
      await (await fetch(url)).arrayBuffer()
      return
    } catch {
      // Not yet.
      await new Promise((done) => setTimeout(done, 10))
    }
  }
  throw new Error(`Expected an answer from ${url} within 30 s`)
}

/** CPU time of all threads of these processes so far, in microseconds. */
export function cpuUs(pids: readonly number[]): number {
  const nanoseconds = pids.flatMap((pid) =>
    readIfThere(() => readdirSync(`/proc/${pid}/task`)).map((task) =>
      Number(readIfThere(() => readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' '))[0] ?? 0),
    ),
  )
  return sum(nanoseconds) / 1000
}

/** How long the main thread of a process could have gone on but had no core, in microseconds. */
export function waitedUs(pid: number): number {
  const [, nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')
  return Number(nanoseconds) / 1000
}

/** A process and all that it has started, with what they have started. */
export function treeOf(pid: number): readonly number[] {
  const children = readIfThere(() => readdirSync(`/proc/${pid}/task`)).flatMap((task) =>
    readIfThere(() => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ')),
  )
  return [pid, ...children.filter((child) => child !== '').flatMap((child) => treeOf(Number(child)))]
}

/** Nothing, of a process or thread that has just ended. */
function readIfThere(read: () => readonly string[]): readonly string[] {
  try {
    return read()
  } catch {
    return []
  }
}

/** Memory of a process in MB: now, and at its greatest. */
export function memoryMb(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
  return { now: read('VmRSS'), peak: read('VmHWM') }
}

export interface LoadTarget {
  readonly pids: readonly number[]
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** A script of wrk's, for requests of many addresses. */
  readonly script?: string
}

export interface Slot {
  /** Of the server, per request. */
  readonly cpuUs: number
  readonly perSecond: number
}

/** One second of requests on 64 connections. @throws {Error} if any of them failed. */
function load({ pids, url, headers = {}, script }: LoadTarget): Slot {
  const pin = canPin ? ['taskset', '-c', '1'] : []
  const more = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const [program = '', ...args] = [...pin, 'wrk', '-t1', '-c64', '-d1s', ...(script ? ['-s', script] : []), ...more, url]
  const before = cpuUs(pids)
  const told = execFileSync(program, args, { encoding: 'utf8' })
  const spent = cpuUs(pids) - before
  const requests = Number(/(\d+) requests in/.exec(told)?.[1])
  if (/Non-2xx|Socket errors/.test(told) || !(requests > 0)) throw new Error(`Expected no error from ${url} but received: ${told}`)
  return { cpuUs: spent / requests, perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(told)?.[1]) }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

export function rangeOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)]
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** Seconds of each variant that are thrown away: on a busy machine it takes so long until all of it is compiled. */
const WARM_UPS = 3

/** What one variant cost beside the base, over all rounds. */
export interface Compared {
  readonly ours: Slot
  readonly base: Slot
  readonly ratio: number
  readonly range: readonly [number, number]
}

/**
 * Rounds of base, variants in another order each time, base: each variant is held against the two bases around it, since the machine is as busy
 * then as it is for the variant.
 *
 * @returns Per variant; a ratio is the base's CPU per request / the variant's.
 */
export function compare<Name extends string>(
  base: LoadTarget,
  variants: Readonly<Record<Name, LoadTarget>>,
  rounds: number,
): Readonly<Record<Name, Compared>> {
  const names = Object.keys(variants) as Name[] // The keys of a record by Name.
  for (let warmUp = 0; warmUp < WARM_UPS; warmUp += 1) for (const target of [base, ...names.map((name) => variants[name])]) load(target)
  const taken = names.map((name) => ({ name, slots: [] as Slot[], bases: [] as Slot[], ratios: [] as number[] }))
  for (let round = 0; round < rounds; round += 1) {
    const first = load(base)
    const order = round % 2 === 0 ? taken : [...taken].reverse()
    const slots = order.map(({ name }) => load(variants[name]))
    const last = load(base)
    order.forEach((variant, place) => {
      const slot = slots[place] ?? first
      variant.slots.push(slot)
      variant.bases.push(first, last)
      variant.ratios.push((first.cpuUs + last.cpuUs) / 2 / slot.cpuUs)
    })
  }
  const told = taken.map(({ name, slots, bases, ratios }) => [
    name,
    { ours: middleOf(slots), base: middleOf(bases), ratio: median(ratios), range: rangeOf(ratios) } satisfies Compared,
  ])
  return Object.fromEntries(told) as Record<Name, Compared> // One entry for each name.
}

function middleOf(slots: readonly Slot[]): Slot {
  return { cpuUs: median(slots.map((slot) => slot.cpuUs)), perSecond: median(slots.map((slot) => slot.perSecond)) }
}

/** The least disturbed of several runs: of each its CPU time in microseconds per operation, all threads of this process together. */
export async function cpuPerOperation(operations: number, runs: number, operate: (place: number) => unknown): Promise<number> {
  const told: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const before = process.cpuUsage()
    for (let place = 0; place < operations; place += 1) await operate(place)
    const { user, system } = process.cpuUsage(before)
    told.push((user + system) / operations)
  }
  return percentile(told, 0.25)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
