import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PostgresOptions } from '../../../server/adapters/catalogue/postgres/connections.ts'
import { openPostgresCatalogue, type PostgresCatalogue } from '../../../server/adapters/catalogue/postgres.ts'
import { UnavailableError } from '../../../server/core/errors.ts'
import { bridge, portrait } from '../../fixtures/media.ts'
import { save } from '../../support/memory/save.ts'
import { freePort } from '../../support/servers/free-port.ts'
import { hasRealPostgres, openRealPostgres, type RealPostgres } from '../../support/servers/postgres.ts'
import { startTcpProxy, type TcpProxy } from '../../support/servers/tcp-proxy.ts'

/** Long enough for a loaded machine, short enough to be waited for. */
const HASTY = { connectMs: 1500, statementMs: 1500, lockMs: 700, answerMs: 3000 }

describe.skipIf(!hasRealPostgres())('a PostgreSQL that is in trouble', () => {
  let postgres: RealPostgres
  let access: PostgresOptions
  let network: TcpProxy
  let catalogue: PostgresCatalogue

  beforeAll(async () => {
    postgres = await openRealPostgres()
  })
  afterAll(async () => await postgres?.stop())

  beforeEach(async () => {
    access = await postgres.makeDatabase()
    network = await startTcpProxy(access.port)
    catalogue = await openPostgresCatalogue({ ...access, port: network.port, poolSize: 2, timing: HASTY })
    await save(catalogue, bridge)
  })
  afterEach(async () => {
    await catalogue.close()
    await network.close()
  })

  const reading = () => catalogue.findByShortcode(bridge.shortcode)
  const waiting = (count: number) =>
    expect
      .poll(() =>
        postgres.tamper(
          access,
          `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        ),
      )
      .toEqual([{ n: count }])

  async function opening(changes: Partial<PostgresOptions>): Promise<UnavailableError> {
    const error: unknown = await openPostgresCatalogue({ ...access, timing: HASTY, ...changes }).catch((cause: unknown) => cause)
    if (error instanceof UnavailableError) return error
    throw new Error(`Expected an UnavailableError but received ${error}`)
  }

  it.each([
    ['a wrong password', { password: 'planted' }, 'the user and the password in PLACARD_DATABASE_URL'],
    ['an unknown user', { user: 'nobody', password: 'planted' }, 'the user and the password in PLACARD_DATABASE_URL'],
    ['no such database', { database: 'missing' }, 'the name of the database in PLACARD_DATABASE_URL'],
    ['no such socket', { host: '/nowhere' }, 'There is no such socket'],
  ])('says of %s what to look at, and never the password', async (_what, changes, remedy) => {
    const { message } = await opening(changes)
    const { user, host, port, database } = { ...access, ...changes }
    expect(message).toContain(`${user}@${host}:${port}/${database}`)
    expect(message).toContain(remedy)
    expect(message).not.toContain('planted')
  })

  it('is spoken to in secret where that is asked for, and not trusted because of it', async ({ skip }) => {
    const [setting] = await postgres.tamper<{ ssl: string }>(access, 'SHOW ssl')
    if (setting?.ssl !== 'on') return skip()
    const secret = await openPostgresCatalogue({ ...access, tls: 'unverified' })
    const connections = `SELECT bool_or(ssl) AS secret FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'placard' AND datname = current_database()`
    expect(await postgres.tamper(access, connections)).toEqual([{ secret: true }])
    await secret.close()
    expect((await opening({ tls: 'verified' })).message).toContain('Its certificate is not trusted')
  })

  it('says when nothing listens there', async () => {
    expect((await opening({ port: await freePort() })).message).toContain('Nothing listens there: check PLACARD_DATABASE_URL')
  })

  it('is noticed when it goes away, and used again when it is back', async () => {
    network.cut()
    await expect(reading()).rejects.toThrow(UnavailableError)
    await expect(catalogue.check()).rejects.toThrow('PLACARD_DATABASE_URL')
    await expect(catalogue.mark()).rejects.toThrow(UnavailableError)
    network.mend()
    expect(await reading()).toStrictEqual(bridge)
    await save(catalogue, portrait)
    await expect(catalogue.check()).resolves.toBeUndefined()
  })

  it('is read all the same after it cut every connection', async () => {
    await Promise.all([reading(), reading()])
    await postgres.tamper(
      access,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    )
    expect(await Promise.all([reading(), reading()])).toStrictEqual([bridge, bridge])
  })

  it('is not waited for longer than it may take, and what it left hanging is not used again', async () => {
    network.silence()
    await expect(reading()).rejects.toThrow(UnavailableError)
    expect(await reading()).toStrictEqual(bridge)
  })

  it('stops what takes too long, and the connection is as good as before', async () => {
    const slow = await openPostgresCatalogue({ ...access, poolSize: 1, timing: { ...HASTY, lockMs: 60_000, statementMs: 300 } })
    const end = await postgres.hold(access, 'LOCK TABLE placard.media')
    await expect(slow.findByShortcode(bridge.shortcode)).rejects.toThrow('It took longer than it may')
    await end('ROLLBACK')
    expect(await slow.findByShortcode(bridge.shortcode)).toStrictEqual(bridge)
    await slow.close()
  })

  it('says so when another process writes for long; reads go on, and writes when it has ended', async () => {
    const end = await postgres.hold(access, 'UPDATE placard.log_head SET sequence = sequence + 1')
    await expect(save(catalogue, portrait)).rejects.toThrow('Another process is writing for long')
    expect(await reading()).toStrictEqual(bridge)
    await end('ROLLBACK')
    await save(catalogue, portrait)
    expect((await catalogue.listChanges({ limit: 10 })).map(({ sequence }) => sequence)).toEqual([1, 2])
  })

  it('says when all connections are busy, and which setting to raise', async () => {
    const patient = await openPostgresCatalogue({
      ...access,
      poolSize: 1,
      timing: { ...HASTY, lockMs: 60_000, statementMs: 60_000, answerMs: 60_000 },
    })
    const end = await postgres.hold(access, 'LOCK TABLE placard.media')
    const busy = patient.findByShortcode(bridge.shortcode)
    await waiting(1)
    await expect(patient.findByShortcode(bridge.shortcode)).rejects.toThrow(/all 1 are busy. Raise PLACARD_DATABASE_POOL/)
    await end('ROLLBACK')
    expect(await busy).toStrictEqual(bridge)
    await patient.close()
  })

  it('is not ready when it takes no writes', async () => {
    await postgres.tamper(access, `ALTER DATABASE ${access.database} SET default_transaction_read_only = on`)
    const replica = await openPostgresCatalogue(access)
    expect(await replica.findByShortcode(bridge.shortcode)).toStrictEqual(bridge)
    await expect(replica.check()).rejects.toThrow('PLACARD_DATABASE_URL has to name the primary')
    await expect(save(replica, portrait)).rejects.toThrow('it has to be the primary')
    await replica.close()
  })

  it.each([
    ['no JSON object', `document = '[]'`, 'an object for document'],
    ['a foreign type', `document = replace(document, 'image/jpeg', 'image/heic')`, 'image/gif for original.type but received "image/heic"'],
    ['half a key', `document = replace(document, '"key":"', '"key":"x')`, '64 hex digits for original.key'],
  ])('refuses a row with %s rather than show half a credit', async (_name, change, message) => {
    await postgres.tamper(access, `UPDATE placard.media SET ${change}`)
    await expect(reading()).rejects.toThrow(UnavailableError)
    await expect(reading()).rejects.toThrow(message)
  })

  it('keeps nothing of an edit whose connection broke before it was committed', async () => {
    const end = await postgres.hold(access, 'UPDATE placard.log_head SET sequence = sequence + 1')
    const writing = expect(save(catalogue, portrait)).rejects.toThrow(UnavailableError)
    await waiting(1)
    network.cut()
    await writing
    network.mend()
    await end('ROLLBACK')
    expect(await catalogue.findByShortcode(portrait.shortcode)).toBeUndefined()
    await save(catalogue, portrait)
  })

  it.each([
    ['keeps an edit whose connection broke after it was committed', 'answer', 'fulfilled'],
    ['says that nothing was written where it broke before', 'request', 'rejected'],
  ] as const)('%s', async (_name, place, outcome) => {
    network.cutAt('COMMIT', place)
    const [written] = await Promise.allSettled([save(catalogue, portrait)])
    expect(written.status).toBe(outcome)
    if (written.status === 'rejected') expect(written.reason).toBeInstanceOf(UnavailableError)
    const found = await catalogue.findByShortcode(portrait.shortcode)
    expect(found).toStrictEqual(outcome === 'fulfilled' ? portrait : undefined)
    expect(await catalogue.listChanges({ mediaId: portrait.id, limit: 10 })).toHaveLength(outcome === 'fulfilled' ? 1 : 0)
  })

  it('fails every call after it is closed, and closes twice without harm', async () => {
    const other = await openPostgresCatalogue(access)
    await other.close()
    await other.close()
    await expect(other.check()).rejects.toThrow(UnavailableError)
  })
})
