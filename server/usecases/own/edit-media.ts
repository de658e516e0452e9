import { type Edited, editOf } from '../../core/edit.ts'
import type { Media } from '../../core/media.ts'
import { applyPatch } from '../../core/owner/apply-patch.ts'
import type { MediaPatch } from '../../core/owner/media-patch.ts'
import type { Deps } from '../../ports/deps.ts'

export type EditDeps = Pick<Deps, 'catalogue' | 'clock' | 'ids'>

/** One media, as it was read from the catalogue, and what its owner wants changed of it. */
export interface WantedEdit {
  readonly media: Media
  readonly patch: MediaPatch
}

/** What was written together. */
export interface EditedBatch {
  /** Names it in the log, and for `undoBatch`. */
  readonly batch: string
  /** As they are now; those that did not differ are left out. */
  readonly media: readonly Media[]
}

/**
 * Every media is as its owner wants it, with an entry in the log; or none is.
 *
 * @param edits          Each media at most once.
 * @param options.actor  `cli`, or the name of an owner's token.
 * @param options.batch  Default: a new one.
 * @throws {BadRequestError} if a media would end before it begins.
 * @throws {ConflictError} naming a media that was changed since it was read.
 * @throws {UnavailableError} if nothing was written.
 */
export async function editMedia(
  { catalogue, clock, ids }: EditDeps,
  edits: readonly WantedEdit[],
  { actor, batch = ids.secret() }: { readonly actor: string; readonly batch?: string },
): Promise<EditedBatch> {
  const at = clock.now()
  const edited: readonly Edited[] = edits.flatMap(
    ({ media, patch }) => editOf(media, applyPatch(media, patch, at), { at, actor, batch }) ?? [],
  )
  if (edited.length > 0) await catalogue.edit(edited)
  return { batch, media: edited.map(({ media }) => media) }
}
