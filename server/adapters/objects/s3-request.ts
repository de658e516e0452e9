import { AwsClient } from 'aws4fetch'
import { UnavailableError } from '../../core/errors.ts'
import { type RetryPolicy, TransientError, withRetries } from './retry.ts'
import { noAnswer, refusal } from './s3-errors.ts'

export interface S3Access {
  /** `https://s3.eu-central-1.amazonaws.com`, without a trailing slash; buckets stand in the path, as every store understands. */
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface S3Timing extends RetryPolicy {
  /** Until the head of one answer; of an upload also a second for each megabyte. */
  readonly attemptMs: number
  /** Between two pieces of a body. */
  readonly stallMs: number
}

export interface S3Request {
  /** For messages: `to read originals/ab12`. */
  readonly what: string
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** Of the object, its prefix included; and a query where it is about an upload. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly signal?: AbortSignal | undefined
}

export interface S3Answer {
  /** 200, 204 or 206; or 404, there is no such object; or 416, the range leaves it. Its body must be read or cancelled. */
  readonly response: Response
  /** Ends the connection, also while the body is read. */
  abort(): void
}

export type SendToS3 = (request: S3Request) => Promise<S3Answer>

const ANSWERS = new Set([200, 204, 206, 416])
const MAX_REFUSAL_BYTES = 65_536 // Of S3 a few hundred; what stands in between, such as a proxy, may send a page.
const MAX_RETRY_AFTER_MS = 5000
const UPLOAD_BYTES_PER_MS = 1000 // A slower line than 8 Mbit/s is not one to a store.

/**
 * Signed requests to one bucket. Those that fail for a while (no connection, no answer in time, 429, 5xx) are made again; every one may be,
 * since the same bytes under the same name twice are the same as once.
 *
 * @throws {UnavailableError} naming the setting to look at; the reason of `signal` once the reader has gone.
 */
export function s3Sender({ endpoint, bucket, ...keys }: S3Access, timing: S3Timing): { readonly place: string; readonly send: SendToS3 } {
  const place = `bucket ${bucket} at ${endpoint}`
  const client = new AwsClient({ ...keys, service: 's3', retries: 0 })

  async function attempt(request: S3Request): Promise<S3Answer> {
    const { what, method, path, headers = {}, body, signal } = request
    const connection = new AbortController()
    const signed = await client.sign(`${endpoint}/${bucket}/${path}`, { method, headers, ...(body && { body: ownBuffer(body) }) })
    // Added after it is signed, since proxies change it; nothing may be unpacked on the way, or lengths would not be true.
    signed.headers.set('accept-encoding', 'identity')
    const timer = setTimeout(() => connection.abort(new Error('no answer in time')), timing.attemptMs + uploadMs(request))
    try {
      const signals = signal ? AbortSignal.any([signal, connection.signal]) : connection.signal
      // A redirect would carry the signature to another host.
      const response = await fetch(signed, { signal: signals, redirect: 'manual' })
      return { response: await requireAnswer(response, { what, place }), abort: () => connection.abort() }
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof TransientError || error instanceof UnavailableError) throw error
      throw new TransientError(noAnswer(what, place, error))
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    place,
    async send(request) {
      request.signal?.throwIfAborted()
      const policy = { ...timing, totalMs: timing.totalMs + uploadMs(request) }
      return await withRetries(policy, request.signal, () => attempt(request))
    },
  }
}

function uploadMs({ body }: S3Request): number {
  return (body?.length ?? 0) / UPLOAD_BYTES_PER_MS
}

async function requireAnswer(response: Response, { what, place }: { what: string; place: string }): Promise<Response> {
  const { status } = response
  if (ANSWERS.has(status)) return response
  const code = /<Code>([A-Za-z]{1,60})<\/Code>/.exec(await startOf(response))?.[1] ?? ''
  // A HEAD has no body to say what is missing; that the bucket is there, `put` will find out.
  if (status === 404 && code !== 'NoSuchBucket') return new Response(null, { status: 404 })
  const error = refusal(what, place, { status, code })
  if (status === 429 || status === 408 || (status >= 500 && status !== 501 && status !== 507)) {
    throw new TransientError(error, retryAfterOf(response))
  }
  throw error
}

/** The text of a refusal, as much of it as anybody needs; what comes after it is not waited for. */
async function startOf({ body }: Response): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const piece of body ?? []) {
    text += decoder.decode(piece, { stream: true })
    if (text.length >= MAX_REFUSAL_BYTES) break
  }
  return text
}

function retryAfterOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, MAX_RETRY_AFTER_MS) : undefined
}

/** `fetch` wants bytes of an ArrayBuffer of their own type; ours are, though the port does not say so. */
function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}
