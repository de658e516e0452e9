import { type ByteRange, requireRange } from '../../core/byte-range.ts'
import { PART_BYTES } from '../../core/original-parts.ts'
import type { ObjectFacts, ObjectStore, OpenedObject, OpenObjectOptions } from '../../ports/objects.ts'
import { requireObjectName } from './name.ts'
import { TransientError, withRetries } from './retry.ts'
import { s3Body } from './s3-body.ts'
import { noAnswer } from './s3-errors.ts'
import { digestsOf, uploadInParts, verifiedParts } from './s3-multipart.ts'
import { type S3Access, type S3Answer, type S3Timing, s3Sender } from './s3-request.ts'

export interface S3Options extends S3Access {
  /** Stands before every name: '' or a path that ends with a slash. */
  readonly prefix: string
  /** What differs from `PATIENT`. */
  readonly timing?: Partial<S3Timing>
}

/** Four attempts within 20 s: a store that restarts is waited for, one that is gone is not. */
const PATIENT: S3Timing = { attempts: 4, backoffMs: 200, totalMs: 20_000, attemptMs: 5000, stallMs: 10_000 }

/**
 * The objects of a bucket with S3's interface, below a prefix.
 *
 * What is put is sent with its SHA-256 and its MD5, so that the store refuses what changed on the way, and the ETag that comes back is
 * compared; where it is no MD5 (SSE-KMS) the store is asked for the size instead.
 */
export function s3Objects({ prefix, timing: changes, ...access }: S3Options): ObjectStore {
  const timing = { ...PATIENT, ...changes }
  const { place, send } = s3Sender(access, timing)
  const pathOf = (name: string) => prefix + requireObjectName(name)

  async function find(name: string, signal?: AbortSignal): Promise<ObjectFacts | undefined> {
    const { response } = await send({ what: `to find ${name}`, method: 'HEAD', path: pathOf(name), signal })
    await response.body?.cancel()
    return response.status === 404 ? undefined : factsOf(response)
  }

  async function get(name: string, { range, signal }: OpenObjectOptions): Promise<S3Answer> {
    const headers = range && { range: `bytes=${range.start}-${range.end - 1}` }
    return await send({ what: `to read ${name}`, method: 'GET', path: pathOf(name), ...(headers && { headers }), signal })
  }

  /** The part that was asked for, and nothing else. */
  async function getPart(name: string, range: ByteRange, signal: AbortSignal): Promise<S3Answer> {
    const answer = await get(name, { range, signal })
    if (answer.response.status === 206) return answer
    answer.abort()
    throw noAnswer(`a part of ${name}`, place, new Error(`${answer.response.status}`))
  }

  async function open(name: string, { range, signal }: OpenObjectOptions = {}): Promise<OpenedObject | undefined> {
    if (range) requireRange(range, Number.MAX_SAFE_INTEGER)
    const first = await get(name, { ...(range && { range }), ...(signal && { signal }) })
    if (first.response.status === 404) return undefined
    try {
      const facts = factsOf(first.response)
      const { start, end } = requirePart(first.response, range ?? { start: 0, end: facts.bytes }, facts)
      const reopen = (from: number, gone: AbortSignal) => getPart(name, { start: start + from, end }, gone)
      const { stallMs, attempts } = timing
      const what = `to read ${name}`
      return {
        ...facts,
        body: s3Body({ first, bytes: end - start, stallMs, resumptions: attempts - 1, what, place, reopen, signal }),
      }
    } catch (error) {
      first.abort()
      throw error instanceof RangeError ? error : noAnswer(`to read ${name}`, place, error)
    }
  }

  async function put(name: string, bytes: Uint8Array): Promise<void> {
    const digests = digestsOf(bytes)
    const headers = { 'content-type': 'application/octet-stream', ...digests }
    const { response } = await send({ what: `to store ${name}`, method: 'PUT', path: pathOf(name), headers, body: bytes })
    await response.body?.cancel()
    if (etagOf(response.headers) === md5OfBase64(digests['content-md5'])) return
    await requireStored(name, bytes.length)
  }

  /** Asks again for a while: a store may not see at once what several put under one name in the same moment. */
  async function requireStored(name: string, bytes: number): Promise<void> {
    await withRetries(timing, undefined, async () => {
      const stored = await find(name)
      if (stored?.bytes === bytes) return
      throw new TransientError(noAnswer(`${bytes} bytes of ${name}`, place, new Error(`${stored?.bytes ?? 'none'}`)))
    })
  }

  return {
    place,
    find,
    open,
    put,
    async receive(name, arriving) {
      const path = pathOf(name)
      if (arriving.bytes <= PART_BYTES) {
        for await (const bytes of verifiedParts(arriving)) await put(name, bytes)
      } else {
        await uploadInParts(send, { name, path, place }, arriving)
        await requireStored(name, arriving.bytes)
      }
    },
    async delete(name) {
      const { response } = await send({ what: `to delete ${name}`, method: 'DELETE', path: pathOf(name) })
      await response.body?.cancel()
    },
  }
}

/** @throws {RangeError} if the part leaves the object. @throws {Error} if the answer is not about this part. */
function requirePart({ status }: Response, range: ByteRange, { bytes }: ObjectFacts): ByteRange {
  if (status === 416) throw new RangeError(`Expected a range within the object but received ${range.start} to ${range.end}`)
  const isPart = range.start > 0 || range.end < bytes
  if (range.end > 0) requireRange(range, bytes)
  if (isPart && status !== 206) throw new Error('all of it where a part was asked for')
  return range
}

/** @throws {Error} if the answer does not say how long the object is. */
function factsOf({ status, headers }: Response): ObjectFacts {
  // Of a part, the length of the whole stands behind the slash of `Content-Range: bytes 0-1/1234` (RFC 9110 §14.4).
  const text = status === 200 ? headers.get('content-length') : /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  if (status !== 416 && !/^\d{1,15}$/.test(text ?? '')) throw new Error('no length')
  const etag = etagOf(headers)
  return { bytes: Number(text), ...(etag !== undefined && { etag }) }
}

function etagOf(headers: Headers): string | undefined {
  return headers.get('etag')?.replace(/^W\/|"/g, '')
}

function md5OfBase64(digest: string | undefined): string {
  return Buffer.from(digest ?? '', 'base64').toString('hex')
}
