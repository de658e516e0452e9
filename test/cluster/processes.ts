import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { freePort } from '../support/servers/free-port.ts'

/** One of several servers of a collection: a process of its own, which may be killed. */
export interface ServerProcess {
  readonly port: number
  readonly baseUrl: string
  /** All that it has written. */
  written(): string
  /** As a machine that loses its power: nothing is finished. Resolves when it has ended. */
  kill(): Promise<void>
  /** Asks it to stop, if it runs. @returns Its exit code. */
  stop(): Promise<number | null>
}

export interface CommandResult {
  readonly code: number | null
  readonly written: string
}

/** The built command line, as `npm start` runs it; `pretest` has built it. */
const PLACARD = resolve('dist/server/placard.js')

/** Processes whose settings are the same, each with a folder of its own that nobody else sees. */
export function processesOf(folder: string, settings: Readonly<Record<string, string>>) {
  let count = 0

  function run(args: readonly string[], more: Readonly<Record<string, string>> = {}): { child: ChildProcess; written: () => string } {
    count += 1
    const home = join(folder, `process-${count}`)
    mkdirSync(home)
    const env = { PATH: process.env.PATH ?? '', HOME: home, PLACARD_DATA: join(home, 'data'), ...settings, ...more }
    const child = spawn(process.execPath, [PLACARD, ...args], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let written = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (written += String(piece)))
    return { child, written: () => written }
  }

  return {
    async serve(port?: number): Promise<ServerProcess> {
      const chosen = port ?? (await freePort())
      const { child, written } = run(['serve'], { PORT: String(chosen) })
      const ended = once(child, 'exit')
      await Promise.race([listening(child, written), ended])
      if (child.exitCode !== null) throw new Error(`Expected a server but it ended with ${child.exitCode}: ${written()}`)
      const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
        if (child.exitCode === null && child.signalCode === null) child.kill(signal)
        await ended
        return child.exitCode
      }
      return {
        port: chosen,
        baseUrl: `http://127.0.0.1:${chosen}`,
        written,
        kill: async () => void (await end('SIGKILL')),
        stop: () => end('SIGTERM'),
      }
    },
    async run(...args: readonly string[]): Promise<CommandResult> {
      const { child, written } = run(args)
      const [code] = await once(child, 'close')
      return { code, written: written() }
    },
  }
}

/** Resolves at the line of the log that says so. */
async function listening(child: ChildProcess, written: () => string): Promise<void> {
  while (!written().includes('"listening"')) await once(child.stdout ?? child, 'data')
}
