import type { ChangedField } from '../../core/changed-fields.ts'
import { type ErrorCode, PlacardError } from '../../core/errors.ts'
import type { Visibility } from '../../core/media.ts'
import { byCodeUnit } from '../../core/text/by-code-unit.ts'
import type { PictureFolder, Work } from '../../ports/picture-folder.ts'
import { type FileOutcome, type ImportDeps, type ImportRun, importFile } from './import-file.ts'

export interface ImportOptions {
  /** Writes nothing and reports what would change. Default: false. */
  readonly dryRun?: boolean
  /** Of new media; those that are known keep theirs. Default: `public`. */
  readonly visibility?: Visibility
  /** Works in flight, each with the bytes of one file in memory. 1 to 16; default 3: two are decoded while the third waits for the disk. */
  readonly concurrency?: number
  /** Stops between two works; what has been imported stays. */
  readonly signal?: AbortSignal
  /** Called after each work, in the order in which they are done. */
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface ImportProgress {
  /** Works that are done, this one included. */
  readonly done: number
  readonly total: number
  /** The work's path in its folder. */
  readonly label: string
  readonly outcome: FileOutcome
}

export interface ImportChange {
  readonly label: string
  readonly kind: 'new' | 'changed'
  /** What changed; empty for a new media. */
  readonly fields: readonly ChangedField[]
}

export interface ImportFailure {
  readonly label: string
  /** One sentence for the owner. */
  readonly reason: string
  /** Absent if the failure is a fault of ours. */
  readonly code?: ErrorCode | undefined
}

/** What an import did, or in a dry run would do. Lists are in the order of the labels. */
export interface ImportReport {
  /** Works in the folder; fewer were looked at if `stopped`. */
  readonly total: number
  readonly counts: Readonly<Record<FileOutcome['kind'], number>>
  readonly changes: readonly ImportChange[]
  readonly failures: readonly ImportFailure[]
  /** What the owner should know of works that were imported all the same. */
  readonly notes: readonly { readonly label: string; readonly note: string }[]
  readonly stopped: boolean
}

/**
 * Every work of the folder is in the catalogue as it is now; running it again changes nothing.
 *
 * A work that cannot be imported is reported and stops nothing. Interrupted at any point, a second run completes the first.
 *
 * @throws What the folder throws if it cannot be listed.
 */
export async function importMedia(deps: ImportDeps, folder: PictureFolder, options: ImportOptions = {}): Promise<ImportReport> {
  const { dryRun = false, visibility = 'public', concurrency = 3, signal, onProgress } = options
  const run: ImportRun = { deps, dryRun, visibility, batch: deps.ids.secret(), planned: new Set() }
  const works = await folder.list()
  const tally = createTally(works.length)
  const queue = works.values()
  const unsettled = new Set<Promise<void>>()
  const tell = (label: string, outcome: FileOutcome) => {
    const done = tally.add(label, outcome)
    onProgress?.({ done, total: works.length, label, outcome })
  }
  const drain = async () => {
    for (const work of queue) {
      if (signal?.aborted) return
      const { outcome } = await importSafely(run, work)
      // The next work is read while this one waits for the disk.
      const settled = outcome.then((told) => tell(work.label, told)).finally(() => unsettled.delete(settled))
      unsettled.add(settled)
      if (unsettled.size >= MAX_UNSETTLED) await Promise.race(unsettled)
    }
  }
  // All lanes take from one iterator, so a slow work holds up one lane only.
  await Promise.all(Array.from({ length: concurrency }, drain))
  await Promise.all(unsettled)
  return tally.report()
}

/** Works that are read, and not yet known to be durable in the catalogue. Nothing of their files is in memory any more. */
const MAX_UNSETTLED = 32

/** Whatever goes wrong with one work is its own failure, ours included; the run goes on. */
async function importSafely(run: ImportRun, work: Work): Promise<{ readonly outcome: Promise<FileOutcome> }> {
  try {
    const { outcome } = await importFile(run, work)
    return { outcome: outcome.catch(failed) }
  } catch (error) {
    return { outcome: Promise.resolve(failed(error)) }
  }
}

function failed(error: unknown): FileOutcome {
  const reason = error instanceof Error ? error.message : String(error)
  return { kind: 'failed', reason, ...(error instanceof PlacardError && { code: error.code }) }
}

function createTally(total: number): { add(label: string, outcome: FileOutcome): number; report(): ImportReport } {
  const counts = { new: 0, changed: 0, unchanged: 0, failed: 0 }
  const changes: ImportChange[] = []
  const failures: ImportFailure[] = []
  const notes: { label: string; note: string }[] = []
  const done = () => counts.new + counts.changed + counts.unchanged + counts.failed
  return {
    add(label, outcome) {
      counts[outcome.kind] += 1
      if (outcome.kind === 'failed') failures.push({ label, reason: outcome.reason, code: outcome.code })
      else notes.push(...outcome.notes.map((note) => ({ label, note })))
      if (outcome.kind === 'new') changes.push({ label, kind: 'new', fields: [] })
      if (outcome.kind === 'changed') changes.push({ label, kind: 'changed', fields: outcome.fields })
      return done()
    },
    report: () => ({
      total,
      counts,
      changes: changes.sort(byLabel),
      failures: failures.sort(byLabel),
      notes: notes.sort(byLabel),
      stopped: done() < total,
    }),
  }
}

function byLabel(a: { readonly label: string }, b: { readonly label: string }): number {
  return byCodeUnit(a.label, b.label)
}
