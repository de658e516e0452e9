import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { SharedOptions, WorkerOptions } from 'miniflare'

/** An owner's token that the Worker has as a secret. */
export const WORKER_TOKEN = `plc_${'w'.repeat(44)}`

/**
 * Headers of a request on a connection of its own. workerd closes one that was idle for five seconds without a word before, and the client lets go of it after
 * four or so: on a busy machine, a request that comes then meets the end of its connection.
 */
export const FRESH = { Connection: 'close' } as const

interface Running {
  readonly baseUrl: string
  written(): string
  stop(): Promise<void>
}

export interface RunningWorker extends Running {
  /** From now on, what `peakBytes` tells is the most that its process has had in memory since. */
  forgetPeak(): void
  /** @returns `undefined` where the system does not tell. */
  peakBytes(): number | undefined
}

/** Why nothing can be tried on workerd here; `undefined` where it can. */
export function missingWorkerd(): string | undefined {
  if (!existsSync(resolve('node_modules/workerd/bin/workerd'))) return 'the package workerd is not in node_modules'
  return existsSync(resolve('dist/workers/server/worker.js')) ? undefined : 'dist/workers is not built'
}

/**
 * The built Worker in workerd, bound as `wrangler.jsonc` of this project says; empty, and listening when it resolves.
 *
 * NOTE: not `wrangler dev`, whose proxy takes the lengths off pages.
 *
 * @param folder  Holds its database and its bucket.
 * @param vars    Settings and secrets instead of those of the file.
 * @param without Bindings that are left out.
 */
export async function startWorker(
  folder: string,
  vars: Readonly<Record<string, string>>,
  without: readonly ('d1_databases' | 'r2_buckets')[] = [],
): Promise<RunningWorker> {
  const { unstable_getMiniflareWorkerOptions } = await import('wrangler')
  const { main, workerOptions } = unstable_getMiniflareWorkerOptions(writeConfig(folder, vars, without))
  const before = new Set(workerdProcesses())
  const running = await startMiniflare({
    ...workerOptions,
    modules: [{ type: 'ESModule', path: main ?? '' }],
    d1Persist: join(folder, 'd1'),
    r2Persist: join(folder, 'r2'),
    cachePersist: join(folder, 'cache'),
  })
  const [pid = 0] = workerdProcesses().filter((one) => !before.has(one))
  return {
    ...running,
    // https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html
    forgetPeak: () => void (pid && writeFileSync(`/proc/${pid}/clear_refs`, '5')),
    peakBytes: () => (pid ? Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024 : undefined),
  }
}

/** workerd with these options of wrangler's and of miniflare's, on loopback; listening when it resolves. */
async function startMiniflare({
  modulesRules: _rules,
  ...options
}: WorkerOptions & SharedOptions & { readonly modulesRules?: unknown }): Promise<Running> {
  // A second and more to load; who has no workerd does not wait for it.
  const { Log, LogLevel, Miniflare } = await import('miniflare')
  let said = ''
  const miniflare = new Miniflare({
    ...options,
    host: '127.0.0.1',
    cf: false,
    telemetry: { enabled: false },
    log: new Log(LogLevel.NONE),
    handleRuntimeStdio: (out, err) => {
      for (const stream of [out, err]) {
        stream.on('data', (piece: unknown) => {
          said += String(piece)
        })
      }
    },
  })
  const { origin: baseUrl } = await miniflare.ready
  return { baseUrl, written: () => said, stop: () => miniflare.dispose() }
}

/** Children of this process that are workerd, where the system tells. */
function workerdProcesses(): readonly number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const [, program, parent] = /^\d+ \((.*)\) \S+ (\d+) /.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? []
      return program === 'workerd' && Number(parent) === process.pid ? [Number(name)] : []
    } catch {
      return [] // It has ended meanwhile.
    }
  })
}

export interface RunningEdge extends Running {
  /** Its time is so much later than it was. */
  advance(seconds: number): Promise<void>
}

/** Around the built edge, since libfaketime and workerd do not get on: all that the edge knows of time is `Date.now()`. */
const CLOCKED = `import edge from './worker.js'
const now = Date.now.bind(Date)
let offset = 0
Date.now = () => now() + offset
export default {
  async fetch(request, env, ctx) {
    const seconds = request.headers.get('test-advance')
    if (seconds === null) return await edge.fetch(request, env, ctx)
    offset += Number(seconds) * 1000
    return new Response()
  },
}`

/** The built edge in workerd, bound as `deploy/edge/wrangler.jsonc` says, with these settings; listening when it resolves. */
export async function startEdge(folder: string, vars: Readonly<Record<string, string>>): Promise<RunningEdge> {
  const { unstable_getMiniflareWorkerOptions } = await import('wrangler')
  const { workerOptions } = unstable_getMiniflareWorkerOptions(writeEdgeConfig(folder, vars))
  writeFileSync(join(folder, 'clocked.js'), CLOCKED)
  copyFileSync('dist/edge/worker.js', join(folder, 'worker.js'))
  const running = await startMiniflare({
    ...workerOptions,
    modules: ['clocked.js', 'worker.js'].map((name) => ({ type: 'ESModule' as const, path: join(folder, name) })),
    modulesRoot: folder,
    cachePersist: join(folder, 'cache'),
  })
  return {
    ...running,
    async advance(seconds) {
      await (await fetch(running.baseUrl, { headers: { ...FRESH, 'test-advance': String(seconds) } })).text()
    },
  }
}

function writeEdgeConfig(folder: string, vars: Readonly<Record<string, string>>): string {
  const { build: _build, $schema: _schema, ...config } = readJsonc('deploy/edge/wrangler.jsonc')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'wrangler.json')
  writeFileSync(path, JSON.stringify({ ...config, main: resolve('dist/edge/worker.js'), vars }))
  return path
}

function readJsonc(path: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(path, 'utf8').replace(/^\s*\/\/.*$/gm, '')) as Readonly<Record<string, unknown>> // our own file
}

/** The built `placard push` or `pull`, with the Worker's token in a file of the data folder. */
export function transferCommand(
  words: readonly string[],
  dataFolder: string,
): { readonly program: string; readonly args: readonly string[] } {
  const tokenFile = join(dataFolder, 'token')
  writeFileSync(tokenFile, WORKER_TOKEN)
  return { program: process.execPath, args: [resolve('dist/server/placard.js'), ...words, '--token-file', tokenFile] }
}

/** Pushes the collection of a data folder, with the built command and these settings. */
export async function pushTo(baseUrl: string, dataFolder: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const { program, args } = transferCommand(['push', baseUrl], dataFolder)
  const env = { PATH: process.env.PATH ?? '', PLACARD_DATA: dataFolder, ...settings }
  await promisify(execFile)(program, args, { cwd: dataFolder, env })
}

function writeConfig(folder: string, vars: Readonly<Record<string, string>>, without: readonly string[]): string {
  // Built already, and not for each test.
  const { build: _build, $schema: _schema, ...rest } = readJsonc('wrangler.jsonc')
  const config: Record<string, unknown> = { ...rest }
  const { main, assets } = config as { main: string; assets: { directory: string } } // see above
  for (const name of without) delete config[name]
  const local = { ...config, main: resolve(main), assets: { ...assets, directory: resolve(assets.directory) }, vars }
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'wrangler.json')
  writeFileSync(path, JSON.stringify(local))
  return path
}
