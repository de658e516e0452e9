import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { readOrMakeKey } from '../../server/adapters/signer/key-file.ts'
import { restoreBackup } from '../../server/cli/backup/restore.ts'
import { parseArguments } from '../../server/cli/commands/command.ts'
import { COMMANDS } from '../../server/cli/commands.ts'
import type { Config } from '../../server/config.ts'
import { bridge, film, portrait, series } from '../fixtures/media.ts'
import { listeningTerminal, type Said, sessionOn } from '../support/cli-session.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { memoryDeps, testConfig } from '../support/memory/deps.ts'
import { save } from '../support/memory/save.ts'
import { tempFolder } from '../support/temp-folder.ts'

interface Place {
  readonly data: string
  readonly folder: string
  /** `placard backup …` on this collection. */
  backup(...args: string[]): Promise<Said>
  /** Below the backup. */
  path(...names: string[]): string
  /** The files of the backup, without the incoming ones. */
  files(): readonly string[]
}

/** A collection, and where its backup goes. */
async function place(config: Partial<Config> = {}): Promise<Place> {
  const root = tempFolder()
  const [data, folder] = [join(root, 'data'), join(root, 'backup')]
  await makeCollection(data, [bridge, portrait, series, film])
  await readOrMakeKey(join(data, 'signing.key'))
  return placeOf({ data, folder }, config)
}

function placeOf({ data, folder }: { data: string; folder: string }, config: Partial<Config> = {}): Place {
  return {
    data,
    folder,
    backup: async (...args) => {
      const { said, terminal } = listeningTerminal()
      const session = { ...sessionOn(memoryDeps(), terminal), config: { ...testConfig, dataFolder: data, ...config } }
      const command = COMMANDS.backup!
      try {
        return { code: await command.run(session, parseArguments(command, args)), ...said }
      } catch (error) {
        return { code: 2, out: said.out, err: String(error) }
      }
    },
    path: (...names) => join(folder, ...names),
    files: () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile()),
  }
}

/**
 * Resolves once this process, too, holds no lock on the catalogues that it has closed: @photostructure/sqlite lets go of one when the last of its statements is
 * collected. Elsewhere that is another process, which has ended.
 */
async function letGo(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // What the flag adds to every new context.
  for (let turn = 0; turn < 5; turn += 1) {
    collect()
    await setImmediate() // What was collected is let go of in a turn of its own.
  }
}

const originalsOf = ({ files }: Place) => files().filter((name) => /[0-9a-f]{64}$/.test(name))

