import { groupedCatalogue } from '../../adapters/catalogue/grouped.ts'
import { pictureFolder } from '../../adapters/folder/fs.ts'
import type { ErrorCode } from '../../core/errors.ts'
import type { Visibility } from '../../core/media.ts'
import { cleanText } from '../../core/text/safe-text.ts'
import type { Deps } from '../../ports/deps.ts'
import { type ImportReport, importMedia } from '../../usecases/import/import-media.ts'
import { formatCount } from '../count-text.ts'
import { formatDuration, withProgress } from '../progress.ts'
import { type Ink, inkFor, type Terminal } from '../terminal.ts'

export interface ImportCommandOptions {
  /** Path of the folder, absolute or relative to the working directory. */
  readonly folder: string
  readonly dryRun: boolean
  readonly visibility: Visibility
  readonly terminal: Terminal
  readonly signal?: AbortSignal
}

type RunDeps = Pick<Deps, 'catalogue' | 'originals' | 'inspector' | 'clock' | 'ids' | 'config'>

/**
 * Imports a folder: progress on standard error, then what was done on standard output.
 *
 * @returns The exit code: 1 if a file failed or the import was stopped.
 * @throws  {BadRequestError} if there is no such folder.
 */
export async function runImport(deps: RunDeps, options: ImportCommandOptions): Promise<number> {
  const { folder, dryRun, visibility, terminal, signal } = options
  const { clock, config } = deps
  const startedAt = clock.now()
  const pictures = pictureFolder(folder, { maxOriginalBytes: config.maxOriginalBytes, excluded: [config.dataFolder] })
  const report = await withProgress(terminal, { heading: 'Importing', now: clock.now }, (step) =>
    importMedia({ ...deps, catalogue: groupedCatalogue(deps.catalogue) }, pictures, {
      dryRun,
      visibility,
      ...(signal && { signal }),
      onProgress: ({ done, total, label, outcome }) =>
        step({ done, total, label, failure: outcome.kind === 'failed' ? outcome.reason : undefined }),
    }),
  )
  terminal.out(
    reportText(report, {
      visibility,
      dryRun,
      folder,
      elapsedMs: clock.now() - startedAt,
      ink: inkFor(terminal),
      program: terminal.program,
    }),
  )
  return report.counts.failed > 0 || report.stopped ? 1 : 0
}

export interface ReportContext {
  /** Of new pictures. */
  readonly visibility: Visibility
  readonly dryRun: boolean
  readonly folder: string
  readonly elapsedMs: number
  readonly ink: Ink
  /** What a person types to run `placard`. */
  readonly program: string
}

/** The report for people: what a dry run would change, notes, every failure with its reason, and last the counts. */
export function reportText(report: ImportReport, context: ReportContext): string {
  const { dryRun, folder, ink } = context
  if (report.total === 0) return `No pictures in ${plain(folder)} (JPEG, PNG, WebP, AVIF, TIFF or GIF; videos as MP4).\n`
  const changes = dryRun
    ? report.changes.map(({ label, kind, fields }) => [label, kind === 'new' ? 'new' : `changed: ${fields.join(', ')}`])
    : []
  return [
    section(ink.bold('Would change:'), changes, ink),
    section(
      ink.bold('Notes:'),
      report.notes.map(({ label, note }) => [label, note]),
      ink,
    ),
    section(
      ink.bold('Failed:'),
      report.failures.map(({ label, reason }) => [label, reason]),
      ink,
    ),
    advice(report),
    addresses(report, context),
    summary(report, context),
  ].join('')
}

/** Where to read under which addresses the new pictures are found: nobody can guess them, their owner included. */
function addresses({ counts }: ImportReport, { dryRun, visibility, program }: ReportContext): string {
  if (visibility === 'public' || dryRun || counts.new === 0) return ''
  return `Addresses of the new pictures: ${program} export --where visibility=${visibility}\n\n`
}

/** What to do about files that failed, by the kind of their failure. */
function advice({ failures }: ImportReport): string {
  const remedies = REMEDIES.flatMap(([code, remedy]) => (failures.some((failure) => failure.code === code) ? [`${remedy}\n`] : []))
  return remedies.length === 0 ? '' : `${remedies.join('')}\n`
}

const REMEDIES: readonly (readonly [ErrorCode, string])[] = [
  ['too_many_pixels', 'For larger pictures raise PLACARD_MAX_MEGAPIXELS or PLACARD_MAX_ORIGINAL_MB; both cost memory.'],
  ['broken_media', 'Damaged files: copy them again from where they came, or export them anew; then run the same command again.'],
]

function section(heading: string, rows: readonly (readonly string[])[], ink: Ink): string {
  if (rows.length === 0) return ''
  const lines = rows.map(([label = '', text = '']) => `  ${plain(label)}  ${ink.dim(plain(text))}\n`)
  return `${heading}\n${lines.join('')}\n`
}

function summary({ total, counts, stopped }: ImportReport, { dryRun, elapsedMs, ink }: ReportContext): string {
  const parts = [`${counts.new} new`, `${counts.changed} changed`, `${counts.unchanged} unchanged`, `${counts.failed} failed`]
  const line = `${formatCount(total, 'picture')} in ${formatDuration(elapsedMs)}: ${ink.bold(parts.join(', '))}`
  const done = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const rest = stopped ? `\nStopped after ${done} of ${total}. Run the same command again to go on.` : ''
  return `${line}${dryRun ? ' (a dry run: nothing was written)' : ''}${rest}\n`
}

/** Names and reasons come from files: they must not move the cursor or forge a line. */
function plain(text: string): string {
  return cleanText(text, 1_000)
}
