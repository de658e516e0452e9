import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

export interface Body {
  readonly bytes: Uint8Array
  readonly isCut: boolean
}

/**
 * The first bytes of an answer, its content coding undone; the rest is never received. What is counted is what comes out, so that a small
 * answer that unfolds to gigabytes ends where a large one does (S5).
 *
 * @throws {Error} if the connection breaks, the coding is none of br, gzip and deflate, or the bytes are none of it.
 */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<Body> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of decoded(response) as AsyncIterable<Uint8Array>) {
      chunks.push(chunk.subarray(0, maxBytes - length))
      length += chunk.byteLength
      if (length > maxBytes) break
    }
  } finally {
    response.destroy()
  }
  return { bytes: new Uint8Array(Buffer.concat(chunks)), isCut: length > maxBytes }
}

function decoded(response: IncomingMessage): Readable {
  const coding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (coding === 'identity' || coding === '') return response
  const decoder = decoderOf(coding)
  if (decoder === undefined) throw new Error(`the content coding ${JSON.stringify(coding.slice(0, 40))} was not asked for`)
  // A connection that ends early must not look like a whole answer.
  response.on('error', (error) => decoder.destroy(error))
  return response.pipe(decoder)
}

function decoderOf(coding: string) {
  switch (coding) {
    case 'br':
      return createBrotliDecompress()
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    default:
      return undefined
  }
}
