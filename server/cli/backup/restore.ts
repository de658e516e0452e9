import { mkdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isCatalogueInUse } from '../../adapters/catalogue/sqlite/copy.ts'
import { makeFolderDurably } from '../../adapters/originals/durable.ts'
import { sizeOf } from '../../adapters/originals/files.ts'
import { codeOf } from '../../core/error-code.ts'
import { BadRequestError } from '../../core/errors.ts'
import { RESTORING } from '../../runtimes/local-database.ts'
import { clearIncoming, copyVerified, hashOf, INCOMING } from './files.ts'
import { readingBackup, restoringTo } from './lock.ts'
import { type BackedUpFile, type Manifest, readManifest, readSums } from './manifest.ts'
import { requireCatalogue, type Step } from './verify.ts'

export interface RestoreOptions {
  /** Of the backup. */
  readonly folder: string
  readonly dataFolder: string
  /** What is in the data folder is set aside. */
  readonly force: boolean
  /** Unix milliseconds. */
  readonly now: number
  readonly signal: AbortSignal
  readonly onProgress: (step: Step) => void
}

export interface RestoreReport {
  readonly manifest: Manifest
  readonly originals: number
  /** A sentence for each original that the backup does not have whole. */
  readonly problems: readonly string[]
  /** Where what was there before is now. */
  readonly setAside?: string
}

/** What a collection on this machine consists of, without the originals, which are named by their bytes and overwrite nothing. */
const PARTS = ['catalogue.sqlite', 'catalogue.sqlite-wal', 'catalogue.sqlite-shm', 'signing.key', 'thumbnails']

/**
 * Makes a collection of a backup. Every file is read again after it was copied, and the catalogue comes last: without it there is none.
 *
 * @returns `undefined` if it was stopped; to run it again goes on.
 * @throws  {BadRequestError} if the backup is not whole, or the data folder has a collection and `force` is off, or is in use.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport | undefined> {
  const [folder, dataFolder] = [resolve(options.folder), resolve(options.dataFolder)]
  await readManifest(folder)
  return await readingBackup(folder, () => restore({ ...options, folder, dataFolder }))
}

async function restore(options: RestoreOptions): Promise<RestoreReport | undefined> {
  const { folder, dataFolder } = options
  const manifest = await readManifest(folder)
  const files = await readSums(folder, manifest)
  await requireCatalogue(folder, manifest)
  await refuseCollection(options)
  await makeFolderDurably(dataFolder, 0o700)
  return await restoringTo(dataFolder, () => fill(options, { manifest, files }))
}

async function fill(
  options: RestoreOptions,
  { manifest, files }: { readonly manifest: Manifest; readonly files: readonly BackedUpFile[] },
): Promise<RestoreReport | undefined> {
  const { folder, dataFolder, now } = options
  // Again: another restore may have ended since.
  await refuseCollection(options)
  await refuseInUse(dataFolder)
  await clearIncoming(dataFolder)
  const setAside = await moveAside(dataFolder, now)
  const originals = files.filter(({ name }) => name.startsWith('originals/'))
  const problems = await copyOriginals(originals, options)
  if (options.signal.aborted) return undefined
  if (manifest.signingKey) await copyOne(manifest.signingKey, { folder, dataFolder, to: 'signing.key' })
  await requireNone(dataFolder)
  await copyOne(manifest.catalogue, { folder, dataFolder, to: 'catalogue.sqlite' })
  await rm(join(dataFolder, INCOMING), { recursive: true, force: true })
  await rm(join(dataFolder, RESTORING))
  return { manifest, originals: originals.length - problems.length, problems, ...(setAside !== undefined && { setAside }) }
}

/** @throws {BadRequestError} if there is a collection that nobody said to set aside. */
async function refuseCollection({ dataFolder, force }: RestoreOptions): Promise<void> {
  const sizes = await Promise.all([...PARTS, 'originals'].map((part) => sizeOf(join(dataFolder, part))))
  const isFree = sizes.every((size) => size === undefined)
  const isHalf = sizes[0] === undefined && (await sizeOf(join(dataFolder, RESTORING))) !== undefined
  if (!isFree && !isHalf && !force) {
    throw new BadRequestError(
      `Expected an empty data folder but there is a collection in ${dataFolder}. With --force it is set aside; or set PLACARD_DATA to another folder.`,
    )
  }
}

/** @throws {BadRequestError} if another process has the catalogue open. */
async function refuseInUse(dataFolder: string): Promise<void> {
  const catalogue = join(dataFolder, 'catalogue.sqlite')
  if ((await sizeOf(catalogue)) !== undefined && (await isCatalogueInUse(catalogue))) {
    throw new BadRequestError(`Expected nobody to use ${catalogue} but another process has it open. Stop the server first.`)
  }
}

/**
 * Thumbnails go too: the catalogue that comes may give the same revision to other pixels.
 *
 * @returns Where everything is now that was in the way; `undefined` if nothing was.
 */
async function moveAside(dataFolder: string, now: number): Promise<string | undefined> {
  const sizes = await Promise.all(PARTS.map((part) => sizeOf(join(dataFolder, part))))
  const parts = PARTS.filter((_, index) => sizes[index] !== undefined)
  if (parts.length === 0) return undefined
  const aside = await makeFolder(join(dataFolder, `replaced-${new Date(now).toISOString().replaceAll(':', '').slice(0, 17)}`))
  for (const part of parts) await rename(join(dataFolder, part), join(aside, part))
  return aside
}

/** A folder that was not there before: two restores may end within one second, and neither may lose what it sets aside to the other. */
async function makeFolder(wanted: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const path = count === 1 ? wanted : `${wanted}-${count}`
    const made = await mkdir(path, { mode: 0o700 }).then(() => true, isTaken)
    if (made) return path
  }
}

/** @returns `false`; throws what is not about a name that is taken. */
function isTaken(error: unknown): false {
  if (codeOf(error) === 'EEXIST') return false
  throw error
}

/** @throws {BadRequestError} if a version of Placard that heeds no marker has begun a collection meanwhile: it would be lost. */
async function requireNone(dataFolder: string): Promise<void> {
  if ((await sizeOf(join(dataFolder, 'catalogue.sqlite'))) === undefined) return
  throw new BadRequestError(
    `Expected no collection in ${dataFolder} yet but another process has begun one. Stop it, and run this again with --force.`,
  )
}

async function copyOriginals(
  files: readonly BackedUpFile[],
  { folder, dataFolder, signal, onProgress }: RestoreOptions,
): Promise<readonly string[]> {
  const problems: string[] = []
  for (const [index, { name, sha256 }] of files.entries()) {
    if (signal.aborted) break
    const isThere = (await hashOf(join(dataFolder, name))) === sha256
    const outcome = isThere ? 'copied' : await copyVerified({ from: join(folder, name), root: dataFolder, name, sha256 })
    if (outcome !== 'copied') problems.push(`${name} is ${outcome}`)
    onProgress({ done: index + 1, total: files.length, label: name, ...(outcome !== 'copied' && { failure: outcome }) })
  }
  return problems
}

async function copyOne(
  { name, sha256 }: BackedUpFile,
  { folder, dataFolder, to }: { folder: string; dataFolder: string; to: string },
): Promise<void> {
  const outcome = await copyVerified({ from: join(folder, name), root: dataFolder, name: to, sha256, mode: 0o600 })
  if (outcome !== 'copied') throw new BadRequestError(`Expected ${join(folder, name)} as it was backed up but it is ${outcome}`)
}
