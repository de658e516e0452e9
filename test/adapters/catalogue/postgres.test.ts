import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PostgresOptions } from '../../../server/adapters/catalogue/postgres/connections.ts'
import { POSTGRES_MIGRATIONS } from '../../../server/adapters/catalogue/postgres/migrations.ts'
import { openPostgresCatalogue, type PostgresCatalogue } from '../../../server/adapters/catalogue/postgres.ts'
import { watchCatalogue } from '../../../server/adapters/catalogue/watched.ts'
import { UnavailableError } from '../../../server/core/errors.ts'
import { encodeShortcode } from '../../../server/core/identity/shortcode.ts'
import type { Media, MediaId } from '../../../server/core/media.ts'
import { catalogueContract } from '../../contracts/catalogue.ts'
import { catalogueEditsContract } from '../../contracts/catalogue-edits.ts'
import { catalogueWalksContract } from '../../contracts/catalogue-walks.ts'
import { tokensContract } from '../../contracts/tokens.ts'
import { bridge, portrait } from '../../fixtures/media.ts'
import { settableClock } from '../../support/memory/adapters.ts'
import { save } from '../../support/memory/save.ts'
import { hasRealPostgres, openRealPostgres, type RealPostgres } from '../../support/servers/postgres.ts'

const isHere = hasRealPostgres()
if (!isHere)
  process.stderr.write(
    'placard: tests with a real PostgreSQL are skipped; they need POSTGRES_URL, or the package of `test/servers/postgres.sh --install`\n',
  )