function flipByteOf(path: string): void {
  const bytes = readFileSync(path)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

async function codesIn(data: string): Promise<readonly string[]> {
  const catalogue = await openSqliteCatalogue(join(data, 'catalogue.sqlite'))
  const media = await catalogue.list({ limit: 200 })
  await catalogue.close()
  return media.map(({ shortcode }) => shortcode).sort()
}

// The cover and the items of the series, the film with its poster and tracks, two pictures: each stored once.
const COUNT = new Set([
  ...[bridge, portrait, series, film].map(({ original }) => original.key),
  ...(series.items ?? []).map(({ original }) => original.key),
  film.video!.key,
  ...film.video!.tracks.map(({ key }) => key),
]).size

describe('a backup', () => {
  it('has the catalogue, what it names, and the key, for their owner alone (D7)', async () => {
    const here = await place()
    expect(await here.backup(here.folder)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^4 works, \d+ originals .*, the signing key in /),
    })
    const manifest = JSON.parse(readFileSync(here.path('manifest.json'), 'utf8'))
    expect(manifest).toMatchObject({ format: 'placard-backup-1', media: 4, originals: { count: COUNT }, missing: [] })
    expect(originalsOf(here)).toHaveLength(COUNT)
    expect(here.files().filter((name) => !name.startsWith('originals'))).toHaveLength(5)
    for (const name of [manifest.catalogue.name, manifest.signingKey.name]) expect(statSync(here.path(name)).mode & 0o777).toBe(0o600)
    expect(statSync(here.folder).mode & 0o777).toBe(0o700)
    expect(statSync(here.path('originals')).mode & 0o777).toBe(0o700)
    expect(readFileSync(here.path(manifest.signingKey.name))).toEqual(readFileSync(join(here.data, 'signing.key')))
  })

  it('is listed as sha256sum reads it', async () => {
    const here = await place()
    await here.backup(here.folder)
    const { sums } = JSON.parse(readFileSync(here.path('manifest.json'), 'utf8'))
    const lines = readFileSync(here.path(sums.name), 'utf8').trimEnd().split('\n')
    expect(lines).toHaveLength(COUNT + 2)
    expect(lines.every((line) => /^[0-9a-f]{64} {2}\S+$/.test(line) && existsSync(here.path(line.slice(66))))).toBe(true)
  })

  it('copies only what is new the second time, and drops the former catalogue', async () => {
    const here = await place()
    expect((await here.backup(here.folder)).out).toContain(`new among them: ${COUNT} originals`)
    const untouched = originalsOf(here).map((name) => statSync(here.path(name)).mtimeMs)
    const catalogue = await openSqliteCatalogue(join(here.data, 'catalogue.sqlite'))
    await save(catalogue, { ...bridge, version: 1, correctedAt: 1 })
    await catalogue.close()
    expect((await here.backup(here.folder)).out).toContain('new among them: 0 originals')
    expect(originalsOf(here).map((name) => statSync(here.path(name)).mtimeMs)).toEqual(untouched)
    expect(here.files().filter((name) => name.startsWith('catalogue'))).toHaveLength(1)
    expect(await here.backup('verify', here.folder)).toMatchObject({ code: 0 })
  })

  it('may link what it would copy', async () => {
    const here = await place()
    await here.backup(here.folder, '--link')
    expect(originalsOf(here).map((name) => statSync(here.path(name)).nlink)).toEqual(Array(COUNT).fill(2))
    expect(await here.backup('verify', here.folder)).toMatchObject({ code: 0 })
  })

  it('tells of originals that are gone or damaged, and keeps the rest', async () => {
    const here = await place()
    const path = (key: string) => join(here.data, 'originals', key.slice(0, 2), key.slice(2, 4), key)
    unlinkSync(path(bridge.original.key))
    flipByteOf(path(portrait.original.key))
    const { code, err } = await here.backup(here.folder)
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('2 originals were gone or damaged') })
    expect(originalsOf(here)).toHaveLength(COUNT - 2)
    expect(JSON.parse(readFileSync(here.path('manifest.json'), 'utf8')).missing.sort()).toEqual(
      [bridge.original.key, portrait.original.key].sort(),
    )
  })

  it('keeps what a former one has of an original that is gone since', async () => {
    const here = await place()
    await here.backup(here.folder)
    const { key } = bridge.original
    unlinkSync(join(here.data, 'originals', key.slice(0, 2), key.slice(2, 4), key))
    expect(await here.backup(here.folder)).toMatchObject({ code: 0 })
    expect(originalsOf(here)).toHaveLength(COUNT)
  })

  it('keeps what a former one has of an original that was cut off since', async () => {
    const here = await place()
    await here.backup(here.folder)
    const { key } = bridge.original
    truncateSync(join(here.data, 'originals', key.slice(0, 2), key.slice(2, 4), key), 100)
    expect(await here.backup(here.folder)).toMatchObject({ code: 0 })
    const there = placeOf({ data: join(tempFolder(), 'new'), folder: here.folder })
    expect(await there.backup('restore', here.folder)).toMatchObject({ code: 0 })
    const restored = readFileSync(join(there.data, 'originals', key.slice(0, 2), key.slice(2, 4), key))
    expect(createHash('sha256').update(restored).digest('hex')).toBe(key)
  })

  it.each([
    ['inside of the collection', ({ data }: Place) => join(data, 'backup')],
    ['inside of it under any name', ({ data }: Place) => join(data, '..backup')],
    ['the collection itself', ({ data }: Place) => data],
  ])('is not made %s', async (_where, folderOf) => {
    const here = await place()
    expect(await here.backup(folderOf(here))).toMatchObject({ code: 2, err: expect.stringContaining('outside') })
  })

  it('is not made among files of other people', async () => {
    const here = await place()
    mkdirSync(here.folder)
    writeFileSync(here.path('thesis.txt'), 'x')
    expect(await here.backup(here.folder)).toMatchObject({ code: 2, err: expect.stringContaining('other files') })
    expect(here.files()).toEqual(['thesis.txt'])
  })

  it('says what to do about a database and a bucket', async () => {
    const database = { host: 'db', port: 1, database: 'd', user: 'u', tls: 'off' as const, poolSize: 1 }
    const here = await place({ database })
    expect(await here.backup(here.folder)).toMatchObject({ code: 2, err: expect.stringContaining('pg_dump') })
    expect(existsSync(here.folder)).toBe(false)
  })
})

