import { PlacardError } from '../../core/errors.ts'
import { encodeShortcode } from '../../core/identity/shortcode.ts'
import type { Media } from '../../core/media.ts'
import type { Remote } from '../../ports/remote.ts'

export type TransferOutcome =
  | { readonly kind: 'new' | 'changed' | 'unchanged' }
  /** Left as it is there; `reason` is for people. */
  | { readonly kind: 'failed'; readonly reason: string }

export interface TransferStep {
  readonly done: number
  /** 0 while it is not known. */
  readonly total: number
  readonly label: string
  readonly outcome: TransferOutcome
}

export interface TransferOptions {
  readonly remote: Remote
  readonly signal: AbortSignal
  readonly onProgress: (step: TransferStep) => void
}

export interface TransferReport {
  readonly counts: Readonly<Record<TransferOutcome['kind'], number>>
  readonly failures: readonly { readonly label: string; readonly reason: string }[]
  /** Files that were not there yet. */
  readonly originals: number
  readonly thumbnails: number
  readonly stopped: boolean
}

/** Why one media failed. That the other side is gone, or does not know us, is the failure of them all. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof PlacardError) || error.code === 'not_owner' || error.code === 'unavailable') throw error
  return error.message
}

/** What has become of each media so far. */
export interface Tally {
  step(media: Media, outcome: TransferOutcome): void
  sent(what: 'originals' | 'thumbnails', count: number): void
  report(stopped: boolean): TransferReport
}

/** Counts what has become of each media. */
export function createTally(total: number, onProgress: TransferOptions['onProgress']): Tally {
  const counts = { new: 0, changed: 0, unchanged: 0, failed: 0 }
  const files = { originals: 0, thumbnails: 0 }
  const failures: { label: string; reason: string }[] = []
  let done = 0
  return {
    step({ id }, outcome) {
      const label = encodeShortcode(id)
      done += 1
      counts[outcome.kind] += 1
      if (outcome.kind === 'failed') failures.push({ label, reason: outcome.reason })
      onProgress({ done, total: Math.max(total, done), label, outcome })
    },
    sent(what, count) {
      files[what] += count
    },
    report: (stopped) => ({ counts, failures, ...files, stopped }),
  }
}
