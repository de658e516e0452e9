import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { film, portrait } from '../fixtures/media.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { freePort } from '../support/servers/free-port.ts'
import { askRaw } from '../support/servers/raw-answer.ts'
import { rawClient } from '../support/servers/raw-client.ts'
import { RUNTIMES, type RunningRuntime } from '../support/servers/runtimes.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'placard-metrics-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(RUNTIMES.filter(({ isProcess, missing }) => isProcess && !missing))('metrics on $name', ({ name, start }) => {
  let server: RunningRuntime
  let metricsUrl: string

  beforeAll(async () => {
    const home = join(folder, name)
    await makeCollection(join(home, 'data'), [portrait, film])
    const port = await freePort()
    metricsUrl = `http://127.0.0.1:${port}`
    server = await start(home, { PLACARD_METRICS_PORT: String(port) })
  })
  afterAll(() => server?.stop())

  const text = async () => (await askRaw(metricsUrl, { path: '/metrics' })).bytes.toString()

  it('count what the process does, by patterns alone', async () => {
    const paths = [`/t/${portrait.shortcode}/1/150.jpg`, `/t/${portrait.shortcode}/1/150.jpg`, '/secret-path?secret=query', '/health']
    for (const path of paths) await askRaw(server.baseUrl, { path, headers: { 'User-Agent': 'secret-agent' } })
    const counted = await text()
    expect(counted).toContain('placard_requests_total{route="/t/:code/:revision/:file",method="GET",status="2xx"} 2\n')
    expect(counted).toContain('placard_requests_total{route="*",method="GET",status="4xx"} 1\n')
    expect(counted).toContain('placard_renders_total{outcome="done"} 1\n')
    expect(counted).toContain('placard_render_duration_seconds_count 1\n')
    expect(counted).toMatch(/^placard_answers_total\{result="miss"\} [1-9]/m)
    expect(counted).toMatch(new RegExp(`^placard_build_info\\{version="\\d+\\.\\d+\\.\\d+",runtime="${name}",`, 'm'))
    expect(counted).toMatch(/^process_resident_memory_bytes [1-9]\d{7}/m)
    expect(counted).toMatch(/^placard_connections \d+$/m)
    expect(counted).not.toMatch(/secret|127\.0\.0\.1/)
  })

  it('are told on their own port only, to whoever asks for them', async () => {
    expect((await askRaw(server.baseUrl, { path: '/metrics' })).status).toBe(404)
    const answer = await askRaw(metricsUrl, { path: '/metrics?name[]=x' })
    expect(answer.headers).toMatchObject({ 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' })
    expect((await askRaw(metricsUrl, { path: '/' })).status).toBe(404)
    expect((await askRaw(metricsUrl, { path: '/metrics', method: 'POST' })).status).toBe(405)
  })

  it('are not told to a page whose own name was made to lead here (O1)', async () => {
    const statusFor = async (host: string) => (await askRaw(metricsUrl, { path: '/metrics', headers: { Host: host } })).status
    for (const host of ['127.0.0.1', '127.0.0.1:9090', 'localhost:9090', 'LOCALHOST', '[::1]:9090'])
      expect([host, await statusFor(host)]).toEqual([host, 200])
    for (const host of ['evil.example', 'evil.example:9090', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1']) {
      expect([host, await statusFor(host)]).toEqual([host, 421])
    }
  })

  it('end with the process, which waits no longer than it may for a client that takes nothing (L3)', async () => {
    const asking = await rawClient(metricsUrl, 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n')
    const unasked = await rawClient(server.baseUrl)
    const silent = await rawClient(server.baseUrl, 'GET /health HTTP/1.1\r\nHost: x\r\n')
    const startedAt = performance.now()
    expect(await server.stop()).toBe(0)
    expect(performance.now() - startedAt).toBeLessThan(30_000)
    await Promise.all([asking.closed, silent.closed])
    unasked.socket.destroy() // Bun has not even accepted it: it waits for the first byte (TCP_DEFER_ACCEPT).
    await expect(text()).rejects.toThrow('ECONNREFUSED')
  })
})
