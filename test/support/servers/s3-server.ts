import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { S3Options } from '../../../server/adapters/objects/s3.ts'

/** What goes wrong with one answer. */
export type S3Fault =
  | { readonly status: number; readonly code?: string; readonly retryAfter?: string }
  /** No answer; half of the body and then nothing; half of the body and then no connection. */
  | 'silence'
  | 'stall'
  | 'cut'
  /** The connection is closed before anything is answered. */
  | 'reset'
  /** A refusal without end. */
  | 'endless'
  /** The body has another bit; it should be twice as long; nobody says how long it is. */
  | 'flip'
  | 'longer'
  | 'chunked'
  /** What was sent arrives with another bit; it arrives, and nobody hears that it did. */
  | 'garble'
  | 'lost'

export interface S3Server {
  readonly access: S3Options
  /** By name, with the prefix. */
  readonly objects: Map<string, Buffer>
  /** Uploads in parts that were neither joined nor given up. */
  openUploads(): number
  /** Answers that have not been sent to their end, and whose connections are open. */
  unanswered(): number
  /** `METHOD name` of each request, in order. */
  readonly asked: string[]
  /** Headers of the last request. */
  lastHeaders(): IncomingMessage['headers']
  /** What goes wrong with the next answers, in order; `undefined` is an answer without fault. */
  fail(...faults: readonly (S3Fault | undefined)[]): void
  /** Every answer from now on, until it is `undefined`. */
  failAlways(fault: S3Fault | undefined): void
  /** With SSE-KMS an ETag is no MD5. */
  useOpaqueEtags(): void
  close(): Promise<void>
}

interface UploadRequest {
  readonly name: string
  readonly query: URLSearchParams
  readonly body: Buffer
}

const KEY_ID = 'AKTEST'

/**
 * As much of S3 as Placard speaks, on loopback and in memory, with faults on demand. It believes every signature of its key: whether those are
 * right, a real server says (`test/servers/s3.sh`).
 */
