import { editOf } from '../core/edit.ts'
import type { Media } from '../core/media.ts'
import { applyPatch } from '../core/owner/apply-patch.ts'
import { type EditDeps, editMedia, type WantedEdit } from '../usecases/own/edit-media.ts'
import { formatCount } from './count-text.ts'
import { differenceText, undoHint } from './edit-report.ts'
import { inkFor, type Terminal } from './terminal.ts'

/** Who changes something on the command line, in the log. */
export const ACTOR = 'cli'

/** Shows what the edits would change, media by media, and writes nothing. @returns How many would change. */
export function showEdits({ clock }: Pick<EditDeps, 'clock'>, edits: readonly WantedEdit[], terminal: Terminal): number {
  const at = clock.now()
  const ink = inkFor(terminal)
  let count = 0
  for (const { media: before, patch } of edits) {
    const after = applyPatch(before, patch, at)
    if (editOf(before, after, { at, actor: ACTOR, batch: '' }) === undefined) continue
    count += 1
    terminal.out(differenceText({ before, after }, ink))
  }
  terminal.out(`${formatCount(count, 'picture')} of ${edits.length} would change (a dry run: nothing was written)\n`)
  return count
}

/** Writes all edits or none, then says how many media changed and how to undo that. @returns The media that changed. */
export async function writeEdits(deps: EditDeps, edits: readonly WantedEdit[], terminal: Terminal): Promise<readonly Media[]> {
  const { batch, media } = await editMedia(deps, edits, { actor: ACTOR })
  const rest = edits.length - media.length
  const unchanged = rest === 0 ? '' : `, ${rest} had nothing to change`
  terminal.out(`${inkFor(terminal).bold(`${formatCount(media.length, 'picture')} changed`)}${unchanged}\n`)
  if (media.length > 0) terminal.out(undoHint(batch, terminal))
  return media
}