describe('a backup that is looked at', () => {
  const flips: readonly [string, RegExp][] = [
    ['an original', /^originals.*[0-9a-f]{64}$/],
    ['the catalogue', /^catalogue-/],
    ['the key', /^signing-/],
    ['the list', /^sums-/],
  ]

  it.each(flips)('is found out when a bit of %s has flipped (D3)', async (_what, pattern) => {
    const here = await place()
    await here.backup(here.folder)
    const name = here.files().find((file) => pattern.test(file))!
    flipByteOf(here.path(name))
    const { code, err } = await here.backup('verify', here.folder)
    expect({ isRefused: code > 0, err }).toEqual({ isRefused: true, err: expect.stringContaining(basename(name)) })
  })

  it('is asked for in a folder that is there', async () => {
    const here = await place()
    expect((await here.backup('verify', here.path('nope'))).err).toMatch(/ in .*nope but there is no such folder$/)
  })

  it.skipIf(process.platform === 'win32')('is found out when a pipe has taken the place of a file, which nobody waits for', async () => {
    const here = await place()
    await here.backup(here.folder)
    const [name = ''] = originalsOf(here)
    unlinkSync(here.path(name))
    execFileSync('mkfifo', [here.path(name)])
    const err = expect.stringContaining(`${basename(name)} is missing`)
    expect(await here.backup('verify', here.folder)).toMatchObject({ code: 1, err })
    renameSync(here.data, `${here.data}-before`)
    expect(await here.backup('restore', here.folder)).toMatchObject({ code: 1, err })
  })

  it('is found out when a file is missing, or was never finished', async () => {
    const here = await place()
    await here.backup(here.folder)
    const [name = ''] = originalsOf(here)
    unlinkSync(here.path(name))
    expect(await here.backup('verify', here.folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${basename(name)} is missing`),
    })
    unlinkSync(here.path('manifest.json'))
    expect(await here.backup('verify', here.folder)).toMatchObject({ code: 2, err: expect.stringContaining('never finished') })
  })

  it.each(['{', '[]', '{"format":"placard-backup-2"}', '{"format":"placard-backup-1","catalogue":{"name":"../x","sha256":"0"}}'])(
    'with another manifest is refused: %s',
    async (text) => {
      const here = await place()
      await here.backup(here.folder)
      writeFileSync(here.path('manifest.json'), text)
      expect(await here.backup('verify', here.folder)).toMatchObject({ code: 2, err: expect.stringContaining('something else') })
    },
  )
})

describe('a restore', () => {
  it.each(['originals/../../stolen', '../stolen', '/stolen', 'originals/aa/bb/stolen'])(
    'writes nothing beside the collection: %s',
    async (name) => {
      const here = await place()
      await here.backup(here.folder)
      const manifest = JSON.parse(readFileSync(here.path('manifest.json'), 'utf8'))
      const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
      const sums = `${readFileSync(here.path(manifest.sums.name), 'utf8')}${sha256('x')}  ${name}\n`
      writeFileSync(here.path(manifest.sums.name), sums)
      writeFileSync(here.path('manifest.json'), JSON.stringify({ ...manifest, sums: { ...manifest.sums, sha256: sha256(sums) } }))
      const data = join(tempFolder(), 'new')
      expect(await placeOf({ data, folder: here.folder }).backup('restore', here.folder)).toMatchObject({
        code: 2,
        err: expect.stringContaining('Expected in '),
      })
      expect(existsSync(data)).toBe(false)
    },
  )

  it('makes the same collection anew (D7)', async () => {
    const here = await place()
    await here.backup(here.folder)
    const there = placeOf({ data: join(tempFolder(), 'new'), folder: here.folder })
    const { code, out } = await there.backup('restore', here.folder)
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('4 works') })
    expect(readdirSync(there.data).sort()).toEqual(['catalogue.sqlite', 'originals', 'signing.key'])
    expect(await codesIn(there.data)).toEqual(await codesIn(here.data))
    expect(readFileSync(join(there.data, 'signing.key'))).toEqual(readFileSync(join(here.data, 'signing.key')))
    expect(statSync(join(there.data, 'signing.key')).mode & 0o777).toBe(0o600)
  })

  it('overwrites nothing unless it is told to', async () => {
    const here = await place()
    await here.backup(here.folder)
    // SQLite's own files beside the catalogue go when the last process that had it open lets go.
    const kept = () => readdirSync(here.data).filter((name) => !/-(wal|shm)$/.test(name))
    const before = kept()
    expect(await here.backup('restore', here.folder)).toMatchObject({ code: 2, err: expect.stringContaining('--force') })
    expect(kept()).toEqual(before)
  })

  it('loses nothing that is set aside, also by two restores within a second (D7)', async () => {
    const here = await place()
    await here.backup(here.folder)
    writeFileSync(join(here.data, 'signing.key'), 'the first')
    const now = Date.UTC(2026, 6, 4, 12)
    const restore = async () => {
      await letGo()
      return await restoreBackup({
        ...here,
        dataFolder: here.data,
        force: true,
        now,
        signal: new AbortController().signal,
        onProgress: () => {},
      })
    }
    const first = await restore()
    writeFileSync(join(here.data, 'signing.key'), 'the second')
    const second = await restore()
    expect([first?.setAside, second?.setAside].map((path = '') => basename(path))).toEqual([
      'replaced-2026-07-04T120000',
      'replaced-2026-07-04T120000-2',
    ])
    const keyIn = (path = '') => readFileSync(join(path, 'signing.key'), 'utf8')
    expect([keyIn(first?.setAside), keyIn(second?.setAside)]).toEqual(['the first', 'the second'])
  })

  it('touches nothing where the catalogue of the backup is damaged', async () => {
    const here = await place()
    await here.backup(here.folder)
    flipByteOf(here.path(here.files().find((name) => name.startsWith('catalogue'))!))
    const data = join(tempFolder(), 'new')
    expect(await placeOf({ data, folder: here.folder }).backup('restore', here.folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('damaged'),
    })
    expect(existsSync(data)).toBe(false)
  })

  it('restores what is whole, and names what is not', async () => {
    const here = await place()
    await here.backup(here.folder)
    const [name = ''] = originalsOf(here)
    flipByteOf(here.path(name))
    const there = placeOf({ data: join(tempFolder(), 'new'), folder: here.folder })
    const { code, err } = await there.backup('restore', here.folder)
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(`${basename(name)} is damaged`) })
    expect(await codesIn(there.data)).toHaveLength(4)
    expect(existsSync(join(there.data, name))).toBe(false)
  })

  it('goes on where it was stopped, and heals what was half there', async () => {
    const here = await place()
    await here.backup(here.folder)
    const there = placeOf({ data: join(tempFolder(), 'new'), folder: here.folder })
    await there.backup('restore', here.folder)
    // As a kill leaves it: the catalogue has not come yet, one original is only begun.
    rmSync(join(there.data, 'catalogue.sqlite'))
    writeFileSync(join(there.data, 'restoring'), '')
    const [name = ''] = originalsOf(here)
    writeFileSync(join(there.data, name), 'half')
    expect(await there.backup('restore', here.folder)).toMatchObject({ code: 0 })
    expect(readFileSync(join(there.data, name))).toEqual(readFileSync(here.path(name)))
    expect(existsSync(join(there.data, 'restoring'))).toBe(false)
  })

  it('finds a backup wherever it was moved to', async () => {
    const here = await place()
    await here.backup(here.folder)
    const moved = join(tempFolder(), 'elsewhere')
    renameSync(here.folder, moved)
    expect(await here.backup('verify', moved)).toMatchObject({ code: 0 })
  })
})

describe('the command line of a backup', () => {
  it.each([[[]], [['a', 'b']], [['verify', 'a', 'b']], [['a', '--force']], [['verify']], [['restore']]])('refuses %j', async (args) => {
    const here = await place()
    expect(await here.backup(...args)).toMatchObject({ code: 2, err: expect.stringMatching(/^UsageError: Expected/) })
  })
})
