import { NotFoundError } from '../../core/errors.ts'
import { findLastBatch, planUndo, undoBatch } from '../../usecases/own/undo-batch.ts'
import { ACTOR } from '../apply-edits.ts'
import { formatCount } from '../count-text.ts'
import { differenceText, undoHint } from '../edit-report.ts'
import { withCollection } from '../open-collection.ts'
import type { Session } from '../session.ts'
import { inkFor } from '../terminal.ts'
import { type Arguments, atMostOne, type Command } from './command.ts'

/** Takes back what was changed together: that of the batch, or the last change. */
export const undo: Command = {
  usage: '[BATCH]',
  summary: 'take back what was changed together, by default the last change that no import made',
  flags: { 'dry-run': 'write nothing; show what would change' },
  details: [
    'Nothing is undone where one of the pictures has been changed since in the same field. An undo can be undone.',
    'Pictures that an import has added or replaced stay; make them private, withdraw them, or import the former file again.',
  ].join('\n'),
  run: runUndo,
}

async function runUndo(session: Session, { names, flags }: Arguments): Promise<number> {
  const { terminal } = session
  const named = atMostOne(names, 'batch')
  return await withCollection(session, async (deps) => {
    const batch = named ?? (await findLastBatch(deps))
    if (batch === undefined) throw new NotFoundError('There is nothing to undo.')
    if (flags.has('dry-run')) {
      const plan = await planUndo(deps, batch)
      const ink = inkFor(terminal)
      for (const undoing of plan) terminal.out(differenceText(undoing, ink))
      terminal.out(`${formatCount(plan.length, 'picture')} would be as before ${batch} (a dry run: nothing was written)\n`)
      return 0
    }
    const undone = await undoBatch(deps, batch, { actor: ACTOR })
    terminal.out(`${inkFor(terminal).bold(`${formatCount(undone.media.length, 'picture')} as before`)} ${batch}\n`)
    if (undone.media.length > 0) terminal.out(undoHint(undone.batch, terminal))
    return 0
  })
}
