import type { MediaId } from '../core/media.ts'

export interface Clock {
  /** Unix milliseconds. */
  now(): number
}

/** Work that may outlive the response. A rejection is logged, never thrown; shutdown waits for it. */
export type Defer = (work: Promise<unknown>) => void

/** Ids that rise with time, made without coordination (`core/identity/id.ts`). */
export interface IdSource {
  next(): MediaId
}

/** One method per event; fields carry ids, never secrets, query strings or anything about a reader. */
export interface Log {
  requestAnswered(event: { requestId: string; method: string; route: string; status: number; durationMs: number }): void
  requestFailed(event: { requestId: string; method: string; route: string; error: unknown }): void
  renderFailed(event: { shortcode: string; rendition: string; error: unknown }): void
  deferredWorkFailed(event: { error: unknown }): void
  listening(event: { url: string; data: string }): void
  stopping(event: { signal: string }): void
}
