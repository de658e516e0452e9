import type { Change } from '../../core/change.ts'
import { buildOwnerChange } from '../../core/documents/owner-media.ts'
import type { Media } from '../../core/media.ts'
import { differencesOfChange } from '../../core/owner/differences.ts'
import { listHistory } from '../../usecases/own/list-history.ts'
import { formatMoment } from '../dates.ts'
import { differenceRows } from '../edit-report.ts'
import { findNamed } from '../named-media.ts'
import { withCollection } from '../open-collection.ts'
import { type Session, UsageError } from '../session.ts'
import { type Ink, inkFor } from '../terminal.ts'
import { type Arguments, atMostOne, type Command } from './command.ts'

/** Tells all that was ever changed of one media, the newest first. */
export const history: Command = {
  usage: 'SHORTCODE',
  summary: 'tell who changed what of a picture, and when',
  flags: { json: 'one JSON object per line, for programs' },
  run: runHistory,
}

async function runHistory(session: Session, { names, flags }: Arguments): Promise<number> {
  const name = atMostOne(names, 'picture')
  if (name === undefined) throw new UsageError('Expected a shortcode or permalink but received none')
  const { terminal } = session
  return await withCollection(session, async (deps) => {
    const [media] = await findNamed(deps, [name])
    if (!media) return 1
    const ink = inkFor(terminal)
    let count = 0
    for await (const change of listHistory(deps, { mediaId: media.id, newestFirst: true })) {
      count += 1
      terminal.out(flags.has('json') ? `${JSON.stringify(buildOwnerChange(change))}\n` : changeText(media, change, ink))
    }
    // Older collections have pictures from before there was a log.
    if (count === 0) terminal.err('Nothing is on record.\n')
    return 0
  })
}

function changeText(media: Media, { at, actor, batch, version, properties }: Change, ink: Ink): string {
  const head = `${ink.bold(formatMoment(at))}  ${actor}  ${ink.dim(`version ${version}, batch ${batch}`)}\n`
  if (properties.length === 0) return `${head}  new\n\n`
  const { differences, others } = differencesOfChange(media, properties)
  const rows = [...differences.map((difference) => differenceRows(difference, ink)), ...others.map((name) => `  ${name}\n`)]
  return `${head}${rows.join('')}\n`
}
