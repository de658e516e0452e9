import { backup } from './commands/backup.ts'
import { check } from './commands/check.ts'
import { type Arguments, atMostOne, type Command, refuseNames } from './commands/command.ts'
import { correct, dispute, embargo, expire, makePrivate, publish, restore, unlist, withdraw } from './commands/decide.ts'
import { exportMedia } from './commands/export.ts'
import { history } from './commands/history.ts'
import { runImport } from './commands/import.ts'
import { set } from './commands/set.ts'
import { show } from './commands/show.ts'
import { runToken } from './commands/token.ts'
import { pull, push } from './commands/transfer.ts'
import { undo } from './commands/undo.ts'
import { verify } from './commands/verify.ts'
import { type Session, UsageError } from './session.ts'

const LISTENING = `It listens on HOST and PORT, which are 127.0.0.1 and 8787. PLACARD_ORIGIN is the address under which the world sees it; it stands in all
that is given away. Ctrl+C, or SIGTERM, lets it finish what it has begun.`

/** Every command of `placard`, in the order of `--help`. Those that need large libraries load them when they run: the others begin 0.1 s earlier. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  start: {
    usage: '[FOLDER]',
    summary: 'import FOLDER (or the sample pictures, where nothing is there yet) and serve',
    flags: {},
    details: LISTENING,
    run: async (session, { names }) => (await import('./commands/start.ts')).runStart(session, atMostOne(names, 'folder')),
  },
  serve: {
    usage: '',
    summary: 'serve what has been imported; one JSON line per request on standard output',
    flags: {},
    details: LISTENING,
    run: async (session, { names }) => refuseNames(names) ?? (await import('./commands/serve.ts')).runServe(session),
  },
  import: {
    usage: 'FOLDER',
    summary: 'add or update every work below FOLDER',
    flags: { 'dry-run': 'write nothing; show what would change', private: 'keep new pictures private until they are published' },
    details: [
      'Pictures are JPEG, PNG, WebP, AVIF, TIFF or GIF; videos are MP4 with a poster beside them. Credit is read from the files, and from NAME.xmp.',
      'A file that fails is named with its reason, and stops nothing. Ctrl+C stops after the pictures in hand: what was counted is kept, and the',
      'same command goes on from there. A second run reads only what has changed. Files are never written to.',
      'Hidden files, links to folders, and links out of FOLDER are passed over.',
    ].join('\n'),
    run: importFolder,
  },
  show,
  set,
  export: exportMedia,
  publish,
  unlist,
  private: makePrivate,
  embargo,
  expire,
  withdraw,
  dispute,
  restore,
  correct,
  history,
  undo,
  token: {
    usage: 'create NAME | list | revoke NAME',
    summary: "make, list or revoke a token of the owner's HTTP API",
    flags: {},
    run: (session, { names }) => runToken(session, names),
  },
  push,
  pull,
  backup,
  verify,
  check,
}

async function importFolder(session: Session, { names, flags }: Arguments): Promise<number> {
  const folder = atMostOne(names, 'folder')
  if (folder === undefined) throw new UsageError('Expected a folder to import but received none')
  const deps = await session.openDeps({ log: 'failures' })
  try {
    return await runImport(deps, {
      folder,
      dryRun: flags.has('dry-run'),
      visibility: flags.has('private') ? 'private' : 'public',
      terminal: session.terminal,
      signal: session.stopped,
    })
  } finally {
    await deps.close()
  }
}
