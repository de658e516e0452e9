import { createHash, randomUUID } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { chmod, copyFile, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { moveDurably } from '../../adapters/originals/durable.ts'
import { ignoreAbsent } from '../../adapters/originals/files.ts'
import { codeOf } from '../../core/error-code.ts'

/** Below a folder that files are copied into: where each is written before it is whole. */
export const INCOMING = 'incoming'

/** Whether there is a file. A backup may come from anywhere, and whoever opens a pipe waits for ever. */
async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(ignoreAbsent))?.isFile() ?? false
}

/** SHA-256 of a file, hex; `undefined` if there is none. */
export async function hashOf(path: string): Promise<string | undefined> {
  if (!(await isFile(path))) return undefined
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1_048_576 }), hash)
  } catch (error) {
    return ignoreAbsent(error)
  }
  return hash.digest('hex')
}

/** `undefined` if there is no file. */
export async function readIfThere(path: string): Promise<string | undefined> {
  if (!(await isFile(path))) return undefined
  return await readFile(path, 'utf8').catch(ignoreAbsent)
}

export interface VerifiedCopy {
  readonly from: string
  /** Folder that is copied into; it has an `INCOMING`. */
  readonly root: string
  /** Below `root`. */
  readonly name: string
  /** That the bytes must have, hex. */
  readonly sha256: string
  /** Of the copy; as the original file has it if absent. */
  readonly mode?: number
  /** One file under two names, where both are on one disk: it takes no room, and no damage spares either. */
  readonly link?: boolean
}

/** What became of one copy: a whole file stands there now, or what is there is untouched. */
export type CopyOutcome = 'copied' | 'missing' | 'damaged'

/** Copies a file, reads the copy again, and only then gives it its name, durably. */
export async function copyVerified({ from, root, name, sha256, mode, link: wantsLink = false }: VerifiedCopy): Promise<CopyOutcome> {
  if (!(await isFile(from))) return 'missing'
  const temporary = join(root, INCOMING, randomUUID())
  try {
    if (!(wantsLink && (await linked(from, temporary)))) {
      // On a file system that can, the copy shares its blocks until one of the two is written to.
      await copyFile(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    }
  } catch (error) {
    return ignoreAbsent(error) ?? 'missing'
  }
  if (mode !== undefined) await chmod(temporary, mode)
  if ((await hashOf(temporary)) !== sha256) {
    await rm(temporary, { force: true })
    return 'damaged'
  }
  await sync(temporary)
  await moveDurably({ temporary, path: join(root, name), root })
  return 'copied'
}

/** Writes a small file whole or not at all. */
export async function writeWhole(root: string, name: string, text: string): Promise<void> {
  const temporary = join(root, INCOMING, randomUUID())
  const handle = await open(temporary, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await moveDurably({ temporary, path: join(root, name), root })
}

/** An empty `INCOMING`: what is in it belongs to a run that was killed. */
export async function clearIncoming(root: string): Promise<void> {
  await rm(join(root, INCOMING), { recursive: true, force: true })
  await mkdir(join(root, INCOMING), { recursive: true, mode: 0o700 })
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Another disk, and some file systems. */
const WITHOUT_LINKS = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP'])

/** Whether it worked. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (WITHOUT_LINKS.has(codeOf(error) ?? '')) return false
    throw error
  }
}
