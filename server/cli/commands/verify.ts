import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { listOriginals } from '../../adapters/originals/list.ts'
import { systemClock } from '../../adapters/system.ts'
import type { OriginalKey } from '../../core/media.ts'
import type { LocalDeps } from '../../runtimes/local-deps.ts'
import { type OriginalsReport, verifyOriginals } from '../../usecases/check/verify-originals.ts'
import { formatBytes, formatCount } from '../count-text.ts'
import { withCollection } from '../open-collection.ts'
import { withProgress } from '../progress.ts'
import type { Session } from '../session.ts'
import { type Command, refuseNames } from './command.ts'

/** Reads every original to its end. */
export const verify: Command = {
  usage: '',
  summary: 'read every original that the catalogue names, and tell which are missing or damaged',
  flags: {},
  details: [
    'A damaged original is set aside: import its file again, or restore a backup. Originals that nothing names are counted and kept:',
    'an import that was stopped leaves them, and the next one may need them.',
  ].join('\n'),
  run: (session, { names }) => refuseNames(names) ?? runVerify(session),
}

async function runVerify(session: Session): Promise<number> {
  const { terminal, stopped } = session
  return await withCollection(session, async (deps) => {
    const report = await withProgress(terminal, systemClock, (step) =>
      verifyOriginals(deps, {
        signal: stopped,
        onProgress: ({ done, total, key, problem }) => step({ done, total, label: key, failure: problem?.reason }),
      }),
    )
    return await tell(session, deps, report)
  })
}

async function tell({ terminal }: Session, { config }: LocalDeps, report: OriginalsReport): Promise<number> {
  for (const { key, shortcode, reason } of report.problems) terminal.err(`${shortcode}  ${key}  ${reason}\n`)
  if (report.stopped) {
    terminal.err('Stopped before the end.\n')
    return 1
  }
  const whole = report.named.size - report.problems.length
  terminal.out(
    `${formatCount(report.media, 'work')}: ${whole} of ${formatCount(report.named.size, 'original')} whole (${formatBytes(report.bytes)})\n`,
  )
  if (!config.s3) terminal.out(await orphansText(join(config.dataFolder, 'originals'), report.named))
  return report.problems.length === 0 ? 0 : 1
}

async function orphansText(folder: string, named: ReadonlySet<OriginalKey>): Promise<string> {
  let orphans = 0
  for await (const key of listOriginals(folder)) if (!named.has(key)) orphans += 1
  const damaged = (await readdir(join(folder, 'damaged')).catch(() => [])).length // No folder: none was ever found.
  const lines = [
    ...(orphans > 0 ? [`${formatCount(orphans, 'original')} that nothing names\n`] : []),
    ...(damaged > 0 ? [`${formatCount(damaged, 'damaged file')} set aside in ${join(folder, 'damaged')}\n`] : []),
  ]
  return lines.join('')
}
