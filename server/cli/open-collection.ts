import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openSqliteCatalogue } from '../adapters/catalogue/sqlite.ts'
import type { Config } from '../config.ts'
import { NotFoundError } from '../core/errors.ts'
import type { LocalDeps } from '../runtimes/local-deps.ts'
import type { Session } from './session.ts'
import type { Terminal } from './terminal.ts'

/**
 * Whether this folder of data has a media or a token in it: an empty catalogue is made by every command that looks. Or the collection is in a
 * database, which counts as one however empty it is.
 *
 * @throws {UnavailableError} if there is a catalogue that cannot be read.
 */
export async function hasCollection({ dataFolder, database }: Pick<Config, 'dataFolder' | 'database'>): Promise<boolean> {
  const path = join(dataFolder, 'catalogue.sqlite')
  if (database !== undefined || !existsSync(path)) return database !== undefined
  const catalogue = await openSqliteCatalogue(path)
  try {
    return (await catalogue.list({ limit: 1 })).length > 0 || (await catalogue.listTokens()).length > 0
  } finally {
    await catalogue.close()
  }
}

/** @throws {NotFoundError} if there is neither a catalogue in this folder of data nor a database: what to do about it. */
export function requireCatalogue(
  { dataFolder, database }: Pick<Config, 'dataFolder' | 'database'>,
  { program }: Pick<Terminal, 'program'>,
): void {
  if (database !== undefined || existsSync(join(dataFolder, 'catalogue.sqlite'))) return
  const remedy = `Begin one with \`${program} import FOLDER\`, or say with PLACARD_DATA where yours is.`
  throw new NotFoundError(`Expected a collection in ${resolve(dataFolder)} but there is none yet. ${remedy}`)
}

/** Where `start` keeps the sample collection, which it serves for as long as there is no other. */
export function sampleFolder({ dataFolder }: Pick<Config, 'dataFolder'>): string {
  return join(dataFolder, 'sample')
}

type CollectionSession = Pick<Session, 'config' | 'openDeps' | 'terminal'>

interface CollectionOptions {
  /** Whether one is made where there is none. Default: false. */
  readonly mayBegin?: boolean
}

/**
 * Works on the collection that `start` serves, and closes it: the owner's own, or the sample, and says so, where there is only that.
 *
 * @throws {NotFoundError} if there is none.
 */
export async function withCollection<T>(
  session: CollectionSession,
  work: (deps: LocalDeps) => Promise<T>,
  options: CollectionOptions = {},
): Promise<T> {
  const deps = await openCollection(session, options)
  try {
    return await work(deps)
  } finally {
    await deps.close()
  }
}

async function openCollection(
  { config, openDeps, terminal }: CollectionSession,
  { mayBegin = false }: CollectionOptions,
): Promise<LocalDeps> {
  const sample = sampleFolder(config)
  const isSample = !(await hasCollection(config)) && (await hasCollection({ dataFolder: sample }))
  if (isSample) terminal.err(`Nothing in ${config.dataFolder} yet: this is about the sample collection.\n`)
  return await openDeps({ log: 'failures', mustExist: !mayBegin, ...(isSample && { dataFolder: sample }) })
}