export async function startS3Server(): Promise<S3Server> {
  const state = new FakeBucket()
  const server = createServer((request, response) => void state.answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  const keys = { accessKeyId: KEY_ID, secretAccessKey: 'secret/of+the=tests' }
  return {
    access: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'pictures',
      region: 'us-east-1',
      prefix: 'placard/',
      ...keys,
      // No wait before another attempt; and so long a wait for an answer that a slow machine is not mistaken for a fault.
      timing: { attempts: 4, backoffMs: 2, totalMs: 60_000, attemptMs: 60_000, stallMs: 60_000 },
    },
    objects: state.objects,
    asked: state.asked,
    openUploads: () => state.uploads.size,
    unanswered: () => state.unanswered,
    lastHeaders: () => state.headers,
    fail: (...faults) => state.faults.push(...faults),
    failAlways: (fault) => {
      state.always = fault
    },
    useOpaqueEtags: () => {
      state.opaque = true
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

class FakeBucket {
  readonly objects = new Map<string, Buffer>()
  readonly asked: string[] = []
  readonly faults: (S3Fault | undefined)[] = []
  always: S3Fault | undefined
  opaque = false
  unanswered = 0
  headers: IncomingMessage['headers'] = {}

  async answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const [path = '', query] = (request.url ?? '').split('?')
    const [, bucket, ...rest] = path.split('/')
    const name = rest.join('/')
    this.asked.push(`${request.method} ${name}`)
    this.unanswered += 1
    response.once('close', () => {
      this.unanswered -= 1
    })
    const fault = this.faults.shift() ?? this.always
    const arrived = await buffer(request)
    // Of the request that is answered now: others may have come while its body did.
    this.headers = request.headers
    const body = fault === 'garble' ? flipped(arrived) : arrived
    if (fault === 'lost') response.socket?.destroy()
    if (fault === 'silence') return undefined
    if (fault === 'reset') return request.socket.destroy()
    if (fault === 'endless') return refuseForEver(response)
    if (typeof fault === 'object') return refuse(response, fault.status, fault.code ?? '', fault.retryAfter)
    const key = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1]
    if (key === undefined) return refuse(response, 403, 'AccessDenied')
    if (key !== KEY_ID) return refuse(response, 403, 'InvalidAccessKeyId')
    if (bucket !== 'pictures') return refuse(response, 404, 'NoSuchBucket')
    if (query !== undefined) return this.answerUpload(request.method ?? '', { name, query: new URLSearchParams(query), body }, response)
    if (request.method === 'PUT') return this.store(name, body, response)
    if (request.method === 'DELETE') {
      this.objects.delete(name)
      return response.writeHead(204).end()
    }
    return this.serve(name, fault, response)
  }

  /** Parts by the id of their upload and their number. */
  readonly uploads = new Map<string, Map<number, Buffer>>()
  begun = 0

  private answerUpload(method: string, { name, query, body }: UploadRequest, response: ServerResponse): unknown {
    if (query.has('uploads')) {
      this.begun += 1
      const id = `upload/${this.begun}+`
      this.uploads.set(id, new Map())
      return response.end(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
    }
    const id = query.get('uploadId') ?? ''
    const parts = this.uploads.get(id)
    if (parts === undefined) return refuse(response, 404, 'NoSuchUpload')
    if (method === 'PUT') return this.storePart(parts, Number(query.get('partNumber')), body, response)
    this.uploads.delete(id)
    if (method === 'DELETE') return response.writeHead(204).end()
    const listed = [...String(body).matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]+)<\/ETag>/g)]
    const isRight = listed.length === parts.size && listed.every(([, number, etag]) => etag === this.etagOf(parts.get(Number(number))!))
    // As S3 does: 200 comes first, what went wrong comes later.
    if (!isRight) return response.end('<Error><Code>InvalidPart</Code></Error>')
    this.objects.set(name, Buffer.concat(listed.map(([, number]) => parts.get(Number(number))!)))
    return response.end('<CompleteMultipartUploadResult/>')
  }

  private storePart(parts: Map<number, Buffer>, number: number, body: Buffer, response: ServerResponse): unknown {
    if (this.headers['content-md5'] !== createHash('md5').update(body).digest('base64')) return refuse(response, 400, 'BadDigest')
    parts.set(number, body)
    return response.writeHead(200, { etag: this.etagOf(body) }).end()
  }

  private store(name: string, body: Buffer, response: ServerResponse): unknown {
    const { 'content-md5': md5, 'x-amz-content-sha256': sha256 } = this.headers
    if (md5 !== createHash('md5').update(body).digest('base64')) return refuse(response, 400, 'BadDigest')
    if (sha256 !== createHash('sha256').update(body).digest('hex')) return refuse(response, 400, 'XAmzContentSHA256Mismatch')
    this.objects.set(name, body)
    return response.writeHead(200, { etag: this.etagOf(body) }).end()
  }

  private serve(name: string, fault: S3Fault | undefined, response: ServerResponse): unknown {
    const whole = this.objects.get(name)
    if (!whole) return refuse(response, 404, 'NoSuchKey')
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(this.headers.range ?? '') ?? []
    if (first !== undefined && Number(first) >= whole.length) return refuse(response, 416, 'InvalidRange')
    const start = Number(first ?? 0)
    const part = whole.subarray(start, last === undefined ? whole.length : Number(last) + 1)
    const range = first === undefined ? {} : { 'content-range': `bytes ${start}-${start + part.length - 1}/${whole.length}` }
    const length = fault === 'chunked' ? {} : { 'content-length': fault === 'longer' ? part.length * 2 : part.length }
    response.writeHead(first === undefined ? 200 : 206, { etag: this.etagOf(whole), ...range, ...length })
    const half = part.subarray(0, part.length >> 1)
    if (fault === 'stall') return response.write(half)
    if (fault === 'cut') return response.write(half, () => response.destroy())
    return response.end(fault === 'flip' ? flipped(part) : part)
  }

  private etagOf(bytes: Buffer): string {
    return `"${createHash(this.opaque ? 'sha1' : 'md5')
      .update(bytes)
      .digest('hex')}"`
  }
}

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const at = copy.length >> 1
  copy[at] = (copy[at] ?? 0) ^ 4
  return copy
}

function refuse(response: ServerResponse, status: number, code: string, retryAfter?: string): void {
  response.writeHead(status, { 'content-type': 'application/xml', ...(retryAfter !== undefined && { 'retry-after': retryAfter }) })
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no</Message></Error>`)
}

function refuseForEver(response: ServerResponse): void {
  response.writeHead(403)
  response.write('<Error><Code>AccessDenied</Code><Message>')
  Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(65_536, 'no ')
    })(),
  ).pipe(response)
}
