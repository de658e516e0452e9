import type { Original } from '../../../ports/originals.ts'
import type { Outcome, RenderJob } from '../job.ts'
import { type Child, type ProcessCommand, startChild } from './child.ts'
import { jsonFrame, numberIn } from './frames.ts'
import { send, sendOriginal } from './send-original.ts'
import { beginTurn, type Turn } from './turn.ts'
import { writeOutputs } from './wire-outputs.ts'

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

/** Starts one. It is ready when its first job is. */
export function startPictureProcess(command: ProcessCommand): PictureProcess {
  let turn: Turn | undefined
  let memoryBytes = 0
  const child = startChild(command, (frame) => {
    if (frame.kind === 'done') memoryBytes = numberIn(frame)
    turn?.hear(frame)
  })
  void child.ended.then((error) => turn?.fail(error))

  async function run(job: RenderJob, signal?: AbortSignal): Promise<readonly Outcome[]> {
    const now = beginTurn()
    turn = now
    tell(child, now, { ...job, signal }).catch(now.fail)
    try {
      return await now.result
    } finally {
      turn = undefined
    }
  }

  return {
    pid: child.pid,
    isAlive: child.isAlive,
    memoryBytes: () => memoryBytes,
    run: (job, signal) => endedBy(signal, child, () => run(job, signal)),
    end: () => end(child),
  }
}

async function end({ kill, ended }: Child): Promise<void> {
  kill()
  await ended
}

/** What the work answers; a process that nobody wants it of any more is ended. @throws The signal's reason, once it has. */
async function endedBy<T>(signal: AbortSignal | undefined, child: Child, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted()
  signal?.addEventListener('abort', child.kill, { once: true })
  try {
    return await work()
  } catch (error) {
    if (!signal?.aborted) throw error
    await end(child)
    throw signal.reason
  } finally {
    signal?.removeEventListener('abort', child.kill)
  }
}

type Told = RenderJob & { readonly signal: AbortSignal | undefined }

async function tell(child: Child, turn: Turn, { open, outputs, signal }: Told): Promise<void> {
  const original = await open(signal)
  if (await readsItself(child, turn, original)) await original.body.cancel()
  else await sendOriginal(child.input, original)
  await send(child.input, writeOutputs(outputs()))
}

/** A file is read over there: through this process each MB would cost the two of them 4 ms. What cannot be read there is told here. */
async function readsItself(child: Child, { hasRead }: Turn, { file }: Original): Promise<boolean> {
  if (!file || !child.isAlive()) return false
  const answer = hasRead()
  child.input.write(jsonFrame('file', file))
  return answer
}
