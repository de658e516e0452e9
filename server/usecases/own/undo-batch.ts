import type { Change } from '../../core/change.ts'
import { editOf } from '../../core/edit.ts'
import { NotFoundError } from '../../core/errors.ts'
import { encodeShortcode } from '../../core/identity/shortcode.ts'
import type { Media, MediaId } from '../../core/media.ts'
import { undoChange } from '../../core/owner/undo.ts'
import type { Deps } from '../../ports/deps.ts'
import type { EditDeps, EditedBatch } from './edit-media.ts'
import { getOwnMediaOf } from './get-own-media.ts'
import { listHistory } from './list-history.ts'

/** One media as it is, and as undoing leaves it. */
export interface Undoing {
  readonly before: Media
  readonly after: Media
}

/**
 * What a batch changed is as it was before, as a batch of its own that can be undone in turn; or nothing is undone.
 *
 * @throws {NotFoundError} if the log knows no such batch.
 * @throws {ConflictError} naming the first media and property that have been changed since, or cannot be undone at all.
 * @throws {UnavailableError} if nothing was written.
 */
export async function undoBatch(deps: EditDeps, batch: string, { actor }: { readonly actor: string }): Promise<EditedBatch> {
  const { catalogue, clock, ids } = deps
  const plan = await planUndo(deps, batch)
  const occasion = { at: clock.now(), actor, batch: ids.secret() }
  const edited = plan.flatMap(({ before, after }) => editOf(before, after, occasion) ?? [])
  if (edited.length > 0) await catalogue.edit(edited)
  return { batch: occasion.batch, media: edited.map(({ media }) => media) }
}

/** What `undoBatch` would do, media by media in the order of the batch. @throws As `undoBatch`, but writes nothing. */
export async function planUndo({ catalogue }: Pick<Deps, 'catalogue'>, batch: string): Promise<readonly Undoing[]> {
  const changes: Change[] = []
  for await (const change of listHistory({ catalogue }, { batch })) changes.push(change)
  if (changes.length === 0) throw new NotFoundError('Expected a batch of the log but it knows none of this name.')
  const found = await getOwnMediaOf({ catalogue }, [...new Set(changes.map(({ mediaId }) => mediaId))].map(encodeShortcode))
  const undone = new Map<MediaId, Media>(found.map((media) => [media.id, media]))
  // The last change of a media first, as it lies on top of the others.
  for (const change of changes.toReversed()) {
    const media = undone.get(change.mediaId)
    if (media) undone.set(change.mediaId, undoChange(media, change))
  }
  return found.map((before) => ({ before, after: undone.get(before.id) ?? before }))
}

/** The newest batch that no import made; `undefined` if there is none. */
export async function findLastBatch({ catalogue }: Pick<Deps, 'catalogue'>): Promise<string | undefined> {
  for await (const change of listHistory({ catalogue }, { newestFirst: true })) {
    if (change.actor !== 'import') return change.batch
  }
  return undefined
}
