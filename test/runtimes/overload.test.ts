import { afterEach, describe, expect, it } from 'vitest'
import { freshAnswers } from '../../server/adapters/cache/answers.ts'
import type { Thumbnailer } from '../../server/ports/thumbnailer.ts'
import { createOwnerToken } from '../../server/usecases/own/owner-tokens.ts'
import { bridge, film } from '../fixtures/media.ts'
import { endlessOriginals } from '../support/memory/endless-originals.ts'
import { heldThumbnailer } from '../support/memory/held-thumbnailer.ts'
import { limitRenders } from '../support/memory/limit-renders.ts'
import { type NodeServer, startNodeServer } from '../support/servers/node-server.ts'
import { rawClient } from '../support/servers/raw-client.ts'

const JSON_PATH = `/v1/media/shortcode/${bridge.shortcode}`
const FILM_PATH = `/v/${film.shortcode}/1/video.mp4`
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`

const servers: NodeServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function start(...options: Parameters<typeof startNodeServer>): Promise<NodeServer> {
  const server = await startNodeServer(...options)
  servers.push(server)
  return server
}

const statusOf = async (server: NodeServer, path = JSON_PATH, headers = {}) => (await fetch(server.baseUrl + path, { headers })).status

/** Asks one after the other until then, with these headers. @returns Every status that came. */
async function askUntil(server: NodeServer, end: Promise<unknown>, headers = {}): Promise<ReadonlySet<number>> {
  let isOver = false
  void end.then(() => {
    isOver = true
  })
  const statuses = new Set<number>()
  while (!isOver) statuses.add(await statusOf(server, JSON_PATH, headers))
  return statuses
}

describe('with all renders taken', () => {
  const ROOM = { concurrency: 2, queue: 3 }

  it('refuses the next at once, answers from memory, and recovers (L6)', async () => {
    const held = heldThumbnailer()
    const limited = limitRenders(held, { ...ROOM, timeoutMs: 60_000 })
    let asked = 0
    const render: Thumbnailer['render'] = (...render) => {
      asked += 1
      return limited.render(...render)
    }
    const answers = freshAnswers({ maxBytes: 1_000_000, freshness: { generation: () => 1 } })
    const server = await start({ thumbnailer: { render }, answers })
    expect(await statusOf(server)).toBe(200)
    const taken = [480, 640, 960, 1280, 1920].map((width) => statusOf(server, `/t/${bridge.shortcode}/1/${width}.jpg`))
    await expect.poll(() => asked).toBe(5)
    const refused = await Promise.all(Array.from({ length: 50 }, () => fetch(`${server.baseUrl}/t/${bridge.shortcode}/1/320.jpg`)))
    // None of the renders has ended: nobody waited for one.
    expect(new Set(refused.map(({ status, headers }) => `${status} ${headers.get('Retry-After')}`))).toEqual(new Set(['503 60']))
    const reads = await Promise.all(Array.from({ length: 50 }, () => statusOf(server)))
    expect(new Set(reads)).toEqual(new Set([200]))
    expect(await statusOf(server, `/p/${bridge.shortcode}/`)).toBe(200)
    expect(held.ids).toHaveLength(ROOM.concurrency)
    held.finishAll()
    expect(await Promise.all(taken)).toEqual([200, 200, 200, 200, 200])
    expect(await statusOf(server, `/t/${bridge.shortcode}/1/320.jpg`)).toBe(200)
  })
})

describe('a slow client is cut while others are served (L1):', () => {
  it('one whose headers do not end', async () => {
    const server = await start({}, { headersMs: 300, checkEveryMs: 50 })
    const slow = await rawClient(server.baseUrl, 'GET / HTTP/1.1\r\nHost: x\r\n')
    expect(await askUntil(server, slow.closed)).toEqual(new Set([200]))
    expect(slow.received()).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('one whose body does not end', async () => {
    const server = await start({}, { headersMs: 300, requestMs: 400, checkEveryMs: 50 })
    const token = await createOwnerToken(server.deps, 'desk')
    const head = `PATCH /v1/owner/media/${bridge.shortcode} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nIf-Match: *\r\n`
    const slow = await rawClient(server.baseUrl, `${head}Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n{"title":`)
    expect(await askUntil(server, slow.closed)).toEqual(new Set([200]))
    expect(slow.received()).toMatch(/^HTTP\/1\.1 408 /)
    expect((await server.deps.catalogue.findByShortcode(bridge.shortcode))?.version).toBe(1)
  })

  it('one that asks nothing more', async () => {
    const server = await start({}, { keepAliveMs: 200, checkEveryMs: 50 })
    const idle = await rawClient(server.baseUrl, get(JSON_PATH))
    // Each on a connection of its own: a busy machine may leave any other idle for as long.
    expect(await askUntil(server, idle.closed, { Connection: 'close' })).toEqual(new Set([200]))
    expect(idle.received()).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('one that does not read the film it asked for', async () => {
    const endless = endlessOriginals()
    const media = [bridge, { ...film, video: { ...film.video!, bytes: endless.bytes } }]
    const server = await start({ media, originals: endless.store }, { stalledMs: 200, checkEveryMs: 50 })
    const stalled = await rawClient(server.baseUrl)
    stalled.socket.pause()
    stalled.socket.write(get(FILM_PATH))
    expect(await askUntil(server, endless.cancelled)).toEqual(new Set([200]))
    stalled.socket.resume()
    await stalled.closed
    expect(stalled.received().length).toBeLessThan(endless.bytes / 10)
  })
})

describe('connections', () => {
  it('beyond the limit are closed at once, until there is room again (L1)', async () => {
    const server = await start({}, { maxConnections: 3 })
    const held = await Promise.all(Array.from({ length: 3 }, () => rawClient(server.baseUrl)))
    const surplus = await rawClient(server.baseUrl, get(JSON_PATH))
    await surplus.closed
    expect(surplus.received()).toBe('')
    held[0]!.socket.destroy()
    await expect.poll(() => statusOf(server).catch(() => 0)).toBe(200)
  })
})

describe('a server that stops (L3)', () => {
  it('answers a crowd that asks again at that moment, kept and made anew, and bids each goodbye', async () => {
    const answers = freshAnswers({ maxBytes: 1_000_000, freshness: { generation: () => 1 } })
    const server = await startNodeServer({ answers })
    const crowd = await Promise.all(Array.from({ length: 60 }, () => rawClient(server.baseUrl, get(JSON_PATH))))
    for (const client of crowd) await expect.poll(client.received).toMatch(/^HTTP\/1\.1 200 /)
    // In the system's hands before the server is told to stop, and not yet seen by it.
    for (const [place, { socket }] of crowd.entries())
      socket.write(get(place % 2 === 0 ? JSON_PATH : `/p/${bridge.shortcode}/?crowd=${place}`))
    const stopped = server.close()
    await Promise.all(crowd.map(({ closed }) => closed))
    await stopped
    const ends = crowd.map(({ received }) =>
      received()
        .match(/HTTP\/1\.1 200 |^Connection: close/gm)
        ?.join(),
    )
    expect(new Set(ends)).toEqual(new Set(['HTTP/1.1 200 ,HTTP/1.1 200 ,Connection: close']))
  })

  it('finishes what it has begun, says that it closes, and takes nothing more', async () => {
    const held = heldThumbnailer()
    const server = await startNodeServer({ thumbnailer: held })
    const idle = await rawClient(server.baseUrl, get(JSON_PATH))
    await expect.poll(idle.received).toMatch(/^HTTP\/1\.1 200 /)
    const working = await rawClient(server.baseUrl, get(`/t/${bridge.shortcode}/1/320.jpg`))
    await held.started(1)
    const stopped = server.close()
    await idle.closed
    await expect(fetch(server.baseUrl)).rejects.toThrow()
    held.finishAll()
    await working.closed
    expect(working.received()).toMatch(/^HTTP\/1\.1 200 OK\r\n(.+\r\n)*Connection: close\r\n/)
    expect(working.received().endsWith('\u0001\u0002\u0003')).toBe(true)
    await stopped
  })

  it('closes a connection after the answer that was under way, though that had not said so', async () => {
    const endless = endlessOriginals()
    const media = [{ ...film, video: { ...film.video!, bytes: 1_000_000 } }]
    const once = { ...endless.store, open: async () => ({ bytes: 1_000_000, body: slowly() }) }
    let finish = () => {}
    const rest = new Promise<void>((resolve) => {
      finish = resolve
    })
    const slowly = () =>
      new ReadableStream<Uint8Array>({
        async start(controller) {
          controller.enqueue(new Uint8Array(500_000))
          await rest
          controller.enqueue(new Uint8Array(500_000))
          controller.close()
        },
      })
    const server = await startNodeServer({ media, originals: once })
    const reader = await rawClient(server.baseUrl, get(FILM_PATH))
    await expect.poll(() => reader.received().length).toBeGreaterThan(500_000)
    const stopped = server.close()
    finish()
    await reader.closed
    expect(reader.received().length).toBeGreaterThan(1_000_000)
    await stopped
  })

  it('waits no longer than it may for a client that takes nothing', async () => {
    const endless = endlessOriginals()
    const media = [{ ...film, video: { ...film.video!, bytes: endless.bytes } }]
    const server = await startNodeServer({ media, originals: endless.store }, { drainMs: 300 })
    const stalled = await rawClient(server.baseUrl)
    stalled.socket.pause()
    stalled.socket.write(get(FILM_PATH))
    await expect.poll(endless.served).toBeGreaterThan(0)
    await server.close()
    await endless.cancelled
    stalled.socket.destroy()
  })
})
