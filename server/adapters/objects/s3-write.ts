import { PART_BYTES } from '../../core/original-parts.ts'
import type { Arriving } from '../../ports/originals.ts'
import { TransientError, withRetries } from './retry.ts'
import { etagOf, type S3Bucket } from './s3-bucket.ts'
import { noAnswer } from './s3-errors.ts'
import { digestsOf, uploadInParts, verifiedParts } from './s3-multipart.ts'
import { findObject } from './s3-read.ts'

/**
 * Puts these bytes into a bucket, as `ObjectStore.put` does. They are sent with their SHA-256 and their MD5, so that the store refuses what
 * changed on the way, and the ETag that comes back is compared; where it is no MD5 (SSE-KMS) the store is asked for the size instead.
 */
export async function putObject(bucket: S3Bucket, name: string, bytes: Uint8Array): Promise<void> {
  const digests = digestsOf(bytes)
  const headers = { 'content-type': 'application/octet-stream', ...digests }
  const { response } = await bucket.send({ what: `to store ${name}`, method: 'PUT', path: bucket.pathOf(name), headers, body: bytes })
  await response.body?.cancel()
  if (etagOf(response.headers) === md5OfBase64(digests['content-md5'])) return
  await requireStored(bucket, name, bytes.length)
}

/** Puts what arrives into a bucket, as `ObjectStore.receive` does: at once if it is no longer than one part. */
export async function receiveObject(bucket: S3Bucket, name: string, arriving: Arriving): Promise<void> {
  const { place, send } = bucket
  const path = bucket.pathOf(name)
  if (arriving.bytes <= PART_BYTES) {
    for await (const bytes of verifiedParts(arriving)) await putObject(bucket, name, bytes)
  } else {
    await uploadInParts(send, { name, path, place }, arriving)
    await requireStored(bucket, name, arriving.bytes)
  }
}

/** Deletes an object, as `ObjectStore.delete` does. */
export async function deleteObject({ send, pathOf }: S3Bucket, name: string): Promise<void> {
  const { response } = await send({ what: `to delete ${name}`, method: 'DELETE', path: pathOf(name) })
  await response.body?.cancel()
}

/** Asks again for a while: a store may not see at once what several put under one name in the same moment. */
async function requireStored(bucket: S3Bucket, name: string, bytes: number): Promise<void> {
  await withRetries(bucket.timing, undefined, async () => {
    const stored = await findObject(bucket, name)
    if (stored?.bytes === bytes) return
    throw new TransientError(noAnswer(`${bytes} bytes of ${name}`, bucket.place, new Error(`${stored?.bytes ?? 'none'}`)))
  })
}

function md5OfBase64(digest: string | undefined): string {
  return Buffer.from(digest ?? '', 'base64').toString('hex')
}
