import { expect, it } from 'vitest'
import { groupedCatalogue } from '../../../server/adapters/catalogue/grouped.ts'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import { ConflictError, UnavailableError } from '../../../server/core/errors.ts'
import type { Media } from '../../../server/core/media.ts'
import type { Catalogue, Edit } from '../../../server/ports/catalogue.ts'
import { catalogueEditsContract } from '../../contracts/catalogue-edits.ts'
import { bridge, panorama, portrait } from '../../fixtures/media.ts'

const FOREVER = 2_000_000_000

catalogueEditsContract('groupedCatalogue', async () => groupedCatalogue(await openSqliteCatalogue(':memory:'), { maxWaitMs: 1 }))

function newMedia(media: Media): Edit {
  const { id: mediaId, revision } = media
  return { media: { ...media, version: 1 }, change: { mediaId, at: 1, actor: 'test', batch: 'test', revision, version: 1, properties: [] } }
}

/** How many edits each commit was made of. */
async function counted(fail?: Error): Promise<{ readonly catalogue: Catalogue; readonly commits: number[] }> {
  const [catalogue, commits] = [await openSqliteCatalogue(':memory:'), [] as number[]]
  const edit = async (edits: readonly Edit[]) => {
    commits.push(edits.length)
    if (fail) throw fail
    await catalogue.edit(edits)
  }
  return { catalogue: { ...catalogue, edit }, commits }
}

it('commits what comes together once', async () => {
  const { catalogue, commits } = await counted()
  const grouped = groupedCatalogue(catalogue, { maxEdits: 3, maxWaitMs: FOREVER })
  await Promise.all([bridge, portrait, panorama].map((media) => grouped.edit([newMedia(media)])))
  expect(commits).toEqual([3])
  expect(await grouped.list({ limit: 10 })).toHaveLength(3)
})

it('does not keep waiting for more', async () => {
  const { catalogue, commits } = await counted()
  await groupedCatalogue(catalogue, { maxWaitMs: 1 }).edit([newMedia(bridge)])
  expect(commits).toEqual([1])
})

it('refuses only the one that is in the way of the others', async () => {
  const { catalogue, commits } = await counted()
  const grouped = groupedCatalogue(catalogue, { maxEdits: 3, maxWaitMs: FOREVER })
  const results = await Promise.allSettled([bridge, bridge, portrait].map((media) => grouped.edit([newMedia(media)])))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(results[1]).toMatchObject({ reason: expect.any(ConflictError) })
  expect(commits).toEqual([3, 1, 1, 1])
})

it('fails nobody for what is wrong with another', async () => {
  const { catalogue } = await counted()
  const edit = async (edits: readonly Edit[]) => {
    if (edits.some(({ media }) => media.id === portrait.id)) throw new RangeError('Expected another number')
    await catalogue.edit(edits)
  }
  const grouped = groupedCatalogue({ ...catalogue, edit }, { maxEdits: 3, maxWaitMs: FOREVER })
  const results = await Promise.allSettled([bridge, portrait, panorama].map((media) => grouped.edit([newMedia(media)])))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

it('tells everyone that nothing was written where the catalogue fails', async () => {
  const { catalogue, commits } = await counted(new UnavailableError('The disk is full'))
  const grouped = groupedCatalogue(catalogue, { maxEdits: 2, maxWaitMs: FOREVER })
  const results = await Promise.allSettled([bridge, portrait].map((media) => grouped.edit([newMedia(media)])))
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(commits).toEqual([2])
})

it('writes what still waits when it is closed', async () => {
  const { catalogue, commits } = await counted()
  const grouped = groupedCatalogue(catalogue, { maxWaitMs: FOREVER })
  const edited = grouped.edit([newMedia(bridge)])
  await grouped.close()
  await edited
  expect(commits).toEqual([1])
})

it('is closed after the commits that are under way', async () => {
  const { catalogue } = await counted()
  const done: string[] = []
  let go = () => {}
  const isAllowed = new Promise<void>((resolve) => {
    go = resolve
  })
  const slow: Catalogue = {
    ...catalogue,
    async edit(edits) {
      await isAllowed
      await catalogue.edit(edits)
      done.push('committed')
    },
    async close() {
      done.push('closed')
      await catalogue.close()
    },
  }
  const grouped = groupedCatalogue(slow, { maxEdits: 1 })
  const edited = grouped.edit([newMedia(bridge)])
  const closed = grouped.close()
  go()
  await Promise.all([edited, closed])
  expect(done).toEqual(['committed', 'closed'])
})
