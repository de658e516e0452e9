import { existsSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { openOriginalsFolder } from '../../server/adapters/originals/fs.ts'
import { parseArguments } from '../../server/cli/commands/command.ts'
import { COMMANDS } from '../../server/cli/commands.ts'
import { originalKeysOf } from '../../server/core/original-keys.ts'
import { bridge, film, portrait, series } from '../fixtures/media.ts'
import { listeningTerminal, type Said, sessionOn } from '../support/cli-session.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { type MemoryDeps, memoryDeps, testConfig } from '../support/memory/deps.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** `placard verify` on a folder of data. */
async function verify(deps: MemoryDeps, stopped?: AbortSignal): Promise<Said> {
  const { said, terminal } = listeningTerminal()
  const command = COMMANDS.verify!
  const session = { ...sessionOn(deps, terminal), config: deps.config, ...(stopped && { stopped }) }
  return { code: await command.run(session, parseArguments(command, [])), ...said }
}

/** Real stores in a folder, which hold these media and, in the originals, a file more that none of them names. */
async function collection() {
  const dataFolder = tempFolder()
  await makeCollection(dataFolder, [bridge, series, film])
  const originals = await openOriginalsFolder(join(dataFolder, 'originals'))
  const catalogue = await openSqliteCatalogue(join(dataFolder, 'catalogue.sqlite'))
  const path = (key: string) => join(dataFolder, 'originals', key.slice(0, 2), key.slice(2, 4), key)
  return { deps: memoryDeps({ catalogue, originals, config: { ...testConfig, dataFolder } }), path }
}

describe('the keys of a media', () => {
  it('are those of its cover, of each picture and each file, once', () => {
    expect([...originalKeysOf(bridge)]).toEqual([bridge.original.key])
    expect([...originalKeysOf(series)]).toEqual((series.items ?? []).map(({ original }) => original.key))
    expect(originalKeysOf(film)).toEqual(new Set([film.original.key, film.video!.key, ...film.video!.tracks.map(({ key }) => key)]))
  })
})

describe('placard verify', () => {
  it('reads every original, and counts those that nothing names', async () => {
    const { deps } = await collection()
    const { code, out } = await verify(deps)
    expect(code).toBe(0)
    expect(out).toMatch(/^3 works: (\d+) of \1 originals whole \(\d+(\.\d)? [kM]B\)\n[1-9]\d* originals? that nothing names\n$/)
  })

  it('names the pictures whose original is missing or damaged, which is set aside (D3)', async () => {
    const { deps, path } = await collection()
    const { key } = film.video!.tracks[0]!
    unlinkSync(path(key))
    const bytes = readFileSync(path(bridge.original.key))
    bytes[100] = (bytes[100] ?? 0) ^ 4
    writeFileSync(path(bridge.original.key), bytes)
    const { code, out, err } = await verify(deps)
    expect(code).toBe(1)
    expect(err).toContain(`${film.shortcode}  ${key}  It is missing.`)
    expect(err).toMatch(new RegExp(`^${bridge.shortcode} {2}${bridge.original.key} {2}Expected the bytes of .* to match its name`, 'm'))
    expect(out).toContain('1 damaged file set aside in ')
    expect(existsSync(path(bridge.original.key))).toBe(false)
  })

  it('stops when it is asked to', async () => {
    const { deps } = await collection()
    expect(await verify(deps, AbortSignal.abort())).toMatchObject({ code: 1, out: '', err: 'Stopped before the end.\n' })
  })

  it('reads private pictures too, and a store that is nowhere on this machine', async () => {
    const deps = memoryDeps({ media: [{ ...portrait, visibility: 'private' }] })
    expect((await verify(deps)).out).toMatch(/^1 work: 1 of 1 original whole/)
  })
})
