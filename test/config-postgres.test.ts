import { describe, expect, it } from 'vitest'
import { configOf, problemsOf } from './support/memory/config-of.ts'

const databaseOf = (url: string) => configOf({ PLACARD_DATABASE_URL: url }).database

const URL_OF_DATABASE = 'postgres://placard:pl%40nted@db.example:6432/pictures'

describe('PLACARD_DATABASE_URL', () => {
  it('is not needed', () => {
    expect(configOf({})).not.toHaveProperty('database')
    expect(configOf({})).not.toHaveProperty('signingKey')
  })

  it('says where the database is, and that its certificate is looked at', () => {
    expect(databaseOf(URL_OF_DATABASE)).toEqual({
      host: 'db.example',
      port: 6432,
      database: 'pictures',
      user: 'placard',
      password: 'pl@nted',
      tls: 'verified',
      poolSize: 10,
    })
  })

  it.each([
    ['postgresql://a@localhost/b', { host: 'localhost', port: 5432, tls: 'off' }],
    ['postgres://a@127.0.0.1/b', { host: '127.0.0.1', tls: 'off' }],
    ['postgres://a@[::1]/b', { host: '::1', tls: 'off' }],
    ['postgres://a@%2Frun%2Fpostgresql/b', { host: '/run/postgresql', tls: 'off' }],
    ['postgres://a@localhost/b?host=/run/postgresql', { host: '/run/postgresql', tls: 'off' }],
    ['postgres://a@db/b?sslmode=disable', { host: 'db', tls: 'off' }],
    ['postgres://a@db/b?sslmode=require', { host: 'db', tls: 'unverified' }],
    ['postgres://a@localhost/b?sslmode=verify-full', { host: 'localhost', tls: 'verified' }],
  ])('takes %s', (url, expected) => {
    expect(databaseOf(url)).toMatchObject({ user: 'a', database: 'b', ...expected })
    expect(databaseOf(url)).not.toHaveProperty('password')
  })

  it.each([
    ['no address', 'planted'],
    ['another kind of database', 'mysql://a:planted@db.example/b'],
    ['no user', 'postgres://db.example/planted'],
    ['no host', 'postgres://a:planted@/b'],
    ['no database', 'postgres://a:planted@db.example/'],
    ['two names of a database', 'postgres://a:planted@db.example/b/c'],
    ['another sslmode', 'postgres://a:planted@db.example/b?sslmode=prefer'],
    ['another option', 'postgres://a:planted@db.example/b?options=-c'],
  ])('is refused with %s, and nothing of it is repeated', (_what, url) => {
    const problems = problemsOf({ PLACARD_DATABASE_URL: url })
    expect(problems).toEqual([expect.stringContaining('PLACARD_DATABASE_URL')])
    expect(problems.join()).not.toContain('planted')
  })

  it.each(['0', '101', 'many'])('refuses %s connections', (size) => {
    expect(problemsOf({ PLACARD_DATABASE_POOL: size })).toEqual([expect.stringContaining('PLACARD_DATABASE_POOL')])
  })

  it.each(['1', '100'])('takes %s connections', (size) => {
    expect(configOf({ PLACARD_DATABASE_URL: URL_OF_DATABASE, PLACARD_DATABASE_POOL: size }).database?.poolSize).toBe(Number(size))
  })
})

describe('PLACARD_SHARD', () => {
  it('is 0 by itself, and leased where several processes share a database', () => {
    expect(configOf({}).shard).toBe(0)
    expect(configOf({ PLACARD_DATABASE_URL: URL_OF_DATABASE }).shard).toBe('leased')
  })

  it('may be set to what is never leased', () => {
    const shardOf = (PLACARD_SHARD: string) => configOf({ PLACARD_DATABASE_URL: URL_OF_DATABASE, PLACARD_SHARD }).shard
    expect([shardOf('0'), shardOf('1023')]).toEqual([0, 1023])
    expect(problemsOf({ PLACARD_DATABASE_URL: URL_OF_DATABASE, PLACARD_SHARD: '1024' })).toEqual([expect.stringContaining('0 to 1023')])
  })
})

describe('PLACARD_SIGNING_KEY', () => {
  const bytes = (count: number) => Buffer.alloc(count, 0xfb).toString('base64')

  it.each([32, 33, 64])('takes %s bytes', (count) => {
    expect(configOf({ PLACARD_SIGNING_KEY: bytes(count) }).signingKey).toEqual(new Uint8Array(count).fill(0xfb))
  })

  it.each([bytes(31), 'not base64!', `${bytes(32)}=`, 'A'.repeat(45)])('refuses %s without repeating it', (text) => {
    const problems = problemsOf({ PLACARD_SIGNING_KEY: text })
    expect(problems).toEqual([expect.stringContaining('PLACARD_SIGNING_KEY')])
    expect(problems.join()).not.toContain(text)
  })
})
