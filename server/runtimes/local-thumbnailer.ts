import { availableParallelism } from 'node:os'
import type { Meter } from '../adapters/metrics/meter.ts'
import { coalesceRenders } from '../adapters/thumbnails/coalesce.ts'
import type { JobRunner } from '../adapters/thumbnails/job.ts'
import { createLeisure } from '../adapters/thumbnails/leisure.ts'
import { makeAhead } from '../adapters/thumbnails/make-ahead.ts'
import { processPool } from '../adapters/thumbnails/process/pool.ts'
import { createRenderQueue, type RenderQueue } from '../adapters/thumbnails/queue.ts'
import { rememberFailures } from '../adapters/thumbnails/remember-failures.ts'
import { renderTogether } from '../adapters/thumbnails/together.ts'
import type { Config } from '../config.ts'
import type { ByteCache } from '../ports/cache.ts'
import type { Clock } from '../ports/system.ts'
import type { Thumbnailer } from '../ports/thumbnailer.ts'

export interface LocalThumbnailer extends Thumbnailer {
  /** Ends what is being made; nothing may be called afterwards. */
  close(): Promise<void>
}

interface ThumbnailerOptions {
  readonly config: Pick<Config, 'maxInputPixels' | 'renderConcurrency' | 'renderQueue' | 'renderTimeoutMs'>
  readonly intermediates: ByteCache
  readonly clock: Clock
  readonly meter: Meter
  /** The built `render-process.ts`, for Node. Absent: pictures are decoded in this process. */
  readonly renderScript?: string | undefined
}

/** Runners for those who wait and for what can wait. */
interface Runners {
  readonly prompt: JobRunner
  readonly leisurely: JobRunner
  close(): Promise<void>
}

/** Thumbnails by libvips on this machine: one decode for all who ask, a few at a time, the rest while nobody waits. */
export async function openThumbnailer({
  config,
  intermediates,
  clock,
  meter,
  renderScript,
}: ThumbnailerOptions): Promise<LocalThumbnailer> {
  const { renderQueue, renderTimeoutMs: timeoutMs } = config
  const queue = createRenderQueue({ concurrency: config.renderConcurrency ?? spareCores(), queue: renderQueue, timeoutMs })
  const runners = renderScript === undefined ? await inThisProcess(config, queue) : inProcesses(config, renderScript)
  const leisure = createLeisure({ isIdle: queue.isIdle, begun: queue.begun })
  const { wantIntermediate, improve } = makeAhead({ leisure, runner: runners.leisurely, intermediates, timeoutMs })
  const together = renderTogether({ runner: runners.prompt, queue, intermediates, wantIntermediate, onDecode: meter.rendersBegan })
  return {
    ...coalesceRenders(meter.askedRenders(rememberFailures({ ...together, improve }, { clock }))),
    async close() {
      await runners.close()
      await leisure.close()
    },
  }
}

/** One core is left to those who only want bytes that are there: JSON waits 14 ms at most beside one decode on two cores, 54 ms beside two. */
function spareCores(): number {
  return Math.max(1, availableParallelism() - 1)
}

type DecodeConfig = ThumbnailerOptions['config']

async function inThisProcess({ maxInputPixels, renderTimeoutMs: timeoutMs }: DecodeConfig, queue: RenderQueue): Promise<Runners> {
  const { sharpRunner } = await import('../adapters/thumbnails/picture/runner.ts')
  const prompt = sharpRunner({ maxInputPixels, timeoutMs })
  const leisurely: JobRunner = { run: (job, signal) => queue.run(() => prompt.run(job, signal)) }
  return { prompt, leisurely, close: async () => {} }
}

function inProcesses({ maxInputPixels, renderTimeoutMs }: DecodeConfig, script: string): Runners {
  const command = {
    program: process.execPath,
    args: [...FLAGS, script, String(maxInputPixels), String(renderTimeoutMs)],
    env: { ...publicEnv(), ...MEMORY_ENV },
    nice: LOWEST,
  }
  const prompt = processPool({ command })
  const leisurely = processPool({ command, idleMs: 1000 })
  return { prompt, leisurely, close: async () => void (await Promise.all([prompt.close(), leisurely.close()])) }
}

/** Beside it JSON waits 11 to 14 ms at p99 on two cores, 21 to 26 ms beside 10, and as many thumbnails are made (16 readers). */
const LOWEST = 19
/** Its JavaScript only hands bytes on: without a compiler it is 10 MB smaller, as quick, and has no memory that is written and then run. */
const FLAGS = ['--jitless', ...quietly(), '--max-semi-space-size=1', '--max-old-space-size=96', '--expose-gc']

/** Up to Node 22 WebAssembly has to be given up in so many words, or each process warns of it; Node 24 knows no such flag. */
function quietly(): readonly string[] {
  return Number(process.versions.node.split('.')[0]) < 23 ? ['--no-expose-wasm'] : []
}

/** It does one thing at a time; more arenas of malloc would each keep what they had once. */
const MEMORY_ENV = { UV_THREADPOOL_SIZE: '1', MALLOC_ARENA_MAX: '1' }

/** Where programs, libraries, fonts and temporary files are; no address, no key. */
const PUBLIC_ENV = /^(PATH|HOME|LANG|LC_\w+|TMPDIR|LD_LIBRARY_PATH|FONTCONFIG_\w+|XDG_\w+|NODE_ENV|SystemRoot)$/

function publicEnv(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (PUBLIC_ENV.test(name) && value ? [[name, value]] : [])))
}
