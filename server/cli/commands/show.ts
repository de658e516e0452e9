import { buildOwnerMedia } from '../../core/documents/owner-media.ts'
import type { Media } from '../../core/media.ts'
import { cellsOf, sortColumns } from '../../core/owner/columns.ts'
import { cleanParagraphs } from '../../core/text/safe-text.ts'
import type { LocalDeps } from '../../runtimes/local-deps.ts'
import { formatMoment } from '../dates.ts'
import { localMoment } from '../edit-report.ts'
import { findNamed, requireWords } from '../named-media.ts'
import { withCollection } from '../open-collection.ts'
import type { Session } from '../session.ts'
import { type Ink, inkFor } from '../terminal.ts'
import type { Arguments, Command } from './command.ts'

const NAME_CELLS = 22
const MAX_SHOWN = 6_000 // more than the longest field has

/** Tells all that there is to tell its owner about a media. */
export const show: Command = {
  usage: 'SHORTCODE...',
  summary: 'tell all that is said and decided about pictures',
  flags: { json: 'one JSON object per line, for programs' },
  run: runShow,
}

async function runShow(session: Session, { names, flags }: Arguments): Promise<number> {
  const { terminal } = session
  requireWords(names)
  return await withCollection(session, async (deps) => {
    const ink = inkFor(terminal)
    for (const media of await findNamed(deps, names)) {
      const { clock, config } = deps
      const view = buildOwnerMedia(media, { now: clock.now(), baseUrl: config.baseUrl })
      terminal.out(flags.has('json') ? `${JSON.stringify(view)}\n` : mediaText(deps, media, ink))
    }
    return 0
  })
}

function mediaText({ clock, config }: LocalDeps, media: Media, ink: Ink): string {
  const { url, shown } = buildOwnerMedia(media, { now: clock.now(), baseUrl: config.baseUrl })
  const { type, version, publishedAt, correctedAt, standing, editedFields = [] } = media
  const cells = cellsOf(media)
  const rows = [
    ['shown', shown],
    ['type', type],
    ...sortColumns(cells.keys()).map((column) => [column, localMoment(column, cells.get(column) ?? '')] as const),
    ...(standing.kind === 'published' ? [] : [['since', formatMoment(standing.at)] as const]),
    ...(correctedAt === undefined ? [] : [['corrected', formatMoment(correctedAt)] as const]),
    ['imported', formatMoment(publishedAt)],
    ['version', String(version)],
    ...(editedFields.length === 0 ? [] : [['set here', editedFields.join(', ')] as const]),
  ]
  return `${ink.bold(url)}\n${rows.map(([name = '', text = '']) => row(name, text, ink)).join('')}\n`
}

/** Further lines of a text stand below the first. */
function row(name: string, text: string, ink: Ink): string {
  const lines = cleanParagraphs(text, MAX_SHOWN).replaceAll('\n', `\n  ${' '.repeat(NAME_CELLS)}`)
  return `  ${ink.dim(name.padEnd(NAME_CELLS))}${lines}\n`
}
