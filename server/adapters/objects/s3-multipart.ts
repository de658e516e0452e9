import { createHash } from 'node:crypto'
import { PART_BYTES } from '../../core/original-parts.ts'
import type { Arriving } from '../../ports/originals.ts'
import { checkedPieces } from '../arriving.ts'
import { noAnswer } from './s3-errors.ts'
import type { SendToS3 } from './s3-request.ts'

export interface S3Upload {
  readonly name: string
  /** Of the object, its prefix included. */
  readonly path: string
  readonly place: string
}

/** Headers by which a store refuses what changed on the way. */
export function digestsOf(bytes: Uint8Array): Readonly<Record<string, string>> {
  return {
    'content-md5': createHash('md5').update(bytes).digest('base64'),
    'x-amz-content-sha256': createHash('sha256').update(bytes).digest('hex'),
  }
}

/**
 * Sends what arrives in parts of `PART_BYTES`, each of which may be sent again, and has them joined when all has the hash that it should have.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export async function uploadInParts(send: SendToS3, { name, path, place }: S3Upload, arriving: Arriving): Promise<void> {
  const what = `to store ${name}`
  const id = idOf(await textOf(await send({ what, method: 'POST', path: `${path}?uploads=` })))
  if (id === undefined) throw noAnswer(what, place, new Error('no id of an upload'))
  const upload = `${path}?uploadId=${encodeURIComponent(id)}`
  try {
    const etags: string[] = []
    for await (const part of verifiedParts(arriving)) {
      const at = `${path}?partNumber=${etags.length + 1}&uploadId=${encodeURIComponent(id)}`
      const { response } = await send({ what, method: 'PUT', path: at, headers: digestsOf(part), body: part })
      await response.body?.cancel()
      etags.push(response.headers.get('etag') ?? '')
    }
    const said = await textOf(await send({ what, method: 'POST', path: upload, ...listOf(etags) }))
    // It is 200 before it is done, so that its connection stays open.
    if (said.includes('<Error>')) throw noAnswer(what, place, new Error(/<Code>(\w{1,60})<\/Code>/.exec(said)?.[1] ?? 'an error'))
  } catch (error) {
    await send({ what, method: 'DELETE', path: upload }).then(({ response }) => response.body?.cancel(), ignore)
    throw error
  }
}

/** What arrives, in pieces of `PART_BYTES`; the last one is given only if all is what it should be. */
export async function* verifiedParts(arriving: Arriving): AsyncGenerator<Uint8Array> {
  let left = arriving.bytes
  let part = new Uint8Array(Math.min(PART_BYTES, left))
  let filled = 0
  for await (const piece of checkedPieces(arriving)) {
    for (let rest = piece; rest.length > 0; ) {
      if (filled === part.length) {
        yield part
        part = new Uint8Array(Math.min(PART_BYTES, left))
        filled = 0
      }
      const taken = rest.subarray(0, part.length - filled)
      part.set(taken, filled)
      filled += taken.length
      left -= taken.length
      rest = rest.subarray(taken.length)
    }
  }
  yield part
}

async function textOf({ response }: Awaited<ReturnType<SendToS3>>): Promise<string> {
  return response.ok ? await response.text() : ''
}

function idOf(xml: string): string | undefined {
  return /<UploadId>([^<]{1,1024})<\/UploadId>/.exec(xml)?.[1]
}

function listOf(etags: readonly string[]) {
  const parts = etags.map((etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`).join('')
  const body = new TextEncoder().encode(`<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`)
  return { body, headers: { 'content-type': 'application/xml', ...digestsOf(body) } }
}

/** The first error is the one to tell. */
function ignore(): void {}
