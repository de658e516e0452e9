import { join } from 'node:path'
import { systemClock } from '../../adapters/system.ts'
import { linksFor } from '../../core/identity/links.ts'
import type { LocalDeps } from '../../runtimes/local-deps.ts'
import { editMedia } from '../../usecases/own/edit-media.ts'
import { ACTOR } from '../apply-edits.ts'
import { hasCollection, sampleFolder } from '../open-collection.ts'
import { withProgress } from '../progress.ts'
import type { Session } from '../session.ts'
import { inkFor } from '../terminal.ts'
import { runImport } from './import.ts'
import { sayIfEmpty, serveUntilStopped } from './serve.ts'

/**
 * From nothing to a running server: imports `folder` (or, where there is no collection yet, the sample pictures) and serves it.
 * A picture that cannot be imported is reported and does not stop the others or the server.
 *
 * @returns The exit code once the server has been stopped: 1 if that was before it had pictures to serve.
 */
export async function runStart(session: Session, folder: string | undefined): Promise<number> {
  const { config } = session
  if (folder === undefined && !(await hasCollection(config))) return await startWithSamples(session, sampleFolder(config))
  const deps = await session.openDeps({ log: 'failures' })
  return await serveUntilStopped(session, deps, {
    prepare: async () => (folder === undefined ? undefined : await importInto(session, deps, folder)),
    onListening: () => welcome(session, deps),
  })
}

async function startWithSamples(session: Session, dataFolder: string): Promise<number> {
  session.terminal.out('No pictures yet: using the sample collection. Yours: npm start -- FOLDER\n')
  const samples = await paintSamples(session, join(dataFolder, 'pictures'))
  if (session.stopped.aborted) return 1
  const deps = await session.openDeps({ log: 'failures', dataFolder })
  return await serveUntilStopped(session, deps, {
    prepare: async () => {
      await importInto(session, deps, samples.folder)
      await importInto(session, deps, samples.privateFolder)
      await hideNewest(deps)
    },
    onListening: () => welcome(session, deps),
  })
}

async function paintSamples({ terminal, stopped }: Session, folder: string) {
  // It draws with libvips, which a server that has its collection never loads.
  const { makeSampleCollection } = await import('../sample-collection/make.ts')
  return await withProgress(terminal, { heading: 'Drawing the samples', now: systemClock.now }, (step) =>
    makeSampleCollection(folder, { onProgress: ({ done, total, file }) => step({ done, total, label: file }), signal: stopped }),
  )
}

async function importInto({ terminal, stopped }: Session, deps: LocalDeps, folder: string) {
  await runImport(deps, { folder, visibility: 'public', dryRun: false, terminal, signal: stopped })
}

/** One sample is private, and was public for a moment: only so may the demonstration page name it. */
async function hideNewest(deps: LocalDeps): Promise<void> {
  const [hidden] = await deps.catalogue.list({ visibility: 'private', limit: 1 })
  const [newest] = await deps.catalogue.list({ limit: 1 })
  if (hidden === undefined && newest !== undefined) {
    await editMedia(deps, [{ media: newest, patch: { visibility: 'private', description: {} } }], { actor: ACTOR })
  }
}

async function welcome(session: Session, deps: LocalDeps): Promise<void> {
  const { config, terminal } = session
  const [newest] = await deps.catalogue.list({ visibility: 'public', limit: 1 })
  const { bold, dim } = inkFor(terminal)
  const lines = [
    ['Start page', `${config.baseUrl}/`],
    ['Demo page', `${config.baseUrl}/demo/`],
    ...(newest ? [['A picture', linksFor(config.baseUrl, newest).permalink] as const] : []),
    ...(newest ? [['Its oEmbed', linksFor(config.baseUrl, newest).oembedJson] as const] : []),
  ]
  const text = lines.map(([label, url]) => `  ${label!.padEnd(11)} ${bold(url!)}`).join('\n')
  terminal.out(`\nPlacard is running.\n${text}\n${dim('  Stop with Ctrl+C.')}\n`)
  await sayIfEmpty(session, deps)
}
