import type { Answers } from '../../ports/answers.ts'
import type { ByteCache } from '../../ports/cache.ts'
import type { Log } from '../../ports/system.ts'
import type { RenderPlan, Thumbnailer } from '../../ports/thumbnailer.ts'
import { expositionOf, type Family } from './exposition.ts'
import { createCounter } from './instruments.ts'
import { processFamilies } from './process.ts'
import { meteredRenders } from './renders.ts'
import { meteredLog } from './requests.ts'
import { meteredAnswers, meteredBackend, meteredCache } from './stores.ts'

/** Counts what passes through the ports that it is given; each method answers the same port, counted. */
export interface Meter {
  log(log: Log): Log
  answers(answers: Answers): Answers
  /** Of thumbnails. */
  cache(cache: ByteCache): ByteCache
  /** Around everything that may let a render wait or refuse it. */
  askedRenders(thumbnailer: Thumbnailer): Thumbnailer
  /** Around the work itself. */
  workingRenders(thumbnailer: Thumbnailer): Thumbnailer
  /** Notes that one work for these has begun. @returns What notes its end. */
  rendersBegan(plans: readonly RenderPlan[]): () => void
  backend<T extends object>(name: 'catalogue' | 'originals', backend: T): T
  /** Tells these numbers too from now on. */
  include(families: readonly Family[]): void
  /** All numbers, in Prometheus's text format. */
  text(): string
  /** Afterwards nothing of it keeps the process awake. */
  stop(): void
}

/** @param version  Of Placard. @param now  Milliseconds. */
export function createMeter(version: string, now: () => number = () => performance.now()): Meter {
  const ofProcess = processFamilies(version)
  const renders = meteredRenders(now)
  const kept = createCounter({ name: 'placard_answers_total', help: 'Look-ups of whole answers in memory.' }, 'result', ['hit', 'miss'])
  const cached = createCounter({ name: 'placard_thumbnails_total', help: 'Look-ups of thumbnails.' }, 'result', ['hit', 'miss'])
  const about = { name: 'placard_backend_failures_total', help: 'How often a backend could not answer.' }
  const failures = createCounter(about, 'backend', ['catalogue', 'originals'])
  const families = [...ofProcess.families, kept, cached, ...renders.families, failures]
  return {
    log(log) {
      const metered = meteredLog(log)
      families.push(...metered.families)
      return metered.log
    },
    answers: (answers) => meteredAnswers(answers, kept),
    cache: (cache) => meteredCache(cache, cached),
    askedRenders: renders.asked,
    workingRenders: renders.working,
    rendersBegan: renders.began,
    backend: (name, backend) => meteredBackend(backend, name, failures),
    include: (more) => void families.push(...more),
    text: () => expositionOf(families),
    stop: ofProcess.stop,
  }
}

/** Counts nothing: what nobody asks for costs nothing. */
export const NO_METER: Meter = {
  log: (log) => log,
  answers: (answers) => answers,
  cache: (cache) => cache,
  askedRenders: (thumbnailer) => thumbnailer,
  workingRenders: (thumbnailer) => thumbnailer,
  rendersBegan: () => () => {},
  backend: (_name, backend) => backend,
  include: () => {},
  text: () => '',
  stop: () => {},
}
