import type { Original } from '../../../ports/originals.ts'
import type { Outcome, RenderJob } from '../job.ts'
import { type ProcessCommand, startChild } from './child.ts'
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

  async function tell({ open, outputs }: RenderJob, { hasRead }: Turn, signal?: AbortSignal): Promise<void> {
    const original = await open(signal)
    if (await readsItself(original, hasRead)) await original.body.cancel()
    else await sendOriginal(child.input, original)
    await send(child.input, writeOutputs(outputs()))
  }

  /** A file is read over there: through this process each MB would cost the two of them 4 ms. What cannot be read there is told here. */
  async function readsItself({ file }: Original, hasRead: Turn['hasRead']): Promise<boolean> {
    if (!file || !child.isAlive()) return false
    const answer = hasRead()
    child.input.write(jsonFrame('file', file))
    return answer
  }

  async function run(job: RenderJob, signal?: AbortSignal): Promise<readonly Outcome[]> {
    const now = beginTurn()
    turn = now
    tell(job, now, signal).catch(now.fail)
    try {
      return await now.result
    } finally {
      turn = undefined
    }
  }

  async function end(): Promise<void> {
    child.kill()
    await child.ended
  }

  return {
    pid: child.pid,
    isAlive: child.isAlive,
    memoryBytes: () => memoryBytes,
    async run(job, signal) {
      signal?.throwIfAborted()
      signal?.addEventListener('abort', child.kill, { once: true })
      try {
        return await run(job, signal)
      } catch (error) {
        if (!signal?.aborted) throw error
        await end()
        throw signal.reason
      } finally {
        signal?.removeEventListener('abort', child.kill)
      }
    },
    end,
  }
}
