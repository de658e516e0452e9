import { buildOwnerMedia } from '../../core/documents/owner-media.ts'
import type { Media } from '../../core/media.ts'
import { cellsOf, PLAIN_COLUMNS, sortColumns } from '../../core/owner/columns.ts'
import type { Condition } from '../../core/owner/where.ts'
import type { LocalDeps } from '../../runtimes/local-deps.ts'
import { selectMedia } from '../../usecases/own/select-media.ts'
import { conditionsOf, WHERE_HELP, WHERE_OPTION } from '../conditions.ts'
import { withCollection } from '../open-collection.ts'
import { type Session, UsageError } from '../session.ts'
import { BYTE_ORDER_MARK, csvRow } from '../table/csv.ts'
import { type Command, optionalValue, refuseNames } from './command.ts'

/** Writes a table, or a list, of what is said about pictures, for `placard set --from`. */
export const exportMedia: Command = {
  usage: '',
  summary: 'write a table of what is said about pictures, to be edited and read by `placard set --from`',
  flags: { where: WHERE_OPTION, format: { value: 'FORMAT', summary: 'csv (for spreadsheets, the default) or json' } },
  details: WHERE_HELP,
  run: async (session, args) => {
    refuseNames(args.names)
    const format = optionalValue(args, 'format') ?? 'csv'
    if (format !== 'csv' && format !== 'json') throw new UsageError(`Expected csv or json for --format but received ${format}`)
    const conditions = conditionsOf(args)
    return await withCollection(session, async (deps) => {
      await (format === 'csv' ? writeCsv : writeJson)(session, deps, conditions)
      return 0
    })
  },
}

/** Read twice, so that no more than a page is in memory: first for the languages that there are. */
async function writeCsv({ terminal }: Session, deps: LocalDeps, conditions: readonly Condition[]): Promise<void> {
  const found = new Set(PLAIN_COLUMNS)
  for await (const media of selectMedia(deps, conditions)) for (const column of cellsOf(media).keys()) found.add(column)
  const columns = sortColumns(found)
  terminal.out(BYTE_ORDER_MARK + csvRow(['code', 'version', 'url', 'shown', ...columns]))
  for await (const media of selectMedia(deps, conditions)) {
    const { code, version, url, shown } = view(deps, media)
    const cells = cellsOf(media)
    terminal.out(csvRow([code, String(version), url, shown, ...columns.map((column) => cells.get(column) ?? '')]))
  }
}

async function writeJson({ terminal }: Session, deps: LocalDeps, conditions: readonly Condition[]): Promise<void> {
  let separator = '['
  for await (const media of selectMedia(deps, conditions)) {
    terminal.out(`${separator}\n${JSON.stringify(view(deps, media))}`)
    separator = ','
  }
  terminal.out(separator === '[' ? '[]\n' : '\n]\n')
}

function view({ clock, config }: LocalDeps, media: Media) {
  return buildOwnerMedia(media, { now: clock.now(), baseUrl: config.baseUrl })
}
