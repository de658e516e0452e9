import type { ObjectFacts } from '../../ports/objects.ts'
import type { S3Timing, SendToS3 } from './s3-request.ts'

/** One bucket, or what of it stands below a prefix. */
export interface S3Bucket {
  /** For messages. */
  readonly place: string
  readonly timing: S3Timing
  readonly send: SendToS3
  /** Of the object in the bucket. @throws {RangeError} if this is no name of ours. */
  pathOf(name: string): string
}

/** What an answer about an object, or a part of one, says of all of it. @throws {Error} if it does not say how long the object is. */
export function factsOf({ status, headers }: Response): ObjectFacts {
  // Of a part, the length of the whole stands behind the slash of `Content-Range: bytes 0-1/1234` (RFC 9110 §14.4).
  const text = status === 200 ? headers.get('content-length') : /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  if (status !== 416 && !/^\d{1,15}$/.test(text ?? '')) throw new Error('no length')
  const etag = etagOf(headers)
  return { bytes: Number(text), ...(etag !== undefined && { etag }) }
}

/** The ETag without its quotation marks: of what was put in one piece, its MD5 in hex with most stores. */
export function etagOf(headers: Headers): string | undefined {
  return headers.get('etag')?.replace(/^W\/|"/g, '')
}
