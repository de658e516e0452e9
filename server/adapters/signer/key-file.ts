import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { UnavailableError } from '../../core/errors.ts'

const KEY_BYTES = 32

/**
 * The key in a file that only its owner may read, made if it is not there; whoever starts at the same time gets the same one.
 *
 * @throws {UnavailableError} if the file cannot be used or holds no key.
 */
export async function readOrMakeKey(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = (await readKey(path)) ?? (await makeKey(path))
  if (key.length === KEY_BYTES) return key
  throw new UnavailableError(`Expected ${KEY_BYTES} bytes in ${path} but received ${key.length}. Delete the file: a new key is made.`)
}

async function makeKey(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  try {
    await writeFile(draft, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600, flush: true })
    // Unlike a rename, a link never replaces the key that another process has just made.
    await link(draft, path).catch(ignoreExisting)
  } catch (cause) {
    throw unusable(path, cause)
  } finally {
    await rm(draft, { force: true })
  }
  return (await readKey(path)) ?? new Uint8Array()
}

async function readKey(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    throw unusable(path, cause)
  }
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function unusable(path: string, cause: unknown): UnavailableError {
  return new UnavailableError(`Expected to read or make the signing key ${path}. Check that this user may write in its folder.`, { cause })
}
