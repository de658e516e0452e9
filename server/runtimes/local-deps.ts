import { join, resolve } from 'node:path'
import { diskAssets } from '../adapters/assets/disk.ts'
import { freshAnswers } from '../adapters/cache/answers.ts'
import { type LastingCache, openDiskCache } from '../adapters/cache/disk.ts'
import { memoryCache } from '../adapters/cache/memory.ts'
import { objectCache } from '../adapters/cache/objects.ts'
import { tieredCache } from '../adapters/cache/tiered.ts'
import { zlibPack } from '../adapters/cache/zlib-pack.ts'
import { watchCatalogue } from '../adapters/catalogue/watched.ts'
import { createMeter, type Meter, NO_METER } from '../adapters/metrics/meter.ts'
import { s3Objects } from '../adapters/objects/s3.ts'
import { openOriginalsFolder } from '../adapters/originals/fs.ts'
import { originalObjects } from '../adapters/originals/objects.ts'
import { webCryptoSigner } from '../adapters/signer/web-crypto.ts'
import { createDefer, createIdSource, jsonLinesLog, systemClock } from '../adapters/system.ts'
import type { Config } from '../config.ts'
import type { MediaId } from '../core/media.ts'
import type { Catalogue } from '../ports/catalogue.ts'
import type { Deps } from '../ports/deps.ts'
import type { Inspector } from '../ports/inspector.ts'
import type { OriginalsStore } from '../ports/originals.ts'
import type { Clock } from '../ports/system.ts'
import { type LocalDatabase, openDatabase } from './local-database.ts'
import { openThumbnailer } from './local-thumbnailer.ts'

export interface LocalDeps extends Deps {
  /** What has been counted of all this, where the settings want it told. */
  readonly meter?: Meter
  /** Waits for deferred work, then closes the catalogue; nothing may be called afterwards. */
  close(): Promise<void>
}

export interface LocalOptions {
  /** Folders that are searched for the widget, the style sheets and the static pages, in order. */
  readonly assetFolders: readonly string[]
  /** Receives the log, a line at a time. */
  readonly writeLog: (line: string) => void
  /** The built `render-process.ts`, to be run by Node. Absent: pictures are decoded in this process. */
  readonly renderScript?: string | undefined
  /** Of Placard, for the metrics. */
  readonly version?: string
}

/**
 * Everything on one machine with a disk: SQLite, sharp; originals and thumbnails in files. A database and a bucket take the place of either;
 * with both, nothing is written here, and any number of processes serve one collection.
 *
 * @throws {UnavailableError} if the data folder or the database cannot be used.
 */
export async function openLocalDeps(config: Config, options: LocalOptions): Promise<LocalDeps> {
  const folder = resolve(config.dataFolder)
  const meter = config.metrics ? createMeter(options.version ?? 'unknown') : NO_METER
  const database = await openDatabase(config, folder, systemClock)
  try {
    return await openAround(database, { ...options, config, folder, meter })
  } catch (error) {
    // Its connections would keep the process alive, and its shard leased.
    meter.stop()
    await database.close()
    throw error
  }
}

interface Surroundings extends LocalOptions {
  readonly config: Config
  /** Of data; absolute. */
  readonly folder: string
  readonly meter: Meter
}

async function openAround(
  database: LocalDatabase,
  { config, folder, meter, assetFolders, writeLog, renderScript }: Surroundings,
): Promise<LocalDeps> {
  const clock = systemClock
  const log = meter.log(jsonLinesLog(writeLog))
  const { defer, settled } = createDefer(log)
  const { catalogue, freshness } = watchCatalogue(meter.backend('catalogue', database.catalogue), clock)
  const { originals, thumbnails } = config.s3 ? openBucket(config.s3, clock) : await openFolders(config, folder, clock)
  const thumbnailer = await openThumbnailer({ config, intermediates: thumbnails, clock, meter, renderScript })
  return {
    config,
    catalogue,
    tokens: database.catalogue,
    originals: meter.backend('originals', originals),
    inspector: inspectorAtNeed(config),
    thumbnailer,
    thumbnails: meter.cache(tieredCache(memoryCache({ maxBytes: config.memoryCacheBytes * (1 - ANSWERS_SHARE), clock }), thumbnails)),
    assets: diskAssets(assetFolders),
    answers: meter.answers(freshAnswers({ maxBytes: config.memoryCacheBytes * ANSWERS_SHARE, freshness, pack: zlibPack })),
    clock,
    ids: createIdSource(clock, database.shard, await greatestId(catalogue)),
    signer: await webCryptoSigner(database.signingKey),
    log,
    defer,
    meter,
    async close() {
      meter.stop()
      await settled()
      await thumbnailer.close()
      await database.close()
    },
  }
}

/** Of the memory for caches: whole answers, the hottest thumbnails among them; the rest holds thumbnails alone. */
const ANSWERS_SHARE = 0.25

interface Stores {
  readonly originals: OriginalsStore
  readonly thumbnails: LastingCache
}

function openBucket(s3: NonNullable<Config['s3']>, clock: Clock): Stores {
  // A thumbnail can be made again, so nobody waits for one that is slow to come.
  const hasty = { attempts: 2, totalMs: 3000 }
  return { originals: originalObjects(s3Objects(s3)), thumbnails: objectCache({ objects: s3Objects({ ...s3, timing: hasty }), clock }) }
}

async function openFolders({ diskCacheBytes: maxBytes }: Config, folder: string, clock: Clock): Promise<Stores> {
  return {
    originals: await openOriginalsFolder(join(folder, 'originals')),
    thumbnails: await openDiskCache({ folder: join(folder, 'thumbnails'), maxBytes, clock }),
  }
}

/** Only an import needs it: a server that only serves is 28 MB smaller without libvips. */
function inspectorAtNeed({ maxInputPixels, maxOriginalBytes }: Config): Inspector {
  const open = async () => (await import('../adapters/inspector/sharp-inspector.ts')).sharpInspector({ maxInputPixels, maxOriginalBytes })
  // One for all pictures: it is what keeps those that are decoded at once within its memory.
  let opened: Promise<Inspector> | undefined
  return {
    async inspect(...picture) {
      opened ??= open()
      return await (await opened).inspect(...picture)
    },
  }
}

/** `undefined` in an empty catalogue. */
async function greatestId(catalogue: Catalogue): Promise<MediaId | undefined> {
  const [newest] = await catalogue.list({ limit: 1 })
  return newest?.id
}
