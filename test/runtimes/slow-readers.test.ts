import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openOriginalsFolder } from '../../server/adapters/originals/fs.ts'
import { film } from '../fixtures/media.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { freePort } from '../support/servers/free-port.ts'
import { askRaw } from '../support/servers/raw-answer.ts'
import { rawClient } from '../support/servers/raw-client.ts'
import { RUNTIMES } from '../support/servers/runtimes.ts'

const CLIENTS = 1000
const FILM_BYTES = 30_000_000 // More than all the buffers of a connection.
const PATH = `/v/${film.shortcode}/1/video.mp4`

it('a thousand clients that take nothing of a film cost 128 MB at most (L4)', async () => {
  const home = mkdtempSync(join(tmpdir(), 'placard-slow-'))
  const originals = await openOriginalsFolder(join(home, 'data', 'originals'))
  const key = await originals.put(new Uint8Array(FILM_BYTES).map((_, index) => index * 7))
  await makeCollection(join(home, 'data'), [{ ...film, video: { ...film.video!, key, bytes: FILM_BYTES } }], originals)
  const port = await freePort()
  const server = await RUNTIMES[0]!.start(home, { PLACARD_METRICS_PORT: String(port) })
  const metric = async (name: string) => {
    const { bytes } = await askRaw(`http://127.0.0.1:${port}`, { path: '/metrics' })
    return Number(
      bytes
        .toString()
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')[1],
    )
  }
  expect((await askRaw(server.baseUrl, { path: PATH })).bytes.length).toBe(FILM_BYTES)
  const before = await metric('process_resident_memory_bytes')
  const clients = []
  for (let count = 0; count < CLIENTS; count++) {
    const client = await rawClient(server.baseUrl)
    client.socket.pause().write(`GET ${PATH} HTTP/1.1\r\nHost: x\r\n\r\n`)
    clients.push(client)
  }
  const answered = 'placard_requests_total{route="/v/:code/:revision/:file",method="GET",status="2xx"}'
  await expect.poll(() => metric(answered)).toBe(CLIENTS + 1)
  // Others are served meanwhile, and by then everything that can wait does.
  for (let count = 0; count < 200; count++) expect((await askRaw(server.baseUrl, { path: '/health' })).status).toBe(200)
  const after = await metric('process_resident_memory_bytes')
  for (const { socket } of clients) socket.destroy()
  await server.stop()
  rmSync(home, { recursive: true, force: true })
  expect(after - before).toBeLessThan(128_000_000)
})
