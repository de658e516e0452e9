import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { dirname, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { codeOf } from '../../core/error-code.ts'
import type { Fetcher, FetchResult } from '../../ports/fetcher.ts'

/**
 * Reads addresses that nobody needs to be asked for: `data:`, and `file:` inside the folders of these files and nothing beside them, since a saved page may
 * name any file of the machine.
 *
 * @param paths  The files that the person named.
 * @param web    Whoever answers every other address.
 */
export function withFiles(paths: readonly string[], web: Fetcher): Fetcher {
  return {
    async get(url, options) {
      if (url.startsWith('data:')) return readData(url, options.maxBytes)
      return url.startsWith('file:') ? readFileAt(url, { paths, maxBytes: options.maxBytes }) : web.get(url, options)
    },
  }
}

function readData(url: string, maxBytes: number): FetchResult {
  const [head = '', text = ''] = /^data:([^,]*),(.*)$/s.exec(url)?.slice(1) ?? []
  // What is not in base64 is percent-encoded, in whatever bytes (RFC 2397, section 3).
  const bytes = new Uint8Array(/;base64$/i.test(head) ? Buffer.from(text, 'base64') : Buffer.from(unescapeBytes(text), 'latin1'))
  return { kind: 'fetched', url, status: 200, headers: {}, bytes: bytes.subarray(0, maxBytes), isCut: bytes.length > maxBytes }
}

function unescapeBytes(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

interface ReadOptions {
  readonly paths: readonly string[]
  readonly maxBytes: number
}

async function readFileAt(url: string, { paths, maxBytes }: ReadOptions): Promise<FetchResult> {
  try {
    const path = await realpath(fileURLToPath(url))
    if (!(await isBeside(path, paths))) return { kind: 'refused', reason: 'it lies outside the folder of the page' }
    return await readStart(path, maxBytes)
  } catch (error) {
    const isAbsent = codeOf(error) === 'ENOENT'
    return { kind: 'failed', reason: isAbsent ? 'there is no such file' : error instanceof Error ? error.message : String(error) }
  }
}

async function isBeside(path: string, paths: readonly string[]): Promise<boolean> {
  // One that is not there has no folder.
  const folders = await Promise.allSettled(paths.map(async (named) => dirname(await realpath(named))))
  return folders.some((found) => {
    if (found.status === 'rejected') return false
    const folder = found.value
    const inside = relative(folder, path)
    return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !inside.startsWith(sep)
  })
}

async function readStart(path: string, maxBytes: number): Promise<FetchResult> {
  // Not blocking: opened as a file is, a pipe waits for who writes into it.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const facts = await file.stat()
    if (!facts.isFile()) return { kind: 'failed', reason: 'it is no file' }
    const { size } = facts
    const bytes = new Uint8Array(Math.min(size, maxBytes))
    let at = 0
    while (at < bytes.length) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, at)
      if (bytesRead === 0) break
      at += bytesRead
    }
    return {
      kind: 'fetched',
      url: pathToFileURL(path).href,
      status: 200,
      headers: /\.x?html?$/i.test(path) ? { 'content-type': 'text/html' } : {},
      bytes: bytes.subarray(0, at),
      isCut: size > maxBytes,
    }
  } finally {
    await file.close()
  }
}
