import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteCatalogue } from '../adapters/catalogue/sqlite.ts'
import type { MarkedCatalogue } from '../adapters/catalogue/watched.ts'
import { makeFolderDurably } from '../adapters/originals/durable.ts'
import { readOrMakeKey } from '../adapters/signer/key-file.ts'
import type { Config } from '../config.ts'
import type { DatabaseConfig } from '../config-postgres.ts'
import { UnavailableError } from '../core/errors.ts'
import type { Clock } from '../ports/system.ts'
import type { TokenStore } from '../ports/tokens.ts'

/** Where the collection is described, and what its servers have to agree on. */
export interface LocalDatabase {
  readonly catalogue: MarkedCatalogue & TokenStore
  /** Of new ids: no other process makes any of it. */
  readonly shard: number | (() => number)
  readonly signingKey: Uint8Array<ArrayBuffer>
  close(): Promise<void>
}

/**
 * A SQLite file and a key in the data folder; or what is in the database of the configuration, and then nothing of it on this machine.
 *
 * @throws {UnavailableError} if either cannot be used.
 */
export async function openDatabase(config: Config, folder: string, clock: Clock): Promise<LocalDatabase> {
  return config.database ? await openShared(config, config.database, clock) : await openFile(config, folder)
}

/** An empty file in a data folder for as long as a backup is restored there, or was and is not complete. */
export const RESTORING = 'restoring'

async function openFile({ shard, signingKey }: Config, folder: string): Promise<LocalDatabase> {
  // An empty catalogue that was made here would be replaced under whoever has it open.
  if (existsSync(join(folder, RESTORING)) && !existsSync(join(folder, 'catalogue.sqlite'))) {
    throw new UnavailableError(
      `Expected a whole collection in ${folder} but a backup is being restored there: wait for it to end, or run \`placard backup restore\` again.`,
    )
  }
  // Private originals and names that nobody may guess are no matter of other users of the machine. A folder that is there keeps its mode.
  await makeFolderDurably(folder, 0o700).catch((cause: unknown) => {
    const remedy = 'Set PLACARD_DATA to a folder that this user may make and write to.'
    throw new UnavailableError(`Expected to make the data folder ${folder} but received ${String(cause)}. ${remedy}`, { cause })
  })
  const catalogue = await openSqliteCatalogue(join(folder, 'catalogue.sqlite'))
  return {
    catalogue,
    shard: shard === 'leased' ? 0 : shard,
    signingKey: signingKey ?? (await readOrMakeKey(join(folder, 'signing.key'))),
    close: catalogue.close,
  }
}

async function openShared({ shard, signingKey }: Config, database: DatabaseConfig, clock: Clock): Promise<LocalDatabase> {
  // Who has no such database does not wait for its library either.
  const { openPostgresCatalogue } = await import('../adapters/catalogue/postgres.ts')
  const catalogue = await openPostgresCatalogue(database)
  try {
    const lease = shard === 'leased' ? await catalogue.leaseShard({ clock }) : undefined
    return {
      catalogue,
      shard: lease?.current ?? (shard === 'leased' ? 0 : shard),
      signingKey: signingKey ?? (await catalogue.signingKey()),
      async close() {
        await lease?.release()
        await catalogue.close()
      },
    }
  } catch (error) {
    await catalogue.close()
    throw error
  }
}
