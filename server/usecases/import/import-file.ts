import { type ChangedField, changedFields, type ImportedFacts, isSameWork } from '../../core/changed-fields.ts'
import { editOf, type Occasion } from '../../core/edit.ts'
import { ConflictError, type ErrorCode } from '../../core/errors.ts'
import { encodeShortcode } from '../../core/identity/shortcode.ts'
import type { Media, MediaId, OriginalKey, Visibility } from '../../core/media.ts'
import { keepItemEdits } from '../../core/owner/carousel-items.ts'
import { keepEdits } from '../../core/owner/edited-fields.ts'
import type { ImportSource, SeenWork } from '../../ports/catalogue.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Work } from '../../ports/picture-folder.ts'
import { type ReadWork, readWork } from './read-work.ts'

export type ImportDeps = Pick<Deps, 'catalogue' | 'originals' | 'inspector' | 'clock' | 'ids'>

/** What became of one work, or in a dry run what would. */
export type FileOutcome =
  | { readonly kind: 'new'; readonly notes: readonly string[] }
  | { readonly kind: 'changed'; readonly fields: readonly ChangedField[]; readonly notes: readonly string[] }
  | { readonly kind: 'unchanged'; readonly notes: readonly string[] }
  | { readonly kind: 'failed'; readonly reason: string; readonly code?: ErrorCode }

/** What the works of one run share. */
export interface ImportRun {
  readonly deps: ImportDeps
  readonly dryRun: boolean
  /** Of new media; those that are known keep theirs. */
  readonly visibility: Visibility
  /** Names what this run changes, in the log. */
  readonly batch: string
  /** Keys of works that a dry run would have made a media of. */
  readonly planned: Set<OriginalKey>
}

/** A work as it was found and read, and what it was at the last import. */
interface Candidate extends ReadWork {
  readonly work: Work
  readonly source: ImportSource | undefined
}

const UNCHANGED: FileOutcome = { kind: 'unchanged', notes: [] }

/**
 * The work is read and its originals are durable; what becomes of it is told when the catalogue knows it as it is now, which is durable then.
 *
 * A work whose stamp is known is not read. The media is the one this path had before, else one of the same files, else a new one.
 *
 * @throws Whatever the files, the inspector or a store throws; then nothing of the work is in the catalogue, and a second run tries again.
 *         `outcome` fails in the same way.
 */
export async function importFile(run: ImportRun, work: Work): Promise<{ readonly outcome: Promise<FileOutcome> }> {
  const { deps, dryRun } = run
  const source = await deps.catalogue.findSource(work.path)
  if (source?.stamp === work.stamp) return { outcome: Promise.resolve(UNCHANGED) }
  const read = await readWork({ ...deps, dryRun }, work, source)
  return { outcome: read === 'same' ? keep(run, work, source) : settleAtLast(run, { ...read, work, source }) }
}

/** The files were touched, and no byte of them changed. */
async function keep({ deps, dryRun }: ImportRun, { stamp }: Work, source: ImportSource | undefined): Promise<FileOutcome> {
  if (source && !dryRun) await deps.catalogue.saveSource({ ...source, stamp })
  return UNCHANGED
}

/** Each time somebody was faster there is more to find; so many in a row for one work is no accident. */
const MAX_ATTEMPTS = 8

/**
 * Who finds at the end that others were faster looks again, and goes on as if theirs had been there before: another import of this folder, a
 * copy of the work in it, an owner who edits.
 */
async function settleAtLast(run: ImportRun, candidate: Candidate, attempt = 1): Promise<FileOutcome> {
  try {
    return await settle(run, candidate)
  } catch (error) {
    if (!(error instanceof ConflictError) || attempt === MAX_ATTEMPTS) throw error
    const source = await run.deps.catalogue.findSource(candidate.work.path)
    return await settleAtLast(run, { ...candidate, source }, attempt + 1)
  }
}

/** Finds or makes the media, and saves what is new about it together with its source. */
async function settle(run: ImportRun, candidate: Candidate): Promise<FileOutcome> {
  const { notes } = candidate
  const { known, seen } = await lookUp(run.deps, candidate)
  if (!known) return await create(run, candidate, seen)
  const facts = factsFor(candidate, known)
  const fields = changedFields(known, facts)
  if (fields.length === 0) {
    if (!run.dryRun) await run.deps.catalogue.saveSource(sourceOf(candidate, known.id))
    return { kind: 'unchanged', notes }
  }
  const edited = editOf(known, { ...known, ...facts }, occasionOf(run))
  if (!run.dryRun && edited) await run.deps.catalogue.edit([{ ...edited, source: sourceOf(candidate, known.id) }])
  return { kind: 'changed', fields, notes }
}

/** A media never becomes one of another type: that would be another work at the same path. */
async function lookUp({ catalogue }: ImportDeps, { source, type, facts }: Candidate): Promise<{ known?: Media; seen: SeenWork }> {
  const bySource = source && (await catalogue.findByShortcode(encodeShortcode(source.mediaId)))
  const others = bySource?.type === type ? [] : await catalogue.listByOriginal(facts.original.key)
  const known = bySource?.type === type ? bySource : others.find((media) => media.type === type && isSameWork(media, facts))
  return { ...(known && { known }), seen: { bySource: source?.mediaId, byOriginal: others.map(({ id }) => id) } }
}

async function create(run: ImportRun, candidate: Candidate, seen: SeenWork): Promise<FileOutcome> {
  const { deps, dryRun, visibility, planned } = run
  const { notes, key, type, facts } = candidate
  if (dryRun) {
    const isCopy = planned.has(key)
    planned.add(key)
    return { kind: isCopy ? 'unchanged' : 'new', notes }
  }
  const id = deps.ids.next()
  const media: Media = {
    id,
    shortcode: encodeShortcode(id),
    revision: 1,
    version: 1,
    type,
    visibility,
    standing: { kind: 'published' },
    publishedAt: deps.clock.now(),
    // Until it is public, nobody shall be able to guess that it is there.
    ...(visibility !== 'public' && { secret: deps.ids.secret() }),
    ...facts,
  }
  const edited = editOf(undefined, media, occasionOf(run))
  if (edited) await deps.catalogue.edit([{ ...edited, source: sourceOf(candidate, id), seen }])
  return { kind: 'new', notes }
}

function occasionOf({ deps, batch }: ImportRun): Occasion {
  return { at: deps.clock.now(), actor: 'import', batch }
}

/**
 * What the owner set here outlasts what the file says. A further copy of a known work, with nothing beside it to speak for it, must not take back
 * what stands beside the first one.
 */
function factsFor({ facts, source, isSilent }: Candidate, known: Media): ImportedFacts {
  if (source || !isSilent) {
    const { items, ...rest } = facts
    return { ...rest, description: keepEdits(facts.description, known), ...(items && { items: keepItemEdits(items, known.items) }) }
  }
  const { items, video } = known
  const hasOwnTracks = facts.video !== undefined && facts.video.tracks.length > 0
  return { ...facts, description: known.description, ...(items && { items }), ...(video && !hasOwnTracks && { video }) }
}

function sourceOf({ work, key, sidecarKey }: Candidate, mediaId: MediaId): ImportSource {
  return { path: work.path, mediaId, stamp: work.stamp, originalKey: key, ...(sidecarKey !== undefined && { sidecarKey }) }
}
