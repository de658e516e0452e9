import { join } from 'node:path'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { openOriginalsFolder } from '../../server/adapters/originals/fs.ts'
import type { Media } from '../../server/core/media.ts'
import { fixtureOriginals } from '../fixtures/media.ts'
import { save } from './save.ts'

/** Makes the data folder of a local server, with these media and every original of the fixtures. */
export async function makeCollection(dataFolder: string, media: readonly Media[]): Promise<void> {
  const originals = await openOriginalsFolder(join(dataFolder, 'originals'))
  for (const bytes of fixtureOriginals()) await originals.put(bytes)
  const catalogue = await openSqliteCatalogue(join(dataFolder, 'catalogue.sqlite'))
  for (const item of media) await save(catalogue, item)
  await catalogue.close()
}
