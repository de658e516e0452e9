import type { ByteRange } from '../../core/byte-range.ts'
import { parseTransferDocument } from '../../core/documents/transfer-media.ts'
import { BadRequestError } from '../../core/errors.ts'
import { decodeShortcode, parseShortcode } from '../../core/identity/shortcode.ts'
import type { OriginalKey } from '../../core/media.ts'
import type { FileNames } from '../../ports/remote.ts'
import type { TransferQuery, TransferWrite } from '../../usecases/transfer/receive-transfer.ts'
import { parseShortcodeOf, type Query, single } from '../params.ts'

const MAX_FILES = 40
const MAX_WRITES = 20
const MEDIA_PER_PAGE = 50

/** A key of an original. @throws {BadRequestError} if it is none. */
export function parseOriginalKey(text: unknown): OriginalKey {
  if (typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)) return text as OriginalKey // This is the parser.
  throw new BadRequestError('Expected the SHA-256 of an original, 64 lower-case hex digits')
}

/** As every key of a thumbnail is: the version of the pipeline, a name, a revision, a file; or what marks them all as pushed. */
const THUMBNAIL_KEY = /^([a-z-]{1,60}\/)?p\d{1,4}\/[\w-]{1,40}\/\d{1,9}\/([a-z0-9-]{1,20}\/)?([\d]{1,4}\.(jpg|webp|avif)|pushed)$/

/** A key of a thumbnail. @throws {BadRequestError} if it is none. */
export function parseThumbnailKey(text: unknown): string {
  if (typeof text === 'string' && THUMBNAIL_KEY.test(text)) return text
  throw new BadRequestError('Expected the key of a thumbnail')
}

/** `sha-256=:…:` of RFC 9530 as hex digits. @throws {BadRequestError} without one. */
export function parseDigest(header: string | undefined): string {
  const [, base64 = ''] = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(header ?? '') ?? []
  if (base64 === '') throw new BadRequestError('Expected Content-Digest with the SHA-256 of the body')
  return Array.from(atob(base64), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}

/** How many bytes a body has. @returns `undefined` where it is not told. */
export function parseLength(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined
}

/** `bytes 0-8388607/20000000`: which part a body is, and of how many bytes. @throws {BadRequestError} if it says anything else. */
export function parseContentRange(header: string | undefined): { readonly range: ByteRange; readonly size: number } | undefined {
  if (header === undefined) return undefined
  const [, first, last, size] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header) ?? []
  if (size === undefined) throw new BadRequestError('Expected bytes FIRST-LAST/SIZE for Content-Range')
  return { range: { start: Number(first), end: Number(last) + 1 }, size: Number(size) }
}

/** `{"bytes":20000000}`. @throws {BadRequestError} unless it is a whole number >= 1. */
export function parseBytes(body: unknown): number {
  const { bytes } = Object(body)
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes
  throw new BadRequestError('Expected a whole number >= 1 for bytes')
}

/** `{"originals":[…],"thumbnails":[…]}`. */
export function parseFiles(body: unknown): FileNames {
  const { originals, thumbnails } = Object(body)
  const files = { originals: listOf(originals, parseOriginalKey), thumbnails: listOf(thumbnails, parseThumbnailKey) }
  const count = files.originals.length + files.thumbnails.length
  if (count > MAX_FILES) throw new BadRequestError(`Expected at most ${MAX_FILES} files but received ${count}`)
  return files
}

/** `{"batch":…,"media":[{"document":…,"known":…}]}`. */
export function parseWrites(body: unknown): { readonly batch: string; readonly writes: readonly TransferWrite[] } {
  const { batch, media } = Object(body)
  if (typeof batch !== 'string' || !/^push-[\w-]{22}$/.test(batch)) throw new BadRequestError('Expected push- and 22 characters for batch')
  const writes = listOf(media, parseWrite)
  if (writes.length === 0 || writes.length > MAX_WRITES) throw new BadRequestError(`Expected 1 to ${MAX_WRITES} media`)
  if (new Set(writes.map((write) => write.media.id)).size < writes.length) throw new BadRequestError('Expected each media once')
  return { batch, writes }
}

function parseWrite(value: unknown): TransferWrite {
  const { document, known } = Object(value)
  if (!Number.isSafeInteger(known) || known < 0) throw new BadRequestError('Expected a whole number >= 0 for known')
  return { media: parseTransferDocument(document), known }
}

/** Named media, or a page of all. */
export function parseTransferQuery(query: Query): TransferQuery {
  const codes = single(query, 'codes')
  if (codes !== undefined) {
    const shortcodes = codes.split(',').map((code) => {
      const shortcode = parseShortcode(code)
      if (shortcode === undefined) throw new BadRequestError('Expected shortcodes, separated by commas, for codes')
      return shortcode
    })
    if (shortcodes.length > MEDIA_PER_PAGE) throw new BadRequestError(`Expected at most ${MEDIA_PER_PAGE} shortcodes`)
    return { shortcodes }
  }
  const after = parseShortcodeOf(query, 'after')
  return { limit: MEDIA_PER_PAGE, ...(after !== undefined && { after: decodeShortcode(after) }) }
}

function listOf<T>(value: unknown, parse: (item: unknown) => T): readonly T[] {
  if (!Array.isArray(value)) throw new BadRequestError('Expected a list')
  return value.map(parse)
}
