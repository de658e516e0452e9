import { type ChildProcess, spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Writable } from 'node:stream'
import { BrokenMediaError, UnavailableError } from '../../core/errors.ts'
import type { Original, OriginalFile } from '../../ports/originals.ts'
import { type Frame, frameHead, frameReader, jsonFrame } from './frames.ts'
import type { Outcome, RenderJob } from './job.ts'
import { parseError } from './wire-errors.ts'
import { writeOutputs } from './wire-outputs.ts'

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

/** A process that does one job at a time. */
export interface PictureProcess {
  /** Of the system; absent if it could not be started. */
  readonly pid: number | undefined
  /** Once false it takes no more jobs. */
  isAlive(): boolean
  /** After its last job. */
  memoryBytes(): number
  /**
   * @throws {ProcessEndedError} if it ended, other than by the signal.
   * @throws What was wrong with the picture, or why it could not be opened. The signal's reason, once the process has ended for it.
   */
  run(job: RenderJob, signal?: AbortSignal): Promise<readonly Outcome[]>
  /** Ends it at once, and waits. */
  end(): Promise<void>
}

const CRASHES: readonly (NodeJS.Signals | null)[] = ['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGSYS']

/** What the process makes of the job that it is at. */
interface Current {
  readonly outcomes: Outcome[]
  /** Whether it has read the file that it was told of. */
  hasRead(answer: boolean): void
  done(outcomes: readonly Outcome[]): void
  fail(error: unknown): void
}

/** Starts one. It is ready when its first job is. */
export function startPictureProcess({ program, args, env, nice }: ProcessCommand): PictureProcess {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
  lowerPriority(child.pid, nice)
  let current: Current | undefined
  let isAlive = true
  let memoryBytes = 0
  const ended = endOf(child)
  void ended.then((error) => {
    isAlive = false
    current?.hasRead(false)
    current?.fail(error)
  })
  // Whoever writes to it hears of its end by the above.
  child.stdin.on('error', () => {})

  const read = frameReader()
  child.stdout.on('data', (piece: Buffer) => {
    try {
      for (const frame of read(piece)) take(frame)
    } catch {
      // It speaks another language, or has lost its mind: its end fails the job.
      child.kill('SIGKILL')
    }
  })

  function take({ kind, payload }: Frame): void {
    if (kind === 'bytes') current?.outcomes.push({ bytes: new Uint8Array(payload) })
    else if (kind === 'error') current?.outcomes.push({ error: parseError(payload.toString()) })
    else if (kind === 'failure') current?.fail(parseError(payload.toString()))
    else if (kind !== 'done') current?.hasRead(kind === 'read')
    else {
      current?.done(current.outcomes)
      memoryBytes = payload.readDoubleBE(0)
    }
  }

  /** A file is read over there: through this process each MB would cost the two of them 4 ms. What cannot be read there is told here. */
  async function hand(original: Original): Promise<void> {
    if (original.file && (await readsItself(original.file))) await original.body.cancel()
    else await sendPicture(child.stdin, original)
  }

  function readsItself(file: OriginalFile): Promise<boolean> {
    return new Promise((resolve) => {
      if (!current || !isAlive) return resolve(false)
      current.hasRead = resolve
      child.stdin.write(jsonFrame('file', file))
    })
  }

  return {
    pid: child.pid,
    isAlive: () => isAlive,
    memoryBytes: () => memoryBytes,
    async run({ open, outputs }, signal) {
      signal?.throwIfAborted()
      const kill = () => child.kill('SIGKILL')
      signal?.addEventListener('abort', kill, { once: true })
      try {
        return await new Promise<readonly Outcome[]>((done, fail) => {
          current = { outcomes: [], hasRead() {}, done, fail }
          const begin = async () => {
            await hand(await open(signal))
            await send(child.stdin, writeOutputs(outputs()))
          }
          begin().catch(fail)
        })
      } catch (error) {
        if (!signal?.aborted) throw error
        kill()
        await ended
        throw signal.reason
      } finally {
        current = undefined
        signal?.removeEventListener('abort', kill)
      }
    },
    async end() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Resolves when it has ended or could not be started; never rejects, so that nobody has to listen. */
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

/** The bytes as they come; all of them are never in this process. If they cannot be had, the other side forgets what it has. */
async function sendPicture(to: Writable, { body, bytes }: Original): Promise<void> {
  let length = 0
  const told = Buffer.alloc(LENGTH_BYTES)
  told.writeUInt32BE(bytes)
  await send(to, Buffer.concat([frameHead('length', LENGTH_BYTES), told]))
  try {
    for await (const chunk of piecesOf(body)) {
      length += chunk.length
      if (length > bytes) throw new BrokenMediaError(`Expected an original of ${bytes} bytes but received more`)
      to.write(frameHead('piece', chunk.length))
      await send(to, chunk)
    }
    if (length < bytes) throw new BrokenMediaError(`Expected an original of ${bytes} bytes but received ${length}`)
  } catch (error) {
    to.write(frameHead('forget', 0))
    throw error
  }
}

const LENGTH_BYTES = 4
const PIECE_BYTES = 262_144

/** Each piece is good until the next: where the stream takes it, they all lie in the same memory, or V8 would collect garbage for each picture. */
async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = byobReaderOf(body)
  if (!reader) return yield* body
  let room: Uint8Array<ArrayBuffer> = new Uint8Array(PIECE_BYTES)
  let isOver = false
  try {
    while (!isOver) {
      const { done, value } = await reader.read(new Uint8Array(room.buffer))
      isOver = done
      if (value && value.length > 0) yield value
      if (value) room = value
    }
  } finally {
    if (!isOver) await reader.cancel().catch(() => {}) // Why it is not read to its end is what will be told.
  }
}

/** `undefined` for a stream that only hands over memory of its own. */
function byobReaderOf(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: 'byob' })
  } catch {
    // A stream of objects, which cannot read into a reader's memory.
    return undefined
  }
}

/** Resolves once the other side has it; if the pipe breaks it does not matter any more, and the job fails by the end of the process. */
function send(to: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => to.write(bytes, () => resolve()))
}
