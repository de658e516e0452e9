import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PostgresOptions } from '../../server/adapters/catalogue/postgres/connections.ts'
import { openPostgresCatalogue } from '../../server/adapters/catalogue/postgres.ts'
import { unpackId } from '../../server/core/identity/id.ts'
import type { Media } from '../../server/core/media.ts'
import { canMoveTime, type MovedTime, movedTime } from '../support/servers/moved-time.ts'
import { hasNginx, type Nginx, nginxInFrontOf } from '../support/servers/nginx.ts'
import { hasRealPostgres, openRealPostgres, type RealPostgres } from '../support/servers/postgres.ts'
import { askRaw } from '../support/servers/raw-answer.ts'
import { hasRealS3, openRealS3, type RealS3 } from '../support/servers/real-s3.ts'
import { startTcpProxy, type TcpProxy } from '../support/servers/tcp-proxy.ts'
import { startLoad } from './load.ts'
import { processesOf, type ServerProcess } from './processes.ts'

const NEEDED = { PostgreSQL: hasRealPostgres(), nginx: hasNginx, 'an S3 server': hasRealS3() }
const missing = Object.entries(NEEDED).flatMap(([name, isHere]) => (isHere ? [] : [name]))
if (missing.length > 0) {
  process.stderr.write(
    `placard: THE STORY OF THREE PROCESSES IS SKIPPED; it needs ${missing.join(', ')}: test/servers/postgres.sh --install, test/servers/s3.sh --install, apt-get install nginx-light\n`,
  )
}

/** `npm run test:cluster` waits for the minute of a shared cache; elsewhere nginx's clock is moved. */
const canWait = process.env.SLOW_TESTS !== undefined || !canMoveTime
const ORIGIN = 'https://placard.example'
const READERS = 8
const PICTURES = 30

