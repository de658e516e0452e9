import { randomBytes } from 'node:crypto'
import { link as hardLink, readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { codeOf } from '../../core/error-code.ts'
import { UnavailableError } from '../../core/errors.ts'

const KEY_BYTES = 32
/** How disks say that they know no hard links: exFAT, shares, FUSE, and what libuv makes of Windows' "invalid function". */
const WITHOUT_LINKS = new Set<unknown>(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR'])
/** So long is waited for a key that another process is writing: fifty looks, a second in all. */
const LOOKS = 50
const LOOK_MS = 20

/** Gives a file a second name, and never replaces what has that name already. */
type Link = (from: string, to: string) => Promise<void>

/**
 * The key in a file that only its owner may read, made if it is not there; whoever starts at the same time gets the same one.
 *
 * @param link  For tests.
 * @throws {UnavailableError} if the file cannot be used or holds no key.
 */
export async function readOrMakeKey(path: string, link: Link = hardLink): Promise<Uint8Array<ArrayBuffer>> {
  const key = (await readKey(path)) ?? (await makeKey(path, link))
  if (key.length === KEY_BYTES) return key
  throw new UnavailableError(`Expected ${KEY_BYTES} bytes in ${path} but received ${key.length}. Delete the file: a new key is made.`)
}

async function makeKey(path: string, link: Link): Promise<Uint8Array<ArrayBuffer>> {
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  try {
    await writeKey(draft)
    // Unlike a rename, a link never replaces the key that another process has just made; and it is whole when it is there.
    await link(draft, path).catch(ignoreExisting)
  } catch (cause) {
    if (!WITHOUT_LINKS.has(codeOf(cause))) throw unusable(path, cause)
    await makeInPlace(path)
  } finally {
    await rm(draft, { force: true })
  }
  return (await readKey(path)) ?? new Uint8Array()
}

/** The next best: there a moment before it is written, for which `readKey` waits. */
async function makeInPlace(path: string): Promise<void> {
  try {
    await writeKey(path).catch(ignoreExisting)
  } catch (cause) {
    throw unusable(path, cause)
  }
}

async function writeKey(path: string): Promise<void> {
  await writeFile(path, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600, flush: true })
}

/** @returns `undefined` if there is no file; empty if it is empty, and stays so. */
async function readKey(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    for (let look = 1; ; look += 1) {
      const key = new Uint8Array(await readFile(path))
      if (key.length > 0 || look === LOOKS) return key
      await setTimeout(LOOK_MS)
    }
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    throw unusable(path, cause)
  }
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error
}

function unusable(path: string, cause: unknown): UnavailableError {
  return new UnavailableError(`Expected to read or make the signing key ${path}. Check that this user may write in its folder.`, { cause })
}
