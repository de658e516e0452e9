import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridge, film, portrait } from '../fixtures/media.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { askRaw } from '../support/servers/raw-answer.ts'
import { rawClient } from '../support/servers/raw-client.ts'
import { RUNTIMES, type RunningRuntime } from '../support/servers/runtimes.ts'

let folder: string
let server: RunningRuntime
let token: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'placard-log-'))
  await makeCollection(join(folder, 'data'), [portrait, film, bridge])
  const made = spawnSync(process.execPath, [resolve('dist/server/placard.js'), 'token', 'create', 'desk'], {
    env: { PATH: process.env.PATH, PLACARD_DATA: join(folder, 'data') },
    encoding: 'utf8',
  })
  token = /plc_[\w-]{44}/.exec(made.stdout)?.[0] ?? ''
  server = await RUNTIMES[0]!.start(folder)
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Opens so many connections, a few at a time, sends this on each, and is gone. @returns The lines that were written meanwhile. */
async function abandon(count: number, request: string, isBegun: (received: string) => boolean = () => true): Promise<readonly string[]> {
  const before = server.written().length
  for (let done = 0; done < count; done += 20) {
    const clients = await Promise.all(Array.from({ length: 20 }, () => rawClient(server.baseUrl, request)))
    // So that it is surely being answered, and not only in a buffer.
    await askRaw(server.baseUrl, { path: '/health' })
    for (const client of clients) {
      await expect.poll(() => isBegun(client.received())).toBe(true)
      client.socket.resetAndDestroy()
    }
    await Promise.all(clients.map(({ closed }) => closed))
  }
  await askRaw(server.baseUrl, { path: '/embed.js' })
  await expect.poll(() => server.written().slice(before)).toContain('"/embed.js"')
  const lines = server.written().slice(before).trimEnd().split('\n')
  return lines.filter((line) => !/"route":"\/(health|embed\.js)"/.test(line))
}

const head = (line: string, ...more: string[]) => `${[line, 'Host: x', ...more].join('\r\n')}\r\n\r\n`

describe('clients that go away (L7)', () => {
  it('in the middle of what they send write next to nothing', async () => {
    const type = ['Content-Type: application/json', 'Content-Length: 2000', 'If-Match: *', `Authorization: Bearer ${token}`]
    const lines = await abandon(1000, `${head(`PATCH /v1/owner/media/${bridge.shortcode} HTTP/1.1`, ...type)}{"title":`)
    expect(lines.length).toBeLessThanOrEqual(10)
  })

  it('before their headers end write nothing', async () => {
    expect(await abandon(1000, 'GET / HTTP/1.1\r\nHost: x\r\nX-A:')).toEqual([])
  })

  it('in the middle of a film write the one line of each request', async () => {
    const lines = await abandon(200, head(`GET /v/${film.shortcode}/1/video.mp4 HTTP/1.1`), (received) => received !== '')
    expect(lines.length).toBeLessThanOrEqual(200)
    expect(lines.filter((line) => !line.includes('"requestAnswered"'))).toEqual([])
  })

  it('while their thumbnail is made write next to nothing', async () => {
    const lines = await abandon(400, head(`GET /t/${portrait.shortcode}/1/1920.avif HTTP/1.1`))
    expect(lines.length).toBeLessThanOrEqual(10)
  })
})
