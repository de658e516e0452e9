import { createHash, randomUUID } from 'node:crypto'
import { chmod, readdir, rename, rm } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { copySqliteCatalogue, openCatalogueCopy } from '../../adapters/catalogue/sqlite/copy.ts'
import { makeFolderDurably } from '../../adapters/originals/durable.ts'
import { sizeOf } from '../../adapters/originals/files.ts'
import { BadRequestError } from '../../core/errors.ts'
import type { OriginalKey } from '../../core/media.ts'
import { originalKeysOf } from '../../core/original-keys.ts'
import { clearIncoming, copyVerified, hashOf, INCOMING, writeWhole } from './files.ts'
import { LOCK, writingBackup } from './lock.ts'
import { type BackedUpFile, MANIFEST, type Manifest, manifestText, originalName, sumLine } from './manifest.ts'
import type { Step } from './verify.ts'

export interface BackupOptions {
  /** Of a collection on this machine. */
  readonly dataFolder: string
  /** Where the backup goes, or an older one is brought up to date. */
  readonly folder: string
  /** Originals are linked instead of copied, where that works. */
  readonly link: boolean
  /** Unix milliseconds. */
  readonly now: number
  readonly signal: AbortSignal
  readonly onProgress: (step: Step) => void
}

export interface BackupReport {
  readonly manifest: Manifest
  /** Originals that the backup did not have before. */
  readonly copied: number
}

/**
 * Makes a backup of the collection as it is at one moment, while others read and write it (D7): the catalogue first, then what it names.
 *
 * Until the manifest is replaced, which comes last, the backup that was there before is whole.
 *
 * @returns `undefined` if it was stopped. @throws {BadRequestError} if there is nothing to back up, no place for it, or somebody else at it.
 */
export async function createBackup(options: BackupOptions): Promise<BackupReport | undefined> {
  const folder = resolve(options.folder)
  await prepare(folder, options)
  return await writingBackup(folder, () => write(folder, options))
}

async function write(folder: string, options: BackupOptions): Promise<BackupReport | undefined> {
  await clearIncoming(folder)
  // Private pictures are in there, whoever may look into a folder that was there before.
  await makeFolderDurably(join(folder, 'originals'), 0o700)
  const catalogue = await addCatalogue(folder, options.dataFolder)
  const named = await readCatalogue(join(folder, catalogue.name))
  const originals = await addOriginals(folder, named.keys, options)
  if (options.signal.aborted) return undefined
  const signingKey = await addSigningKey(folder, options.dataFolder)
  const files = [catalogue, ...(signingKey ? [signingKey] : [])]
  const sums = await addSums(folder, files, originals.kept)
  const manifest: Manifest = {
    createdAt: new Date(options.now).toISOString(),
    media: named.media,
    catalogue,
    ...(signingKey && { signingKey }),
    originals: { count: originals.kept.length, bytes: originals.bytes },
    sums,
    missing: originals.missing,
  }
  await writeWhole(folder, MANIFEST, manifestText(manifest))
  await removeFormer(folder, [...files, sums])
  return { manifest, copied: originals.copied }
}

async function prepare(folder: string, { dataFolder }: BackupOptions): Promise<void> {
  if ((await sizeOf(join(dataFolder, 'catalogue.sqlite'))) === undefined) {
    throw new BadRequestError(`Expected a collection in ${dataFolder} but there is none yet`)
  }
  const way = relative(resolve(dataFolder), folder)
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) {
    throw new BadRequestError(`Expected a folder outside of ${dataFolder} but received ${folder}: what takes the one would take the other`)
  }
  await makeFolderDurably(folder, 0o700)
  const entries = (await readdir(folder)).filter((name) => name !== LOCK && !name.startsWith(`${LOCK}.`))
  if (entries.length > 0 && !entries.includes(MANIFEST) && !entries.includes(INCOMING)) {
    throw new BadRequestError(`Expected an empty folder, or a backup, but ${folder} has other files in it`)
  }
}

