import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { openOriginalsFolder } from '../../server/adapters/originals/fs.ts'
import type { Media } from '../../server/core/media.ts'
import type { OriginalsStore } from '../../server/ports/originals.ts'
import { fixtureOriginals } from '../fixtures/media.ts'
import { save } from './memory/save.ts'

/** Makes the data folder of a local server, with these media; every original of the fixtures goes there, or into `store`. */
export async function makeCollection(dataFolder: string, media: readonly Media[], store?: OriginalsStore): Promise<void> {
  const originals = store ?? (await openOriginalsFolder(join(dataFolder, 'originals')))
  for (const bytes of fixtureOriginals()) await originals.put(bytes)
  await mkdir(dataFolder, { recursive: true })
  const catalogue = await openSqliteCatalogue(join(dataFolder, 'catalogue.sqlite'))
  for (const item of media) await save(catalogue, item)
  await catalogue.close()
}
