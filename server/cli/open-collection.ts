import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteCatalogue } from '../adapters/catalogue/sqlite.ts'
import type { Config } from '../config.ts'
import type { LocalDeps } from '../runtimes/local-deps.ts'
import type { Session } from './session.ts'

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

/** Where `start` keeps the sample collection, which it serves for as long as there is no other. */
export function sampleFolder({ dataFolder }: Pick<Config, 'dataFolder'>): string {
  return join(dataFolder, 'sample')
}

/** The collection that `start` serves: the owner's own, or the sample, and says so, where there is only that. The caller closes it. */
export async function openCollection({
  config,
  openDeps,
  terminal,
}: Pick<Session, 'config' | 'openDeps' | 'terminal'>): Promise<LocalDeps> {
  const sample = sampleFolder(config)
  const isSample = !(await hasCollection(config)) && (await hasCollection({ dataFolder: sample }))
  if (isSample) terminal.err(`Nothing in ${config.dataFolder} yet: this is about the sample collection.\n`)
  return await openDeps({ log: 'failures', ...(isSample && { dataFolder: sample }) })
}
