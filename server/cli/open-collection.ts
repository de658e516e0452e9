import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { LocalDeps } from '../runtimes/local-deps.ts'
import type { Session } from './session.ts'

/** Whether this folder of data has a collection in it, or the collection is in a database, which counts as one however empty it is. */
export function hasCollection({ dataFolder, database }: Pick<Config, 'dataFolder' | 'database'>): boolean {
  return database !== undefined || existsSync(join(dataFolder, 'catalogue.sqlite'))
}

/** Where `start` keeps the sample collection, which it serves for as long as there is no other. */
export function sampleFolder({ dataFolder }: Pick<Config, 'dataFolder'>): string {
  return join(dataFolder, 'sample')
}

/** The collection that `start` serves: the owner's own, or the sample where there is only that. The caller closes it. */
export async function openCollection({ config, openDeps }: Pick<Session, 'config' | 'openDeps'>): Promise<LocalDeps> {
  const sample = sampleFolder(config)
  const isSample = !hasCollection(config) && hasCollection({ dataFolder: sample })
  return await openDeps({ log: 'failures', ...(isSample && { dataFolder: sample }) })
}
