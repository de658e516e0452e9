import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { BadRequestError } from '../../core/errors.ts'
import { isRecord } from '../../core/owner/parse-text.ts'
import { hashOf, readIfThere } from './files.ts'

/** Written last, so that a backup without it is one that was never finished. */
export const MANIFEST = 'manifest.json'
const FORMAT = 'placard-backup-1'

/** One file of a backup; its name is a path below the backup's folder, with slashes. */
export interface BackedUpFile {
  readonly name: string
  /** Hex. */
  readonly sha256: string
}

/** What a backup says of itself. */
export interface Manifest {
  /** ISO 8601. */
  readonly createdAt: string
  readonly media: number
  readonly catalogue: BackedUpFile
  /** Absent where the key comes from the settings. */
  readonly signingKey?: BackedUpFile
  readonly originals: { readonly count: number; readonly bytes: number }
  /** Lists all the files, in the form that `sha256sum --check` reads. */
  readonly sums: BackedUpFile
  /** Keys of originals that the catalogue names and that were gone or damaged when the backup was made. */
  readonly missing: readonly string[]
}

/** The manifest as its file. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify({ format: FORMAT, ...manifest }, undefined, 2)}\n`
}

/** The manifest of the backup in this folder. @throws {BadRequestError} if there is none, or one that was not written by us. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readIfThere(join(folder, MANIFEST))
  if (text === undefined) {
    if (!existsSync(folder)) throw new BadRequestError(`Expected a backup in ${folder} but there is no such folder`)
    throw new BadRequestError(`Expected a backup in ${folder} but it has no ${MANIFEST}: it was never finished, or is none`)
  }
  const manifest = parse(text)
  if (!manifest) throw new BadRequestError(`Expected ${join(folder, MANIFEST)} as \`placard backup\` writes it but received something else`)
  return manifest
}

/** @returns Each line of the list of files. @throws {BadRequestError} if the list is not the one that the manifest means, or names other files. */
export async function readSums(folder: string, { sums }: Manifest): Promise<readonly BackedUpFile[]> {
  const path = join(folder, sums.name)
  const text = await readIfThere(path)
  if (text === undefined || (await hashOf(path)) !== sums.sha256) {
    throw new BadRequestError(
      `Expected the list of files ${path} as it was written but it is ${text === undefined ? 'not there' : 'damaged'}`,
    )
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseSumLine(line, path))
}

/** Each name becomes a path, also of the collection that is restored, and a backup may come from anywhere. */
function parseSumLine(line: string, path: string): BackedUpFile {
  const file = { sha256: line.slice(0, 64), name: line.slice(66) }
  const isOriginal = isHash(file.sha256) && file.name === originalName(file.sha256)
  if (sumLine(file) === `${line}\n` && (isOriginal || isFile(file))) return file
  throw new BadRequestError(`Expected in ${path} files of a backup but received ${JSON.stringify(line.slice(0, 200))}`)
}

/** Where the original of this hash lies in a backup and in a data folder, with slashes. */
export function originalName(sha256: string): string {
  return `originals/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`
}

/** One line of the list. */
export function sumLine({ sha256, name }: BackedUpFile): string {
  return `${sha256}  ${name}\n`
}

function parse(text: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isManifest(value) ? value : undefined
  } catch {
    return undefined // As good as something else.
  }
}

function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || value.format !== FORMAT || !isRecord(value.originals)) return false
  const { catalogue, sums, signingKey, missing, media, createdAt, originals } = value
  const areNumbers = [media, originals.count, originals.bytes].every((number) => Number.isSafeInteger(number))
  const areFiles = [catalogue, sums, ...(signingKey === undefined ? [] : [signingKey])].every(isFile)
  return areNumbers && areFiles && typeof createdAt === 'string' && Array.isArray(missing) && missing.every(isHash)
}

/** A name right in the backup's folder: it becomes a path. */
function isFile(value: unknown): value is BackedUpFile {
  return isRecord(value) && typeof value.name === 'string' && /^[a-z0-9-]+\.[a-z]+$/.test(value.name) && isHash(value.sha256)
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}
