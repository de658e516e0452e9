import { type ByteRange, requireRange } from '../../core/byte-range.ts'
import type { ObjectFacts, OpenedObject, OpenObjectOptions } from '../../ports/objects.ts'
import { s3Body } from './s3-body.ts'
import { factsOf, type S3Bucket } from './s3-bucket.ts'
import { noAnswer } from './s3-errors.ts'
import type { S3Answer } from './s3-request.ts'

/** What a bucket says of an object, as `ObjectStore.find` does. */
export async function findObject({ send, pathOf }: S3Bucket, name: string, signal?: AbortSignal): Promise<ObjectFacts | undefined> {
  const { response } = await send({ what: `to find ${name}`, method: 'HEAD', path: pathOf(name), signal })
  await response.body?.cancel()
  return response.status === 404 ? undefined : factsOf(response)
}

/** An object of a bucket or a part of it, as `ObjectStore.open` gives it. */
export async function openObject(bucket: S3Bucket, name: string, options: OpenObjectOptions): Promise<OpenedObject | undefined> {
  if (options.range) requireRange(options.range, Number.MAX_SAFE_INTEGER)
  const first = await get(bucket, name, options)
  if (first.response.status === 404) return undefined
  try {
    return opened(bucket, name, { first, options })
  } catch (error) {
    first.abort()
    throw error instanceof RangeError ? error : noAnswer(`to read ${name}`, bucket.place, error)
  }
}

async function get({ send, pathOf }: S3Bucket, name: string, { range, signal }: OpenObjectOptions): Promise<S3Answer> {
  const headers = range && { range: `bytes=${range.start}-${range.end - 1}` }
  return await send({ what: `to read ${name}`, method: 'GET', path: pathOf(name), ...(headers && { headers }), signal })
}

interface Opening {
  readonly first: S3Answer
  readonly options: OpenObjectOptions
}

function opened(bucket: S3Bucket, name: string, { first, options }: Opening): OpenedObject {
  const facts = factsOf(first.response)
  const { start, end } = requirePart(first.response, options.range ?? { start: 0, end: facts.bytes }, facts)
  const { place, timing } = bucket
  const body = s3Body({
    first,
    bytes: end - start,
    stallMs: timing.stallMs,
    resumptions: timing.attempts - 1,
    what: `to read ${name}`,
    place,
    reopen: (from, signal) => getPart(bucket, name, { range: { start: start + from, end }, signal }),
    signal: options.signal,
  })
  return { ...facts, body }
}

/** The part that was asked for, and nothing else. */
async function getPart(bucket: S3Bucket, name: string, options: OpenObjectOptions): Promise<S3Answer> {
  const answer = await get(bucket, name, options)
  if (answer.response.status === 206) return answer
  answer.abort()
  throw noAnswer(`a part of ${name}`, bucket.place, new Error(`${answer.response.status}`))
}

/** @throws {RangeError} if the part leaves the object. @throws {Error} if the answer is not about this part. */
function requirePart({ status }: Response, range: ByteRange, { bytes }: ObjectFacts): ByteRange {
  if (status === 416) throw new RangeError(`Expected a range within the object but received ${range.start} to ${range.end}`)
  const isPart = range.start > 0 || range.end < bytes
  if (range.end > 0) requireRange(range, bytes)
  if (isPart && status !== 206) throw new Error('all of it where a part was asked for')
  return range
}
