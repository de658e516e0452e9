import { describe, expect, it } from 'vitest'
import { editOf } from '../../server/core/edit.ts'
import { ConflictError, NotFoundError } from '../../server/core/errors.ts'
import { parsePatch } from '../../server/core/owner/media-patch.ts'
import { editMedia } from '../../server/usecases/own/edit-media.ts'
import { listHistory } from '../../server/usecases/own/list-history.ts'
import { findLastBatch, planUndo, undoBatch } from '../../server/usecases/own/undo-batch.ts'
import { bridge, panorama, portrait } from '../fixtures/media.ts'
import { type MemoryDeps, memoryDeps } from '../support/memory/deps.ts'

const cli = { actor: 'cli' }

async function edit(deps: MemoryDeps, codes: readonly (typeof bridge)[], patch: unknown): Promise<string> {
  const media = await Promise.all(codes.map(({ shortcode }) => deps.catalogue.findByShortcode(shortcode)))
  const edits = media.flatMap((item) => (item ? [{ media: item, patch: parsePatch(patch) }] : []))
  return (await editMedia(deps, edits, cli)).batch
}

const find = (deps: MemoryDeps, { shortcode }: typeof bridge) => deps.catalogue.findByShortcode(shortcode)

/** All that an undo brings back: revision and version rise. */
const restored = (media: typeof bridge, version: number) => ({ ...media, version, revision: expect.any(Number) })

describe('undoBatch', () => {
  it('brings back words and decisions of every media, in a batch of its own', async () => {
    const deps = memoryDeps()
    const patch = {
      title: 'Dusk',
      creators: 'Nobody',
      creditLine: null,
      keywords: [],
      status: { kind: 'withdrawn', reason: 'error' },
      visibility: 'private',
      embargoUntil: '2027-01-01T00:00:00Z',
      embedding: { hosts: 'nobody' },
      correction: true,
    }
    const batch = await edit(deps, [bridge, portrait], patch)
    const undone = await undoBatch(deps, batch, cli)
    expect(undone.batch).not.toBe(batch)
    expect(undone.media).toHaveLength(2)
    // From when on its existence was no secret is part of history, not of the owner's word.
    const announcedAt = expect.any(Number)
    expect(await find(deps, bridge)).toEqual({ ...restored(bridge, 3), announcedAt })
    expect(await find(deps, portrait)).toEqual({ ...restored(portrait, 3), announcedAt })
  })

  it('can be undone in turn', async () => {
    const deps = memoryDeps()
    const batch = await edit(deps, [bridge], { title: 'Dusk', place: null })
    const after = await find(deps, bridge)
    const { batch: undo } = await undoBatch(deps, batch, cli)
    await undoBatch(deps, undo, cli)
    expect(await find(deps, bridge)).toEqual({ ...after, version: 4, revision: 4 })
  })

  it('leaves alone what was changed elsewhere since, and what that marked as edited', async () => {
    const deps = memoryDeps()
    const batch = await edit(deps, [bridge], { title: 'Dusk' })
    await edit(deps, [bridge], { place: 'Southbank' })
    await undoBatch(deps, batch, cli)
    const { title } = bridge.description
    expect(await find(deps, bridge)).toMatchObject({ description: { title, place: 'Southbank' }, editedFields: ['place'] })
  })

  it('undoes nothing where one media was changed since, and names it with the property', async () => {
    const deps = memoryDeps()
    const batch = await edit(deps, [bridge, portrait], { creditLine: 'One' })
    await edit(deps, [portrait], { creditLine: 'Two' })
    await expect(undoBatch(deps, batch, cli)).rejects.toThrow(/Expected creditLine of C6aHDKgAQB/)
    await expect(undoBatch(deps, batch, cli)).rejects.toBeInstanceOf(ConflictError)
    expect((await find(deps, bridge))?.description.creditLine).toBe('One')
  })

  it('undoes a media that was changed twice in one batch', async () => {
    const deps = memoryDeps()
    for (const title of ['One', 'Two']) {
      const media = await find(deps, bridge)
      await editMedia(deps, media ? [{ media, patch: parsePatch({ title }) }] : [], { actor: 'cli', batch: 'both' })
    }
    await undoBatch(deps, 'both', cli)
    expect((await find(deps, bridge))?.description).toEqual(bridge.description)
  })

  it('keeps the words that an import had taken away: they are edited from now on', async () => {
    const deps = memoryDeps()
    const description = { ...bridge.description, creditLine: 'From the file' }
    const edited = editOf(bridge, { ...bridge, description }, { at: 1, actor: 'import', batch: 'imported' })
    await deps.catalogue.edit(edited ? [edited] : [])
    await undoBatch(deps, 'imported', cli)
    expect(await find(deps, bridge)).toMatchObject({ description: { creditLine: 'Placard Pictures' }, editedFields: ['creditLine'] })
  })

  it('says of what an import added, and of pictures, that they cannot be undone', async () => {
    const deps = memoryDeps({ media: [bridge] })
    const added = editOf(undefined, { ...panorama, version: 1 }, { at: 1, actor: 'import', batch: 'added' })
    const other = editOf(bridge, { ...bridge, original: panorama.original }, { at: 1, actor: 'import', batch: 'other' })
    await deps.catalogue.edit([...(added ? [added] : []), ...(other ? [other] : [])])
    await expect(undoBatch(deps, 'added', cli)).rejects.toThrow('What an import adds cannot be undone, and it added DpB8MAAAQA')
    await expect(undoBatch(deps, 'other', cli)).rejects.toThrow('original of C6aHDKgAQA changed. Import the former file again.')
  })

  it('refuses a name that the log does not know', async () => {
    await expect(undoBatch(memoryDeps(), 'nothing', cli)).rejects.toBeInstanceOf(NotFoundError)
  })

  it('refuses a value that this version would not have written', async () => {
    const deps = memoryDeps({ media: [bridge] })
    const edited = editOf(bridge, { ...bridge, visibility: 'private' }, { at: 1, actor: 'cli', batch: 'odd' })
    const change = edited && { ...edited.change, properties: [{ property: 'visibility', before: 'friends', after: 'private' }] as const }
    await deps.catalogue.edit(edited && change ? [{ ...edited, change }] : [])
    await expect(undoBatch(deps, 'odd', cli)).rejects.toThrow('Expected visibility in the log')
  })
})

it('planUndo says what would be, and writes nothing', async () => {
  const deps = memoryDeps()
  const batch = await edit(deps, [bridge], { title: 'Dusk' })
  const [undoing] = await planUndo(deps, batch)
  expect(undoing?.after.description).toEqual(bridge.description)
  expect((await find(deps, bridge))?.version).toBe(2)
})

it('findLastBatch passes over imports', async () => {
  const deps = memoryDeps()
  expect(await findLastBatch(deps)).toBeUndefined()
  const batch = await edit(deps, [bridge], { title: 'Dusk' })
  const edited = editOf(panorama, { ...panorama, description: bridge.description }, { at: 1, actor: 'import', batch: 'imported' })
  await deps.catalogue.edit(edited ? [edited] : [])
  expect(await findLastBatch(deps)).toBe(batch)
})

it('listHistory goes on past the first page', async () => {
  const deps = memoryDeps()
  for (let round = 0; round < 1002; round += 1) await edit(deps, [bridge], { title: `Title ${round}` })
  const versions: number[] = []
  for await (const { version } of listHistory(deps, { mediaId: bridge.id, newestFirst: true })) versions.push(version)
  expect([versions.length, versions[0], versions.at(-1)]).toEqual([1002, 1003, 2])
})
