import type { MediaPatch } from '../../core/owner/media-patch.ts'
import type { LocalDeps } from '../../runtimes/local-deps.ts'
import type { WantedEdit } from '../../usecases/own/edit-media.ts'
import { selectMedia } from '../../usecases/own/select-media.ts'
import { showEdits, writeEdits } from '../apply-edits.ts'
import { conditionsOf, WHERE_HELP, WHERE_OPTION } from '../conditions.ts'
import { FIELD_OPTIONS, jsonOfOptions, patchOf } from '../field-options.ts'
import { findNamed } from '../named-media.ts'
import { withCollection } from '../open-collection.ts'
import { type Session, UsageError } from '../session.ts'
import { editsOfFile } from '../table/edits-of-file.ts'
import { type Arguments, type Command, optionalValue } from './command.ts'

/** Changes fields of some media, of all for which conditions hold, or row by row as a file says: all of it or nothing. */
export const set: Command = {
  usage: 'SHORTCODE... | --where FIELD=VALUE... | --from FILE',
  summary: 'change what is said about pictures, all of it or nothing',
  flags: {
    ...FIELD_OPTIONS,
    lang: { value: 'TAG', summary: 'the language of the texts, such as de; without it they are the default' },
    item: { value: 'N', summary: 'alt text and caption are those of the Nth picture of a carousel' },
    unset: { value: 'FIELD', summary: 'take a field away (with --lang in that language alone); again for another' },
    where: WHERE_OPTION,
    from: { value: 'FILE', summary: 'a .csv or .json as `placard export` writes it; - for standard input' },
    'dry-run': 'write nothing; show what would change',
  },
  details: [
    WHERE_HELP,
    '',
    'In a file each row names its picture by `code`. Columns that are not there stay as they are; an empty cell takes away what stands in its',
    'field. With a column `version` nothing is written where a picture has been changed since the export.',
    'What is set here outlasts the file of the picture: a later import leaves those fields alone.',
  ].join('\n'),
  run: runSet,
}

async function runSet(session: Session, args: Arguments): Promise<number> {
  const { terminal } = session
  requireOneSelection(args)
  const file = optionalValue(args, 'from')
  const patch = file === undefined ? patchOfOptions(args) : undefined
  return await withCollection(session, async (deps) => {
    const edits = patch ? await editsOf(deps, args, patch) : await editsOfFile(session, deps, file ?? '-')
    if (args.flags.has('dry-run')) showEdits(deps, edits, terminal)
    else await writeEdits(deps, edits, terminal)
    return 0
  })
}

function requireOneSelection({ names, values }: Arguments): void {
  const ways = [names.length > 0, values.has('where'), values.has('from')].filter(Boolean).length
  if (ways !== 1) throw new UsageError('Expected either shortcodes, --where or --from')
}

function patchOfOptions(args: Arguments): MediaPatch {
  const json = jsonOfOptions(args)
  if (Object.keys(json).length === 0) throw new UsageError('Expected a field to set, such as --title, or --unset but received none')
  return patchOf(json)
}

async function editsOf(deps: LocalDeps, args: Arguments, patch: MediaPatch): Promise<readonly WantedEdit[]> {
  if (args.names.length > 0) return (await findNamed(deps, args.names)).map((media) => ({ media, patch }))
  const edits: WantedEdit[] = []
  for await (const media of selectMedia(deps, conditionsOf(args))) edits.push({ media, patch })
  return edits
}