async function addCatalogue(folder: string, dataFolder: string): Promise<BackedUpFile> {
  const temporary = join(folder, INCOMING, `${randomUUID()}.sqlite`)
  await copySqliteCatalogue(join(dataFolder, 'catalogue.sqlite'), temporary)
  await chmod(temporary, 0o600)
  const sha256 = (await hashOf(temporary)) ?? ''
  // Named by its bytes, so that the one of the backup before stays until the manifest no longer names it.
  const name = `catalogue-${sha256.slice(0, 16)}.sqlite`
  await rename(temporary, join(folder, name))
  return { name, sha256 }
}

async function readCatalogue(path: string): Promise<{ readonly media: number; readonly keys: ReadonlySet<OriginalKey> }> {
  const copy = await openCatalogueCopy(path)
  try {
    const keys = new Set<OriginalKey>()
    let media = 0
    for (const one of copy.media()) {
      media += 1
      for (const key of originalKeysOf(one)) keys.add(key)
    }
    return { media, keys }
  } finally {
    copy.close()
  }
}

async function addOriginals(folder: string, keys: ReadonlySet<OriginalKey>, { dataFolder, link, signal, onProgress }: BackupOptions) {
  const kept: OriginalKey[] = []
  const missing: OriginalKey[] = []
  let [bytes, copied, done] = [0, 0, 0]
  for (const key of keys) {
    if (signal.aborted) break
    const outcome = await addOriginal(folder, key, { dataFolder, link })
    const isWhole = outcome === 'copied' || outcome === 'there'
    if (isWhole) kept.push(key)
    else missing.push(key)
    if (outcome === 'copied') copied += 1
    bytes += isWhole ? ((await sizeOf(join(folder, originalName(key)))) ?? 0) : 0
    done += 1
    onProgress({ done, total: keys.size, label: key, ...(!isWhole && { failure: outcome }) })
  }
  return { kept, missing, bytes, copied }
}

/** What the backup has of the same length is not read again: `placard backup verify` does that. */
async function addOriginal(folder: string, key: OriginalKey, { dataFolder, link }: Pick<BackupOptions, 'dataFolder' | 'link'>) {
  const name = originalName(key)
  const from = join(dataFolder, name)
  const [size, has] = await Promise.all([sizeOf(from), sizeOf(join(folder, name))])
  if (has !== undefined && has === size) return 'there'
  const outcome = await copyVerified({ from, root: folder, name, sha256: key, link })
  // Gone from the collection, or damaged there, but not here: the hash tells whether it is whole.
  return outcome !== 'copied' && (await hashOf(join(folder, name))) === key ? 'there' : outcome
}

async function addSigningKey(folder: string, dataFolder: string): Promise<BackedUpFile | undefined> {
  const from = join(dataFolder, 'signing.key')
  const sha256 = await hashOf(from)
  if (sha256 === undefined) return undefined
  const name = `signing-${sha256.slice(0, 16)}.key`
  const outcome = await copyVerified({ from, root: folder, name, sha256, mode: 0o600 })
  if (outcome !== 'copied') throw new BadRequestError(`Expected to copy ${from} but it is ${outcome}. Try again.`)
  return { name, sha256 }
}

async function addSums(folder: string, files: readonly BackedUpFile[], keys: readonly OriginalKey[]): Promise<BackedUpFile> {
  const originals = keys.map((key) => ({ sha256: key, name: originalName(key) }))
  const text = [...files, ...originals].map(sumLine).join('')
  const sha256 = createHash('sha256').update(text).digest('hex')
  const name = `sums-${sha256.slice(0, 16)}.txt`
  await writeWhole(folder, name, text)
  return { name, sha256 }
}

/** Originals stay: each is there once, under its hash, and costs no more than that. */
async function removeFormer(folder: string, present: readonly BackedUpFile[]): Promise<void> {
  const names = new Set(present.map(({ name }) => name))
  for (const name of await readdir(folder)) {
    const isFormer = /^(catalogue-[0-9a-f]{16}\.sqlite|signing-[0-9a-f]{16}\.key|sums-[0-9a-f]{16}\.txt)$/.test(name) && !names.has(name)
    if (isFormer) await rm(join(folder, name))
  }
}
