import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { RawAnswer } from '../support/servers/raw-answer.ts'
import type { Runtime } from '../support/servers/runtimes.ts'
import type { SmokeRequest } from './requests.ts'

/** What may differ on this runtime in answers to this request. */
export function variation({ isPushed }: Runtime, { varies }: SmokeRequest): SmokeRequest['varies'] {
  return isPushed ? varies : undefined
}

/** The answer without what may differ. */
export function comparable({ status, headers, bytes }: RawAnswer, varies: SmokeRequest['varies']): RawAnswer {
  if (varies === undefined) return { status, headers: withoutZero(headers), bytes }
  const { etag: _etag, 'content-length': _length, 'content-encoding': coding, ...others } = headers
  if (varies === 'coding') return { status, headers: others, bytes: decode(bytes, coding) }
  return { status, headers: others, bytes: Buffer.from(String(bytes).replace(/<updated>[^<]*/g, '')) }
}

/** Whether the length of nothing is told, is the platform's own affair (RFC 9110, section 8.6). */
function withoutZero({ 'content-length': length, ...others }: RawAnswer['headers']): RawAnswer['headers'] {
  return length === undefined || length === '0' ? others : { ...others, 'content-length': length }
}

function decode(bytes: Buffer, coding: string | undefined): Buffer {
  if (bytes.length === 0) return bytes
  if (coding === 'br') return brotliDecompressSync(bytes)
  return coding === 'gzip' ? gunzipSync(bytes) : bytes
}