const story: (readonly [step: string, seen: string])[] = []
const tell = (step: string, seen: string) => void story.push([step, seen])
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`

describe.skipIf(missing.length > 0)('three processes on PostgreSQL and a bucket, behind nginx', () => {
  const folder = mkdtempSync(join(tmpdir(), 'placard-cluster-'))
  let postgres: RealPostgres
  let s3: RealS3
  let database: PostgresOptions
  let network: TcpProxy
  let processes: ReturnType<typeof processesOf>
  let servers: ServerProcess[]
  let nginx: Nginx
  let time: MovedTime

  beforeAll(async () => {
    ;[postgres, s3] = await Promise.all([openRealPostgres(), openRealS3()])
    database = await postgres.makeDatabase()
    network = await startTcpProxy(database.port)
    processes = processesOf(folder, {
      PLACARD_ORIGIN: ORIGIN,
      PLACARD_DATABASE_URL: postgres.urlOf({ ...database, port: network.port }),
      PLACARD_S3_ENDPOINT: s3.access.endpoint,
      PLACARD_S3_BUCKET: s3.access.bucket,
      PLACARD_S3_PREFIX: s3.access.prefix,
      PLACARD_S3_ACCESS_KEY_ID: s3.access.accessKeyId,
      PLACARD_S3_SECRET_ACCESS_KEY: s3.access.secretAccessKey,
    })
    // All at once, on a database without a table.
    servers = await Promise.all([processes.serve(), processes.serve(), processes.serve()])
    nginx = await nginxInFrontOf(...servers.map(({ port }) => port))
    time = movedTime()
    await nginx.start(canMoveTime ? time.env : {})
  })

  afterAll(async () => {
    process.stdout.write(`\n${story.map(([step, seen]) => `${step.padEnd(72)} ${seen}`).join('\n')}\n\n`)
    await nginx?.stop()
    time?.remove()
    await Promise.all((servers ?? []).map((server) => server.stop()))
    await network?.close()
    await Promise.all([postgres?.stop(), s3?.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  /** Everything that is public, by the catalogue itself. */
  async function allMedia(): Promise<readonly Media[]> {
    const catalogue = await openPostgresCatalogue(database)
    const media = await catalogue.list({ visibility: 'public', limit: 200 })
    await catalogue.close()
    return media
  }

  async function makePictures(name: string, count: number): Promise<string> {
    const path = join(folder, name)
    mkdirSync(path)
    for (let index = 0; index < count; index += 1) {
      const background = { r: index * 8, g: name.length * 20, b: 255 - index * 8 }
      const picture = sharp({ create: { width: 640, height: 427, channels: 3, background } })
      await picture.jpeg().toFile(join(path, `${index}.jpg`))
    }
    return path
  }

  /** Different each time for long, so that nginx has to ask. */
  function pathsOf(media: readonly Media[]): (index: number) => string {
    return (index) => {
      const { shortcode } = media[index % media.length]!
      const oembed = `/oembed?url=${encodeURIComponent(`${ORIGIN}/p/${shortcode}/`)}&maxwidth=${220 + (index % 1000)}`
      const kinds = [`/p/${shortcode}/`, oembed, `/v1/cards?codes=${shortcode}`, `/t/${shortcode}/1/320.jpg`, oembed, '/feed.json']
      return kinds[index % kinds.length]!
    }
  }

  it('serve through all of them what one import brings', async () => {
    const { code, written } = await processes.run('import', await makePictures('first', 6))
    expect({ code, written }).toMatchObject({ code: 0, written: expect.stringContaining('6 new') })
    for (const { shortcode } of await allMedia()) {
      for (const { baseUrl } of [...servers, nginx]) {
        expect((await askRaw(baseUrl, { path: `/t/${shortcode}/1/320.jpg` })).status).toBe(200)
      }
    }
    tell('6 pictures imported by a fourth process', 'shown by 3 of 3 processes, and by nginx')
  })

  it('make no id twice while two imports write at once and readers read', async () => {
    const load = startLoad(nginx.baseUrl, { readers: READERS, path: pathsOf(await allMedia()) })
    const folders = [await makePictures('a', PICTURES), await makePictures('bb', PICTURES)]
    const imports = await Promise.all(folders.map((pictures) => processes.run('import', pictures)))
    const reads = await load.stop()
    for (const { code, written } of imports) {
      expect({ code, written }).toMatchObject({
        code: 0,
        written: expect.stringContaining(`${PICTURES} new, 0 changed, 0 unchanged, 0 failed`),
      })
    }
    const ids = (await allMedia()).map(({ id }) => id)
    expect(new Set(ids).size).toBe(6 + 2 * PICTURES)
    const shards = ids.slice(0, 2 * PICTURES).map((id) => unpackId(id).shard)
    expect(new Set(shards).size).toBe(2)
    expect(reads.filter(({ failure }) => failure !== undefined)).toEqual([])
    tell(
      `2 imports of ${PICTURES} pictures at the same time, ${READERS} readers`,
      `${ids.length} ids, 0 twice; shards ${[...new Set(shards)].join(' and ')}`,
    )
    tell('  readers meanwhile', `${reads.length} requests, 0 failed`)
  })

  it('lose no request but those in flight when one of them is killed', async () => {
    const load = startLoad(nginx.baseUrl, { readers: READERS, path: pathsOf(await allMedia()) })
    await load.more(200)
    const killedAt = performance.now()
    await servers[1]!.kill()
    const endedAt = performance.now()
    await load.more(600)
    const reads = await load.stop()
    const failed = reads.filter(({ failure }) => failure !== undefined)
    // Whoever asked afterwards was answered by another process.
    expect(failed.filter(({ startedAt }) => startedAt > endedAt)).toEqual([])
    expect(failed.length).toBeLessThanOrEqual(READERS)
    const inFlight = reads.filter((read) => read.startedAt <= endedAt && read.endedAt >= killedAt).length
    const after = reads.filter(({ startedAt }) => startedAt > endedAt).length
    tell(
      `kill -9 of one process, ${READERS} readers`,
      `${failed.length} of ${inFlight} requests failed while it died, 0 of ${after} afterwards`,
    )
    servers[1] = await processes.serve(servers[1]!.port)
    tell('  started again', 'serves')
  })

  it('show a withdrawal through all of them, and through nginx within 60 s', async () => {
    const [media] = await allMedia()
    const { shortcode } = media!
    const token = /plc_\S+/.exec((await processes.run('token', 'create', 'desk')).written)?.[0]
    const path = `/p/${shortcode}/embed/`
    const statusAt = async (baseUrl: string) => (await askRaw(baseUrl, { path })).status
    // Asked twice: what each keeps in its memory is sent from there.
    for (const { baseUrl } of [...servers, ...servers, nginx, nginx]) expect(await statusAt(baseUrl)).toBe(200)
    expect((await askRaw(nginx.baseUrl, { path })).headers['x-cache']).toBe('HIT')

    const withdrawn = await fetch(`${servers[0]!.baseUrl}/v1/owner/media/${shortcode}`, {
      method: 'PATCH',
      headers: { Authorization: `Bearer ${token}`, 'If-Match': '"1"', 'Content-Type': 'application/merge-patch+json' },
      body: JSON.stringify({ status: { kind: 'withdrawn', reason: 'copyright' } }),
    })
    expect(withdrawn.status).toBe(200)
    const doneAt = performance.now()
    const goneAfter = async (baseUrl: string) => {
      await expect.poll(() => statusAt(baseUrl), { interval: 20 }).toBe(410)
      return performance.now() - doneAt
    }
    const each = await Promise.all(servers.map(({ baseUrl }) => goneAfter(baseUrl)))
    each.forEach((ms, index) => void tell(`withdrawn through process 1: gone from process ${index + 1}`, `after ${seconds(ms)}`))
    expect(Math.max(...each)).toBeLessThan(60_000)
    if (!canWait) time.advance(61)
    const cached = await goneAfter(nginx.baseUrl)
    expect(cached).toBeLessThan(61_000)
    tell(
      '  gone from nginx, which had it in its cache',
      canWait ? `after ${seconds(cached)}` : 'within 60 s of its own clock, which was moved',
    )
  })

  it('say so when the database is gone, while nginx serves what it has, and go on when it is back', async () => {
    const path = `/p/${(await allMedia())[1]!.shortcode}/`
    const cacheOf = async () => {
      const { status, headers } = await askRaw(nginx.baseUrl, { path })
      return `${status} ${headers['x-cache']}`
    }
    expect(await cacheOf()).toMatch(/^200 /)
    for (const { written } of servers) expect(written()).not.toContain('"level":"error"')
    network.cut()
    for (const { baseUrl } of servers) {
      const { status, bytes } = await askRaw(baseUrl, { path: '/ready' })
      expect([status, String(bytes)]).toEqual([503, '{"status":"unavailable","failing":["catalogue"]}'])
      expect((await askRaw(baseUrl, { path: '/health' })).status).toBe(200)
      // For a second more it knows that its answers are right.
      await expect.poll(async () => (await askRaw(baseUrl, { path })).status).toBe(503)
    }
    if (canMoveTime) time.advance(61)
    // nginx passes on the 503 of a process that lives, until it has had two of each and takes them for gone.
    await expect.poll(cacheOf).toBe(canMoveTime ? '200 STALE' : '200 HIT')
    for (const { written } of servers) {
      await expect.poll(written).toContain('PLACARD_DATABASE_URL')
      expect(written()).not.toContain(`:${database.password}@`)
    }
    network.mend()
    for (const { baseUrl } of servers) expect((await askRaw(baseUrl, { path: '/ready' })).status).toBe(200)
    tell('database gone', 'ready 503 at 3 of 3 processes; nginx serves what it had')
    tell('  and back', 'ready 200 at 3 of 3, none restarted')
  })

  it('stop when they are asked to, and let go of their shards', async () => {
    expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0, 0])
    const [leased] = await postgres.tamper(database, 'SELECT count(*)::int AS n FROM placard.shards WHERE leased_until > now()')
    // The one that was killed has its own for two minutes.
    expect(leased).toEqual({ n: 1 })
    tell('SIGTERM', '3 of 3 ended with 0')
  })
})
