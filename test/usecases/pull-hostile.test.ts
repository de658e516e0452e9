import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { httpRemote } from '../../server/adapters/remote/http.ts'
import { buildTransferDocument } from '../../server/core/documents/transfer-media.ts'
import { BadRequestError, UnavailableError } from '../../server/core/errors.ts'
import { pullCollection } from '../../server/usecases/transfer/pull-collection.ts'
import { bridge, portrait } from '../fixtures/media.ts'
import { memoryOriginals } from '../support/memory/adapters.ts'
import { memoryDeps } from '../support/memory/deps.ts'

// A server that was taken over, or was never a Placard, at the address from which somebody pulls.
let close: () => Promise<unknown> = async () => {}
afterEach(() => close())

async function remoteOf(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  close = () => {
    server.closeAllConnections()
    return once(server.close(), 'close')
  }
  return httpRemote({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: `plc_${'x'.repeat(44)}`, pauseMs: 1 })
}

const emptyHere = () => memoryDeps({ media: [], originals: memoryOriginals() })
const quietly = { signal: new AbortController().signal, onProgress: () => {} }
const pageOf = (...media: readonly (typeof bridge)[]) =>
  JSON.stringify({ meta: { code: 200 }, data: media.map((one) => ({ document: buildTransferDocument(one) })) })

describe('a pull from a hostile server', () => {
  it('ends where a small answer unfolds to more than any answer has (S5)', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1_048_576))
    let asked = 0
    const remote = await remoteOf((_request, response) => {
      asked += 1
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' }).end(bomb)
    })
    await expect(pullCollection(emptyHere(), { remote, ...quietly })).rejects.toThrow(/more than 16777216 bytes/)
    expect(asked).toBe(5)
  })

  it('ends where the same page comes again and again', async () => {
    const remote = await remoteOf((request, response) => {
      response.end(request.url?.includes('/media') ? pageOf(bridge) : 'x')
    })
    await expect(pullCollection(emptyHere(), { remote, ...quietly })).rejects.toThrow(UnavailableError)
  })

  it.each([
    ['9007199254740991', 'SHA-256'],
    ['999999999999999', 'PLACARD_MAX_ORIGINAL_MB'],
    ['25000001', 'PLACARD_MAX_ORIGINAL_MB'],
  ])('believes in no original of %s bytes', async (size, said) => {
    const remote = await remoteOf((request, response) => {
      if (request.url?.includes('/media')) return response.end(pageOf(...(request.url.includes('after') ? [] : [portrait])))
      return response.writeHead(206, { 'Content-Range': `bytes 0-2/${size}` }).end('abc')
    })
    const { failures, counts } = await pullCollection(emptyHere(), { remote, ...quietly })
    expect({ counts, reason: failures[0]?.reason }).toMatchObject({ counts: { failed: 1 }, reason: expect.stringContaining(said) })
  })

  it('says no words that are not text', async () => {
    const remote = await remoteOf((_request, response) => response.writeHead(400).end('{"message":{"toString":1}}'))
    await expect(pullCollection(emptyHere(), { remote, ...quietly })).rejects.toThrow(BadRequestError)
  })
})
