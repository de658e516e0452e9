import { systemClock } from '../../adapters/system.ts'
import { BadRequestError } from '../../core/errors.ts'
import { createBackup } from '../backup/create.ts'
import type { Manifest } from '../backup/manifest.ts'
import { restoreBackup } from '../backup/restore.ts'
import { verifyBackup } from '../backup/verify.ts'
import { formatBytes, formatCount } from '../count-text.ts'
import { requireCatalogue } from '../open-collection.ts'
import { withProgress } from '../progress.ts'
import { type Session, UsageError } from '../session.ts'
import type { Arguments, Command } from './command.ts'

/** Copies a collection while it is served, looks at such copies, and makes a collection of one again. */
export const backup: Command = {
  usage: 'FOLDER | verify FOLDER | restore FOLDER',
  summary: 'back up the collection while it is served; verify or restore a backup',
  flags: {
    link: 'link originals instead of copying them, where both folders are on one disk: no second copy of any byte',
    force: 'restore although there is a collection: its catalogue, key and thumbnails are set aside',
  },
  details: [
    'A backup has the catalogue as it is at one moment, every original that it names, and the signing key; thumbnails are made again.',
    'Into a folder that has a backup only what is new is copied. Nothing counts until the last file, manifest.json, is written.',
    'The key is a secret, and so are private pictures: keep the folder as safe as the collection itself.',
    '',
    'A catalogue in PostgreSQL is backed up by pg_dump, originals in a bucket by its own versioning: see deploy/README.md.',
  ].join('\n'),
  run: runBackup,
}

const VERBS: readonly string[] = ['create', 'verify', 'restore']

async function runBackup(session: Session, { names, flags }: Arguments): Promise<number> {
  refuseElsewhere(session)
  refuseLoneVerb(names)
  const [verb, folder = ''] = names.length === 2 ? names : ['create', names[0]]
  if (folder === '' || names.length > 2) throw new UsageError(`Expected a folder for the backup but received ${names.join(' ') || 'none'}`)
  if (flags.has('force') && verb !== 'restore') throw new UsageError('Expected --force with `restore` only')
  switch (verb) {
    case 'create':
      return await create(session, folder, flags.has('link'))
    case 'verify':
      return await verify(session, folder)
    case 'restore':
      return await restore(session, folder, flags.has('force'))
    default:
      throw new UsageError(`Expected verify or restore but received ${verb}`)
  }
}

/** Whoever forgets the folder wants no backup in a folder called `verify`. @throws {UsageError} if there is the verb alone. */
function refuseLoneVerb([verb = '', ...others]: readonly string[]): void {
  if (!VERBS.includes(verb) || others.length > 0) return
  throw new UsageError(`Expected a folder behind ${verb} but received none (for a backup into a folder of that name: ./${verb})`)
}

/** @throws {BadRequestError} where the collection, or a part of it, is not on this machine. */
function refuseElsewhere({ config }: Session): void {
  const remedies = [
    ...(config.database ? ['The catalogue is in PostgreSQL: back it up with pg_dump, which sees one moment while all goes on.'] : []),
    ...(config.s3 ? ['The originals are in a bucket: its versioning or replication keeps them.'] : []),
  ]
  if (remedies.length === 0) return
  throw new BadRequestError(`Expected a collection in the data folder. ${remedies.join(' ')} See deploy/README.md.`)
}

async function create({ config, terminal, stopped }: Session, folder: string, link: boolean): Promise<number> {
  requireCatalogue(config, terminal)
  const startedAt = systemClock.now()
  const report = await withProgress(terminal, systemClock, (onProgress) =>
    createBackup({ dataFolder: config.dataFolder, folder, link, now: startedAt, signal: stopped, onProgress }),
  )
  if (!report) return stop(terminal, 'Stopped: the backup is not complete. Run the same command again to go on.')
  const { manifest, copied } = report
  terminal.out(`${contents(manifest)} in ${folder}; new among them: ${formatCount(copied, 'original')}.\n`)
  if (!manifest.signingKey && !config.signingKey) terminal.err('There is no signing key: addresses of restricted files get another one.\n')
  return tellMissing(terminal, manifest)
}

async function verify({ terminal, stopped }: Session, folder: string): Promise<number> {
  const report = await withProgress(terminal, systemClock, (onProgress) => verifyBackup({ folder, signal: stopped, onProgress }))
  if (!report) return stop(terminal, 'Stopped.')
  for (const problem of report.problems) terminal.err(`${problem}\n`)
  if (report.problems.length > 0) return stop(terminal, `The backup of ${report.manifest.createdAt} is not whole.`)
  terminal.out(`The backup of ${report.manifest.createdAt} is whole: ${contents(report.manifest)}.\n`)
  return tellMissing(terminal, report.manifest)
}

async function restore({ config, terminal, stopped }: Session, folder: string, force: boolean): Promise<number> {
  const { dataFolder } = config
  const report = await withProgress(terminal, systemClock, (onProgress) =>
    restoreBackup({ folder, dataFolder, force, now: systemClock.now(), signal: stopped, onProgress }),
  )
  if (!report) return stop(terminal, 'Stopped: the collection is not complete. Run the same command again to go on.')
  const { manifest, problems, setAside } = report
  if (setAside !== undefined) terminal.out(`What was there before is in ${setAside}.\n`)
  for (const problem of problems) terminal.err(`${problem}\n`)
  terminal.out(`Restored the backup of ${manifest.createdAt} to ${dataFolder}: ${contents(manifest)}.\n`)
  if (problems.length > 0)
    return stop(terminal, `${formatCount(problems.length, 'original')} could not be restored: import those files again.`)
  return tellMissing(terminal, manifest)
}

function contents({ media, originals, signingKey }: Manifest): string {
  const files = `${formatCount(originals.count, 'original')} (${formatBytes(originals.bytes)})`
  return `${formatCount(media, 'work')}, ${files}${signingKey ? ', the signing key' : ''}`
}

/** Such a backup is as whole as the collection was. */
function tellMissing(terminal: Session['terminal'], { missing }: Manifest): number {
  if (missing.length === 0) return 0
  const count = formatCount(missing.length, 'original')
  terminal.err(`${count} were gone or damaged in the collection itself: \`${terminal.program} verify\` names their pictures.\n`)
  return 1
}

function stop(terminal: Session['terminal'], text: string): number {
  terminal.err(`${text}\n`)
  return 1
}
