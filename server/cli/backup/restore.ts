import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isCatalogueInUse } from '../../adapters/catalogue/sqlite-copy.ts'
import { BadRequestError } from '../../core/errors.ts'
import { clearIncoming, copyVerified, hashOf, INCOMING, sizeOf } from './files.ts'
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

/** In a data folder for as long as a restore is not complete. */
const MARKER = 'restoring'
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
  const manifest = await readManifest(folder)
  const files = await readSums(folder, manifest)
  await requireCatalogue(folder, manifest)
  const setAside = await makeRoom(dataFolder, options)
  const originals = files.filter(({ name }) => name.startsWith('originals/'))
  const problems = await copyOriginals(originals, { ...options, folder, dataFolder })
  if (options.signal.aborted) return undefined
  if (manifest.signingKey) await copyOne(manifest.signingKey, { folder, dataFolder, to: 'signing.key' })
  await copyOne(manifest.catalogue, { folder, dataFolder, to: 'catalogue.sqlite' })
  await rm(join(dataFolder, INCOMING), { recursive: true, force: true })
  await rm(join(dataFolder, MARKER))
  return { manifest, originals: originals.length - problems.length, problems, ...(setAside !== undefined && { setAside }) }
}

/** @returns Where everything is now that was in the way; `undefined` if nothing was. */
async function makeRoom(dataFolder: string, { force, now }: RestoreOptions): Promise<string | undefined> {
  const catalogue = join(dataFolder, 'catalogue.sqlite')
  const sizes = await Promise.all([...PARTS, 'originals'].map((part) => sizeOf(join(dataFolder, part))))
  const isFree = sizes.every((size) => size === undefined)
  const isHalf = sizes[0] === undefined && (await sizeOf(join(dataFolder, MARKER))) !== undefined
  if (!isFree && !isHalf && !force) {
    throw new BadRequestError(
      `Expected an empty data folder but there is a collection in ${dataFolder}. With --force it is set aside; or set PLACARD_DATA to another folder.`,
    )
  }
  if (sizes[0] !== undefined && (await isCatalogueInUse(catalogue))) {
    throw new BadRequestError(`Expected nobody to use ${catalogue} but another process has it open. Stop the server first.`)
  }
  await mkdir(dataFolder, { recursive: true })
  await clearIncoming(dataFolder)
  await writeFile(join(dataFolder, MARKER), 'A backup is being restored here. Run the same command again if it was stopped.\n')
  return await moveAside(dataFolder, now)
}

/** Thumbnails go too: the catalogue that comes may give the same revision to other pixels. */
async function moveAside(dataFolder: string, now: number): Promise<string | undefined> {
  const aside = join(dataFolder, `replaced-${new Date(now).toISOString().replaceAll(':', '').slice(0, 17)}`)
  let moved = 0
  for (const part of PARTS) {
    if ((await sizeOf(join(dataFolder, part))) === undefined) continue
    await mkdir(aside, { recursive: true, mode: 0o700 })
    await rename(join(dataFolder, part), join(aside, part))
    moved += 1
  }
  return moved === 0 ? undefined : aside
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
