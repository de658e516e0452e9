import { OverloadedError, PlacardError } from '../../core/errors.ts'
import type { RenderPlan, Thumbnailer } from '../../ports/thumbnailer.ts'
import type { Family } from './exposition.ts'
import { type Counter, createCounter, createDurations, gauge } from './instruments.ts'

/** What is known of renders, from both sides of what decides whether one may start. */
export interface MeteredRenders {
  /** Around everything that may let a render wait or refuse it. */
  asked(thumbnailer: Thumbnailer): Thumbnailer
  /** Around the work itself. */
  working(thumbnailer: Thumbnailer): Thumbnailer
  /** Notes that one work for these has begun. @returns What notes its end. */
  began(plans: readonly RenderPlan[]): () => void
  readonly families: readonly Family[]
}

const BOUNDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** @param now  Milliseconds. */
export function meteredRenders(now: () => number): MeteredRenders {
  const waiting = new Set<RenderPlan>()
  let running = 0
  const durations = createDurations(BOUNDS)
  const about = { name: 'placard_renders_total', help: 'Thumbnails that were asked for and not at hand, by what became of them.' }
  const outcomes = createCounter(about, 'outcome', ['done', 'refused', 'failed', 'abandoned'])

  function began(plans: readonly RenderPlan[]): () => void {
    for (const plan of plans) waiting.delete(plan)
    running += 1
    const startedAt = now()
    return () => {
      running -= 1
      durations.observe((now() - startedAt) / 1000)
    }
  }

  return {
    asked: (thumbnailer) => meterAsked(thumbnailer, waiting, outcomes),
    working: (thumbnailer) => meterWorking(thumbnailer, began),
    began,
    families: [
      outcomes,
      gauge({ name: 'placard_renders_running', help: 'Renders at work now.' }, () => running),
      gauge({ name: 'placard_renders_waiting', help: 'Renders in the queue now.' }, () => waiting.size),
      { ...DURATION, samples: () => durations.samples() },
    ],
  }
}

const DURATION = {
  name: 'placard_render_duration_seconds',
  help: 'Of the work alone: to read, decode, resize and encode.',
  type: 'histogram',
} as const

function meterAsked(thumbnailer: Thumbnailer, waiting: Set<RenderPlan>, outcomes: Counter): Thumbnailer {
  return {
    ...(thumbnailer.improve && { improve: thumbnailer.improve }),
    async render(open, plan, signal) {
      waiting.add(plan)
      try {
        const bytes = await thumbnailer.render(open, plan, signal)
        outcomes.add('done')
        return bytes
      } catch (error) {
        outcomes.add(outcomeOf(error, signal))
        throw error
      } finally {
        waiting.delete(plan)
      }
    },
  }
}

function meterWorking(thumbnailer: Thumbnailer, began: MeteredRenders['began']): Thumbnailer {
  return {
    async render(open, plan, signal) {
      const end = began([plan])
      try {
        return await thumbnailer.render(open, plan, signal)
      } finally {
        end()
      }
    },
  }
}

function outcomeOf(error: unknown, signal: AbortSignal | undefined): string {
  if (error instanceof OverloadedError) return 'refused'
  return signal?.aborted && !(error instanceof PlacardError) ? 'abandoned' : 'failed'
}
