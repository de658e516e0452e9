import { type ChildProcess, spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Writable } from 'node:stream'
import { UnavailableError } from '../../../core/errors.ts'
import { type Frame, frameReader } from './frames.ts'

export interface ProcessCommand {
  /** What serves picture jobs on its standard input and output, and ends with the input. */
  readonly program: string
  readonly args: readonly string[]
  /** All that it sees of an environment: nothing that is secret, since it reads files of strangers. */
  readonly env: Readonly<Record<string, string>>
  /** 0 to 19; whatever answers requests comes before it. */
  readonly nice: number
}

/** The process ended before its job did. */
export class ProcessEndedError extends Error {
  override readonly name = 'ProcessEndedError'
  /** Whether it was its own fault: an access that is not allowed, an instruction that is none, an assertion. */
  readonly crashed: boolean

  constructor(how: string, crashed: boolean) {
    super(`Expected the process that decodes pictures to live but it ended: ${how}`)
    this.crashed = crashed
  }
}

/** A process that speaks in frames. */
export interface Child {
  /** Of the system; absent if it could not be started. */
  readonly pid: number | undefined
  readonly input: Writable
  isAlive(): boolean
  /** Resolves when it has ended or could not be started, and says how; never rejects, so that nobody has to listen. */
  readonly ended: Promise<Error>
  kill(): void
}

/** Starts one. @param hear Is told each frame that it writes, until it ends. */
export function startChild({ program, args, env, nice }: ProcessCommand, hear: (frame: Frame) => void): Child {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
  lowerPriority(child.pid, nice)
  const kill = () => void child.kill('SIGKILL')
  const ended = endOf(child)
  let isAlive = true
  void ended.then(() => {
    isAlive = false
  })
  // Whoever writes to it hears of its end by `ended`.
  child.stdin.on('error', () => {})
  child.stdout.on('data', understanding(hear, kill))
  return { pid: child.pid, input: child.stdin, isAlive: () => isAlive, ended, kill }
}

/** One that speaks another language, or has lost its mind, is ended: that fails its job. */
function understanding(hear: (frame: Frame) => void, kill: () => void): (piece: Buffer) => void {
  const read = frameReader()
  return (piece) => {
    try {
      for (const frame of read(piece)) hear(frame)
    } catch {
      kill()
    }
  }
}

const CRASHES: readonly (NodeJS.Signals | null)[] = ['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGSYS']

function endOf(child: ChildProcess): Promise<Error> {
  return new Promise((resolve) => {
    child.once('error', (cause) => {
      if (child.pid === undefined)
        resolve(new UnavailableError(`Expected to start ${child.spawnfile} but received ${cause.message}`, { cause }))
    })
    child.once('exit', (code, signal) => resolve(new ProcessEndedError(signal ?? `exit code ${code}`, CRASHES.includes(signal))))
  })
}

function lowerPriority(pid: number | undefined, nice: number): void {
  if (pid === undefined || nice === 0) return
  try {
    setPriority(pid, nice)
  } catch {
    // It has ended already, which its first job will tell; or this system has no priorities, and it runs as the server does.
  }
}
