import type { ErrorCode } from '../core/errors.ts'
import type { Media, MediaId, OriginalKey, Visibility } from '../core/media.ts'
import type { ChangedField, ImportedFacts } from '../core/media-changes.ts'
import { changedFields } from '../core/media-changes.ts'
import { encodeShortcode } from '../core/shortcode.ts'
import type { ImportSource } from '../ports/catalogue.ts'
import type { Deps } from '../ports/deps.ts'
import type { Inspection } from '../ports/inspector.ts'
import type { PictureFile } from '../ports/picture-folder.ts'

export type ImportDeps = Pick<Deps, 'catalogue' | 'originals' | 'inspector' | 'clock' | 'ids'>

/** What became of one file, or in a dry run what would. */
export type FileOutcome =
  | { readonly kind: 'new'; readonly notes: readonly string[] }
  | { readonly kind: 'changed'; readonly fields: readonly ChangedField[]; readonly notes: readonly string[] }
  | { readonly kind: 'unchanged'; readonly notes: readonly string[] }
  | { readonly kind: 'failed'; readonly reason: string; readonly code?: ErrorCode }

/** What the files of one run share. */
export interface ImportRun {
  readonly deps: ImportDeps
  readonly dryRun: boolean
  /** Of new media; those that are known keep theirs. */
  readonly visibility: Visibility
  /** Runs one piece of work after the other, so that two copies of a picture become one media. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  /** Originals that a dry run would have made a media of. */
  readonly planned: Set<OriginalKey>
}

/** A file as it was read, and what it was at the last import. */
interface ReadFile {
  readonly file: PictureFile
  readonly source: ImportSource | undefined
  readonly bytes: Uint8Array
  readonly sidecar: Uint8Array | undefined
  readonly key: OriginalKey
  readonly sidecarKey: string | undefined
}

const UNCHANGED: FileOutcome = { kind: 'unchanged', notes: [] }

/**
 * The catalogue knows this file as it is now; the original was durable before the media that names it.
 *
 * A file whose stamp is known is not read. The media is the one this path had before, else one with the same bytes, else a new one.
 *
 * @throws Whatever the file, the inspector or a store throws; then nothing of the file is in the catalogue, and a second run tries again.
 */
export async function importFile(run: ImportRun, file: PictureFile): Promise<FileOutcome> {
  const source = await run.deps.catalogue.findSource(file.path)
  if (source?.stamp === file.stamp) return UNCHANGED
  const read = await readFile(run.deps, file, source)
  if (source && source.originalKey === read.key && source.sidecarKey === read.sidecarKey) {
    await remember(run, read, source.mediaId)
    return UNCHANGED
  }
  const inspection = await run.deps.inspector.inspect(read.bytes, read.sidecar)
  if (!run.dryRun) await run.deps.originals.put(read.bytes)
  return await run.inTurn(() => settle(run, read, inspection))
}

async function readFile({ originals }: ImportDeps, file: PictureFile, source: ImportSource | undefined): Promise<ReadFile> {
  const bytes = await file.read()
  const sidecar = await file.readSidecar()
  const key = await originals.keyOf(bytes)
  const sidecarKey = sidecar && (await originals.keyOf(sidecar))
  return { file, source, bytes, sidecar, key, sidecarKey }
}

/** Finds or makes the media, and saves what is new about it together with its source. */
async function settle(run: ImportRun, read: ReadFile, inspection: Inspection): Promise<FileOutcome> {
  const notes = inspection.notes ?? []
  const known = await findKnown(run.deps, read)
  if (!known) return await create(run, read, inspection)
  const facts = factsFor(read, inspection, known)
  const fields = changedFields(known, facts)
  if (fields.length === 0) {
    await remember(run, read, known.id)
    return { kind: 'unchanged', notes }
  }
  if (!run.dryRun) {
    await run.deps.catalogue.save({ ...known, ...facts, revision: known.revision + 1 }, sourceOf(read, known.id))
  }
  return { kind: 'changed', fields, notes }
}

async function findKnown({ catalogue }: ImportDeps, { source, key }: ReadFile): Promise<Media | undefined> {
  const bySource = source && (await catalogue.findByShortcode(encodeShortcode(source.mediaId)))
  return bySource ?? (await catalogue.findByOriginal(key))
}

async function create({ deps, dryRun, visibility, planned }: ImportRun, read: ReadFile, inspection: Inspection): Promise<FileOutcome> {
  const notes = inspection.notes ?? []
  if (dryRun) {
    const isCopy = planned.has(read.key)
    planned.add(read.key)
    return { kind: isCopy ? 'unchanged' : 'new', notes }
  }
  const id = deps.ids.next()
  const media: Media = {
    id,
    shortcode: encodeShortcode(id),
    revision: 1,
    type: 'image',
    visibility,
    standing: { kind: 'published' },
    publishedAt: deps.clock.now(),
    ...factsOf(read, inspection),
  }
  await deps.catalogue.save(media, sourceOf(read, id))
  return { kind: 'new', notes }
}

/** A further copy of a known picture, with no sidecar to speak for it, must not take back what the first one's sidecar says. */
function factsFor(read: ReadFile, inspection: Inspection, known: Media): ImportedFacts {
  const facts = factsOf(read, inspection)
  const isSilentCopy = !read.source && !read.sidecar
  return isSilentCopy ? { ...facts, description: known.description } : facts
}

function factsOf({ key, bytes }: ReadFile, { width, height, type, hasAlpha, placeholder, description }: Inspection): ImportedFacts {
  return { original: { key, type, bytes: bytes.length, width, height, hasAlpha }, placeholder, description }
}

async function remember({ deps, dryRun }: ImportRun, read: ReadFile, mediaId: MediaId): Promise<void> {
  if (!dryRun) await deps.catalogue.saveSource(sourceOf(read, mediaId))
}

function sourceOf({ file, key, sidecarKey }: ReadFile, mediaId: MediaId): ImportSource {
  return { path: file.path, mediaId, stamp: file.stamp, originalKey: key, ...(sidecarKey !== undefined && { sidecarKey }) }
}
