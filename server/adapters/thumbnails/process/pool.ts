import { BrokenMediaError, UnavailableError } from '../../../core/errors.ts'
import type { JobRunner, Outcome, RenderJob } from '../job.ts'
import { type ProcessCommand, ProcessEndedError } from './child.ts'
import { type PictureProcess, startPictureProcess } from './picture-process.ts'

export interface ProcessPoolOptions {
  readonly command: ProcessCommand
  /** A process that has nothing to do for so long is ended. Default: 60 s. */
  readonly idleMs?: number
  /** A process that is larger after a job is ended: its memory goes back to the system, not to its next job. Default: 200 MB. */
  readonly maxMemoryBytes?: number
}

/** Runs jobs until it is closed. */
export interface ProcessPool extends JobRunner {
  /** Of the processes that live. */
  pids(): readonly number[]
  /** Ends all processes; those that work, too. */
  close(): Promise<void>
}

/**
 * Jobs in processes of their own, one at a time in each, as many as run at once: whatever a hostile picture does to libvips, it does it there (I4).
 * A job whose process ends under it is tried once more in a fresh one.
 */
export function processPool(options: ProcessPoolOptions): ProcessPool {
  const processes = createProcesses(options)

  async function tryOnce(job: RenderJob, signal?: AbortSignal): Promise<readonly Outcome[]> {
    const process = processes.take()
    try {
      return await process.run(job, signal)
    } finally {
      processes.giveBack(process)
    }
  }

  return {
    async run(job, signal) {
      try {
        return await tryOnce(job, signal)
      } catch (error) {
        if (!(error instanceof ProcessEndedError)) throw error
      }
      return tryOnce(job, signal).catch((error: unknown) => {
        throw error instanceof ProcessEndedError ? twiceEnded(error) : error
      })
    },
    pids: processes.pids,
    close: processes.close,
  }
}

/** The processes of a pool: those that work, and those that wait for work. */
interface Processes extends Pick<ProcessPool, 'pids' | 'close'> {
  /** One that has nothing to do, or a new one. */
  take(): PictureProcess
  /** It is kept for a while, or ended if it has grown. */
  giveBack(process: PictureProcess): void
}

function createProcesses({ command, idleMs = 60_000, maxMemoryBytes = 200_000_000 }: ProcessPoolOptions): Processes {
  const idle = new Map<PictureProcess, NodeJS.Timeout>()
  const all = new Set<PictureProcess>()
  let isClosed = false

  function end(process: PictureProcess): Promise<void> {
    clearTimeout(idle.get(process))
    idle.delete(process)
    all.delete(process)
    return process.end()
  }

  return {
    take() {
      // One more would outlive the pool, and keep the server's own process from ending.
      if (isClosed) throw new UnavailableError('Expected the server to run but it is stopping')
      for (const [process, timer] of idle) {
        idle.delete(process)
        clearTimeout(timer)
        if (process.isAlive()) return process
        all.delete(process)
      }
      const started = startPictureProcess(command)
      all.add(started)
      return started
    },
    giveBack(process) {
      if (!all.has(process)) return
      if (!process.isAlive()) return void all.delete(process)
      if (process.memoryBytes() > maxMemoryBytes) return void end(process)
      idle.set(process, setTimeout(() => end(process), idleMs).unref())
    },
    pids: () => [...all].flatMap(({ pid }) => pid ?? []),
    async close() {
      isClosed = true
      await Promise.all([...all].map(end))
    },
  }
}

/** A fault of libvips comes back with each try, and the picture is at fault; whoever was killed from outside may fare better next time. */
function twiceEnded(error: ProcessEndedError): Error {
  return error.crashed
    ? new BrokenMediaError('Expected a picture that can be decoded but the decoder crashed, twice', { cause: error })
    : new UnavailableError(error.message, { cause: error })
}
