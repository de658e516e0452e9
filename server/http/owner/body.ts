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
  const text = await readText(c.req.raw.body, maxBytes)
  if (text === undefined) return false
  c.req.bodyCache.text = text
  return true
}

/** @returns `undefined` as soon as there are more bytes; the rest is not read. */
async function readText(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  const reader = body?.getReader()
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    bytes += part.value.byteLength
    if (bytes > maxBytes) {
      await reader?.cancel()
      return undefined
    }
    text += decoder.decode(part.value, { stream: true })
  }
  return text + decoder.decode()
}
