import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { hasCollection, withCollection } from '../../server/cli/open-collection.ts'
import type { OpenOptions } from '../../server/cli/session.ts'
import { bridge } from '../fixtures/media.ts'
import { listeningTerminal } from '../support/cli-session.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { memoryDeps, testConfig } from '../support/memory/deps.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('a folder of data', () => {
  it('has no collection where there is nothing, or only the empty catalogue that any command makes', async () => {
    const dataFolder = tempFolder()
    expect(await hasCollection({ dataFolder })).toBe(false)
    await makeCollection(dataFolder, [])
    expect(await hasCollection({ dataFolder })).toBe(false)
  })

  it('has one with the first media, and with the first token', async () => {
    const [pictures, tokens] = [tempFolder(), tempFolder()]
    await makeCollection(pictures, [{ ...bridge, visibility: 'private' }])
    expect(await hasCollection({ dataFolder: pictures })).toBe(true)
    const catalogue = await openSqliteCatalogue(join(tokens, 'catalogue.sqlite'))
    await catalogue.saveToken({ name: 'desk', hash: 'a'.repeat(64), createdAt: 0 })
    await catalogue.close()
    expect(await hasCollection({ dataFolder: tokens })).toBe(true)
  })
})

it('opens the sample where the folder itself is empty, and says so', async () => {
  const dataFolder = tempFolder()
  const opened: OpenOptions[] = []
  const closed: OpenOptions[] = []
  const { said, terminal } = listeningTerminal()
  const open = () =>
    withCollection(
      {
        config: { ...testConfig, dataFolder },
        terminal,
        openDeps: async (options) => {
          opened.push(options)
          return { ...memoryDeps(), close: async () => void closed.push(options) }
        },
      },
      async () => expect(closed.length).toBe(opened.length - 1),
    )
  await open()
  mkdirSync(join(dataFolder, 'sample'))
  await makeCollection(join(dataFolder, 'sample'), [bridge])
  await makeCollection(dataFolder, [])
  await open()
  expect(said.err).toBe(`Nothing in ${dataFolder} yet: this is about the sample collection.\n`)
  await makeCollection(dataFolder, [bridge])
  await open()
  expect(opened.map(({ dataFolder: folder }) => folder)).toEqual([undefined, join(dataFolder, 'sample'), undefined])
  expect(closed).toEqual(opened)
})
