import { encodeShortcode } from '../../server/core/identity/shortcode.ts'
import { freePort } from '../support/servers/free-port.ts'
import { askRaw } from '../support/servers/raw-answer.ts'
import { ORIGIN, RUNTIMES } from '../support/servers/runtimes.ts'
import type { Figures } from './measure.ts'
import { NOW, syntheticMedia } from './synthetic.ts'

const moment = (at: number) => new Date(at).toISOString()

/** How long the built server takes over such a catalogue until it first answers, and then for whatever speaks of many media at once. */
export async function served(home: string, rows: number): Promise<{ facts: string; figures: Figures }> {
  const metricsPort = await freePort()
  const begun = performance.now()
  const server = await RUNTIMES[0]!.start(home, { PLACARD_METRICS_PORT: String(metricsPort) })
  const ask = async (path: string) => {
    const startedAt = performance.now()
    const { status, bytes } = await askRaw(server.baseUrl, { path })
    if (status !== 200) throw new Error(`Expected 200 for ${path} but received ${status} ${bytes.toString().slice(0, 200)}`)
    return performance.now() - startedAt
  }
  const middle = syntheticMedia(Math.floor(rows / 2))
  await ask(`/oembed?url=${encodeURIComponent(`${ORIGIN}/p/${middle.shortcode}/`)}`)
  const start = performance.now() - begun
  const before = await residentBytes(metricsPort)
  const figures = new Map([['start to first answer', { median: start, slowest: start }]])
  const asked: readonly (readonly [string, string])[] = [
    ['/feed.atom', '/feed.atom'],
    ['/changes.json', '/changes.json'],
    ['/changes.json since the first day', `/changes.json?since=${moment(syntheticMedia(0).publishedAt)}`],
    ['/changes.json since the middle', `/changes.json?since=${moment(middle.publishedAt)}`],
    ['/changes.json since today', `/changes.json?since=${moment(NOW)}`],
    ['/sitemap.xml', '/sitemap.xml'],
    ['/sitemap.xml?from=', `/sitemap.xml?from=${encodeShortcode(middle.id)}`],
    ['/.well-known/tdmrep.json', '/.well-known/tdmrep.json'],
    ['/', '/'],
  ]
  for (const [name, path] of asked) {
    // Each is another address, so that none is answered from memory.
    const times = []
    for (let time = 0; time < 3; time += 1) times.push(await ask(`${path}${path.includes('?') ? '&' : '?'}n=${time}`))
    times.sort((a, b) => a - b)
    figures.set(name, { median: times[1] ?? 0, slowest: times[2] ?? 0 })
  }
  const after = await residentBytes(metricsPort)
  await server.stop()
  const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MB`
  return { facts: `process ${megabytes(before)} at the start, ${megabytes(after)} at the end`, figures }
}

async function residentBytes(port: number): Promise<number> {
  const { bytes } = await askRaw(`http://127.0.0.1:${port}`, { path: '/metrics' })
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(bytes.toString())?.[1])
}
