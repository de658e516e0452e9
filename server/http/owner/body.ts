import type { AppContext } from '../app-env.ts'

/**
 * Whether the request's body has at most so many bytes; `c.req.text()` answers it afterwards.
 *
 * NOTE: not hono/body-limit: of a body in chunks it makes a new Request from the adapter's, and Node's own class cannot read that (500 to each
 * such request, @hono/node-server 2.1.9).
 */
export async function isBodyWithin(c: AppContext, maxBytes: number): Promise<boolean> {
  const length = c.req.header('content-length')
  if (length !== undefined && c.req.header('transfer-encoding') === undefined) return Number(length) <= maxBytes
  const bytes = await readBytes(c, maxBytes)
  if (bytes === undefined) return false
  // As Hono keeps it: a promise, or it would read an empty text again.
  Object.assign(c.req.bodyCache, { text: Promise.resolve(new TextDecoder().decode(bytes)) })
  return true
}

/** The request's body. @returns `undefined` if it has more bytes; the rest is not read. */
export async function readBytes(c: AppContext, maxBytes: number): Promise<Uint8Array | undefined> {
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) return undefined
  const parts: Uint8Array[] = []
  let length = 0
  const reader = c.req.raw.body?.getReader()
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    length += part.value.byteLength
    if (length > maxBytes) {
      await reader?.cancel()
      return undefined
    }
    parts.push(part.value)
  }
  return joinParts(parts, length)
}

function joinParts(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
