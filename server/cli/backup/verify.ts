import { join } from 'node:path'
import { openCatalogueCopy } from '../../adapters/catalogue/sqlite/copy.ts'
import { BadRequestError } from '../../core/errors.ts'
import { hashOf } from './files.ts'
import { readingBackup } from './lock.ts'
import { type BackedUpFile, type Manifest, readManifest, readSums } from './manifest.ts'

export interface Step {
  readonly done: number
  readonly total: number
  readonly label: string
  readonly failure?: string
}

export interface VerifyOptions {
  readonly folder: string
  readonly signal: AbortSignal
  readonly onProgress: (step: Step) => void
}

export interface VerifiedBackup {
  readonly manifest: Manifest
  /** A sentence for each file that is not as it was written. */
  readonly problems: readonly string[]
}

/**
 * Reads every byte of a backup, and the structure of its catalogue.
 *
 * @returns `undefined` if it was stopped. @throws {BadRequestError} if there is no whole backup, or one that is being written.
 */
export async function verifyBackup(options: VerifyOptions): Promise<VerifiedBackup | undefined> {
  await readManifest(options.folder)
  return await readingBackup(options.folder, () => verify(options))
}

async function verify({ folder, signal, onProgress }: VerifyOptions): Promise<VerifiedBackup | undefined> {
  const manifest = await readManifest(folder)
  const files = await readSums(folder, manifest)
  const problems: string[] = []
  for (const [index, file] of files.entries()) {
    if (signal.aborted) return undefined
    const failure = await faultOf(folder, file)
    if (failure !== undefined) problems.push(`${file.name} is ${failure}`)
    onProgress({ done: index + 1, total: files.length, label: file.name, ...(failure !== undefined && { failure }) })
  }
  if (problems.length === 0) await requireCatalogue(folder, manifest)
  return { manifest, problems }
}

/** @throws {BadRequestError | UnavailableError} unless the catalogue is as it was written, and whole. */
export async function requireCatalogue(folder: string, { catalogue }: Manifest): Promise<void> {
  const fault = await faultOf(folder, catalogue)
  if (fault !== undefined) {
    throw new BadRequestError(`Expected the catalogue ${join(folder, catalogue.name)} as it was backed up but it is ${fault}`)
  }
  const copy = await openCatalogueCopy(join(folder, catalogue.name))
  copy.close()
}

async function faultOf(folder: string, { name, sha256 }: BackedUpFile): Promise<'missing' | 'damaged' | undefined> {
  const found = await hashOf(join(folder, name))
  if (found === sha256) return undefined
  return found === undefined ? 'missing' : 'damaged'
}