describe.skipIf(!isHere)('PostgreSQL', () => {
  let postgres: RealPostgres
  const opened: PostgresCatalogue[] = []

  beforeAll(async () => {
    postgres = await openRealPostgres()
  })
  afterEach(async () => {
    for (const catalogue of opened.splice(0)) await catalogue.close()
  })
  afterAll(async () => await postgres?.stop())

  async function open(access?: PostgresOptions): Promise<PostgresCatalogue> {
    const catalogue = await openPostgresCatalogue(access ?? (await postgres.makeDatabase()))
    opened.push(catalogue)
    return catalogue
  }

  /** Two processes on one database. */
  async function openTwo() {
    const access = await postgres.makeDatabase()
    return { access, a: await open(access), b: await open(access) }
  }

  catalogueContract('openPostgresCatalogue', open)
  catalogueEditsContract('openPostgresCatalogue', open)
  catalogueWalksContract('openPostgresCatalogue', async () => open({ ...(await postgres.makeDatabase()), poolSize: 1 }))
  tokensContract('openPostgresCatalogue', open)

  describe('the schema', () => {
    it('is made once by ten processes that start together (D8)', async () => {
      const access = await postgres.makeDatabase()
      const all = await Promise.all(Array.from({ length: 10 }, () => open(access)))
      await save(all[0]!, bridge)
      expect(await all[9]!.findByShortcode(bridge.shortcode)).toStrictEqual(bridge)
      expect(await postgres.tamper(access, 'SELECT version::int FROM placard.schema_version')).toEqual([
        { version: POSTGRES_MIGRATIONS.length },
      ])
    })

    it('is refused if it is newer, and the error says what to do (D8)', async () => {
      const access = await postgres.makeDatabase()
      await open(access)
      await postgres.tamper(access, `UPDATE placard.schema_version SET version = ${POSTGRES_MIGRATIONS.length + 1}`)
      const opening = openPostgresCatalogue(access)
      await expect(opening).rejects.toThrow(UnavailableError)
      await expect(opening).rejects.toThrow(
        `${access.database} but received ${POSTGRES_MIGRATIONS.length + 1}. Run the version of Placard that wrote it, or a later one.`,
      )
    })

    it("is refused if it is another program's, and left as it is", async () => {
      const access = await postgres.makeDatabase()
      await postgres.tamper(access, 'CREATE SCHEMA placard; CREATE TABLE placard.media (id text)')
      await expect(openPostgresCatalogue(access)).rejects.toThrow("received another program's. Set PLACARD_DATABASE_URL")
      expect(await postgres.tamper(access, `SELECT count(*)::int AS n FROM pg_class WHERE relnamespace = 'placard'::regnamespace`)).toEqual(
        [{ n: 1 }],
      )
    })

    it('stands beside tables of the same names', async () => {
      const access = await postgres.makeDatabase()
      await postgres.tamper(access, 'CREATE TABLE public.media (id text)')
      await save(await open(access), bridge)
      expect(await postgres.tamper(access, 'SELECT count(*)::int AS n FROM public.media')).toEqual([{ n: 0 }])
    })

    it('may be made for a user who may make none', async () => {
      const access = await postgres.makeDatabase()
      const user = access.database.slice(0, 30)
      await postgres.tamper(access, `CREATE ROLE ${user} LOGIN PASSWORD 'p'; CREATE SCHEMA placard AUTHORIZATION ${user}`)
      await save(await open({ ...access, user, password: 'p' }), bridge)
    })

    it('is refused in a database that is not in UTF-8', async () => {
      const access = await postgres.makeDatabase()
      const database = `${access.database}_ascii`
      await postgres.tamper(access, `CREATE DATABASE ${database} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`)
      await expect(openPostgresCatalogue({ ...access, database })).rejects.toThrow('Expected a database in UTF8')
    })

    it('keeps its log for good', async () => {
      const { access, a } = await openTwo()
      await save(a, bridge)
      await expect(postgres.tamper(access, 'DELETE FROM placard.changes')).rejects.toThrow(/append-only/)
      await expect(postgres.tamper(access, "UPDATE placard.changes SET actor = 'nobody'")).rejects.toThrow(/append-only/)
      await expect(postgres.tamper(access, 'TRUNCATE placard.changes')).rejects.toThrow(/append-only/)
    })
  })

  describe('several processes', () => {
    it('never write into the log before what another one is writing', async () => {
      const { access, a, b } = await openTwo()
      await save(a, bridge)
      const end = await postgres.hold(access, 'UPDATE placard.log_head SET sequence = sequence + 1')
      const writing = save(b, portrait)
      expect((await a.listChanges({ limit: 10 })).map(({ sequence }) => sequence)).toEqual([1])
      await end('COMMIT')
      await writing
      expect((await a.listChanges({ limit: 10 })).map(({ sequence }) => sequence)).toEqual([1, 3])
    })

    it('see each entry of the log, in order, however many write at once', async () => {
      const { a, b } = await openTwo()
      const media = Array.from({ length: 60 }, (_, index): Media => mediaOf(bridge.id + BigInt(index)))
      const seen: number[] = []
      let isWriting = true
      const reading = (async () => {
        while (isWriting || (await b.listChanges({ after: seen.at(-1) ?? 0, limit: 10 })).length > 0) {
          for (const { sequence } of await b.listChanges({ after: seen.at(-1) ?? 0, limit: 10 })) seen.push(sequence)
        }
      })()
      await Promise.all(media.map((item, index) => save(index % 2 === 0 ? a : b, item)))
      isWriting = false
      await reading
      expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
    })

    it('notice the edits of others, and only those', async () => {
      const { a, b } = await openTwo()
      await save(a, bridge)
      const first = await b.mark()
      await a.saveSource({ path: '/a.jpg', mediaId: bridge.id, stamp: '', originalKey: bridge.original.key })
      await a.saveToken({ hash: 'a'.repeat(64), name: 'desk', createdAt: 1 })
      expect(await b.mark()).toBe(first)
      await save(a, { ...bridge, revision: 2 })
      expect(await b.mark()).not.toBe(first)
    })

    it('forget within a second what was right before another one wrote', async () => {
      const { a, b } = await openTwo()
      const clock = settableClock()
      const { freshness } = watchCatalogue(b, clock)
      const known = async () => {
        await expect.poll(() => freshness.generation()).toBeTypeOf('number')
        return freshness.generation()
      }
      const before = await known()
      await save(a, bridge)
      clock.advance(1000)
      expect(freshness.generation()).toBeUndefined()
      expect(await known()).not.toBe(before)
    })

    it('sign with one key', async () => {
      const { a, b } = await openTwo()
      const [one, other] = await Promise.all([a.signingKey(), b.signingKey()])
      expect(one).toHaveLength(32)
      expect(other).toEqual(one)
      expect(await a.signingKey()).toEqual(one)
    })
  })

  describe('shards', () => {
    it('are leased to one process at a time, and not again for long', async () => {
      const { a, b } = await openTwo()
      const clock = settableClock()
      const leases = await Promise.all([a, b, a, b].map((catalogue) => catalogue.leaseShard({ clock })))
      expect(leases.map((lease) => lease.current()).sort()).toEqual([1024, 1025, 1026, 1027])
      for (const lease of leases) await lease.release()
      const next = await a.leaseShard({ clock })
      expect(next.current()).toBe(1028)
      await next.release()
    })

    it('are used for a minute after the database last confirmed them, and never by a clock that was set back', async () => {
      const { a } = await openTwo()
      const clock = settableClock()
      const lease = await a.leaseShard({ clock })
      clock.advance(59_999)
      expect(lease.current()).toBe(1024)
      clock.advance(1)
      expect(() => lease.current()).toThrow(UnavailableError)
      clock.advance(-60_001)
      expect(() => lease.current()).toThrow(UnavailableError)
      await lease.release()
    })

    it('are renewed, and replaced where another process took them meanwhile', async () => {
      const { access, a } = await openTwo()
      const clock = settableClock()
      const lease = await a.leaseShard({ clock, renewEveryMs: 20 })
      clock.advance(60_000)
      await expect.poll(() => currentOf(lease)).toBe(1024)
      await postgres.tamper(access, `UPDATE placard.shards SET holder = 'another' WHERE shard = 1024`)
      await expect.poll(() => currentOf(lease)).toBe(1025)
      await lease.release()
    })

    it('run out, which is said', async () => {
      const { access, a } = await openTwo()
      await postgres.tamper(access, `UPDATE placard.shards SET leased_until = 'infinity'`)
      await expect(a.leaseShard({ clock: settableClock() })).rejects.toThrow('all of them are leased')
    })
  })

  describe('many edits at once', () => {
    it('are one transaction, quick, and in the log in their order', async () => {
      const { a } = await openTwo()
      const media = Array.from({ length: 1000 }, (_, index) => mediaOf(bridge.id + BigInt(index)))
      await a.edit(media.map(editTo))
      await a.edit(media.map((item) => editTo({ ...item, version: 2, revision: 2 })))
      const log = await a.listChanges({ limit: 1000, after: 1000 })
      expect(log.map(({ mediaId, version }) => [mediaId, version])).toEqual(media.map(({ id }) => [id, 2]))
    })

    it('may be of one media, one after the other', async () => {
      const { a } = await openTwo()
      await a.edit([editTo(bridge), editTo({ ...bridge, version: 2, revision: 2 }), editTo({ ...bridge, version: 3, revision: 3 })])
      expect(await a.findByShortcode(bridge.shortcode)).toMatchObject({ version: 3, revision: 3 })
      expect((await a.listChanges({ limit: 10 })).map(({ version }) => version)).toEqual([1, 2, 3])
    })
  })
})

function currentOf(lease: { current(): number }): number | undefined {
  try {
    return lease.current()
  } catch {
    return undefined // Not renewed yet.
  }
}

function mediaOf(id: bigint): Media {
  const mediaId = id as MediaId
  return { ...bridge, id: mediaId, shortcode: encodeShortcode(mediaId) }
}

function editTo(media: Media) {
  const { id: mediaId, revision, version } = media
  return { media, change: { mediaId, at: 1, actor: 'test', batch: 'test', revision, version, properties: [] } }
}
