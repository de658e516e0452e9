import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { freePort } from './free-port.ts'
import { missingWorkerd, pushTo, startWorker, WORKER_TOKEN } from './workerd.ts'

/** The base of every address that any runtime emits, so that their answers can be the same to the byte. */
export const ORIGIN = 'https://placard.example'

export interface RunningRuntime {
  /** Where it listens, on loopback. */
  readonly baseUrl: string
  /** All that it has written to standard output and standard error. */
  written(): string
  /** Asks it to stop and waits. @returns Its exit code; `undefined` where there is none to see. */
  stop(): Promise<number | undefined>
}

/** Something that can serve a collection. */
export interface Runtime {
  readonly name: string
  /** Whether it is a process that listens through `node:http`: then the limits of `node.ts` hold, and SIGTERM drains. */
  readonly isProcess: boolean
  /** Whether it has the collection from the first runtime, in whose folder it starts. */
  readonly isPushed?: boolean
  /** Why it cannot be tried here; absent where it can. */
  readonly missing?: string
  /**
   * Serves the collection in `data` below the folder as `ORIGIN`; resolves once it listens.
   *
   * @param settings  More than where the collection is.
   */
  start(folder: string, settings?: Readonly<Record<string, string>>): Promise<RunningRuntime>
}

/** All that are tried: Node, which the others are compared to, first. Another one is one more record here. */
export const RUNTIMES: readonly Runtime[] = [
  runtime('node', process.execPath, [resolve('dist/server/placard.js')]),
  runtime('deno', findBinary('node_modules/@deno', 'deno'), [
    ...['run', '-A', '--no-lock', '--node-modules-dir=manual', '--cached-only'],
    resolve('server/runtimes/deno.ts'),
  ]),
  runtime('bun', findBinary('node_modules/@oven', 'bin/bun'), ['--no-env-file', resolve('server/runtimes/bun.ts')]),
  workerd(),
]

/** The same collection, pushed. */
function workerd(): Runtime {
  const missing = missingWorkerd()
  return {
    name: 'workerd',
    isProcess: false,
    isPushed: true,
    ...(missing !== undefined && { missing }),
    async start(folder, settings = {}) {
      const secrets = { PLACARD_SIGNING_KEY: Buffer.alloc(32, 7).toString('base64'), PLACARD_OWNER_TOKEN: WORKER_TOKEN }
      const worker = await startWorker(join(folder, 'worker'), { PLACARD_ORIGIN: ORIGIN, ...secrets, ...settings })
      await pushTo(worker.baseUrl, join(folder, 'data'), { PLACARD_ORIGIN: ORIGIN })
      return { ...worker, stop: async () => void (await worker.stop()) }
    },
  }
}

function runtime(name: string, binary: string | undefined, args: readonly string[]): Runtime {
  return {
    name,
    isProcess: true,
    ...(binary === undefined && { missing: `the package ${name} has no binary for this machine in node_modules` }),
    start: (folder, settings) => startProcess([binary ?? name, ...args, 'serve'], folder, settings),
  }
}

/** npm installs the package of this platform only, so whichever is there is the right one. */
export function findBinary(folder: string, name: string): string | undefined {
  try {
    const [platform = ''] = readdirSync(folder)
    const binary = resolve(folder, platform, process.platform === 'win32' ? `${name}.exe` : name)
    // Bun's install script, where it was run, moves it beside the package of all platforms.
    return [binary, resolve('node_modules/bun/bin/bun.exe')].find((path) => existsSync(path) && basename(path).startsWith(basename(name)))
  } catch {
    // No such folder: the package is not installed.
    return undefined
  }
}

async function startProcess(
  [program = '', ...args]: readonly string[],
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningRuntime> {
  const port = await freePort()
  const child = spawn(program, args, {
    cwd: folder, // where no `.env` is
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      DENO_NO_UPDATE_CHECK: '1',
      PORT: String(port),
      PLACARD_ORIGIN: ORIGIN,
      PLACARD_DATA: join(folder, 'data'),
      ...settings,
    },
  })
  const written = await listening(child)
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    written,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      return child.exitCode ?? undefined
    },
  }
}

/**
 * Resolves at the first line of the log, which says that it listens.
 *
 * @returns  What it has written by the time this is called.
 * @throws   {Error} with what it complained of, if it ends before.
 */
function listening(child: ChildProcess): Promise<() => string> {
  return new Promise((done, reject) => {
    let written = ''
    const note = (piece: unknown) => {
      written += String(piece)
      if (written.includes('"listening"')) done(() => written)
    }
    child.stdout?.on('data', note)
    child.stderr?.on('data', note)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Expected ${child.spawnfile} to listen but it ended with ${code}: ${written}`)))
  })
}
