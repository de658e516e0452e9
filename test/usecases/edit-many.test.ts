import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { editOf } from '../../server/core/edit.ts'
import { encodeShortcode } from '../../server/core/identity/shortcode.ts'
import type { Media, MediaId } from '../../server/core/media.ts'
import { parsePatch } from '../../server/core/owner/media-patch.ts'
import { parseCondition } from '../../server/core/owner/where.ts'
import { editMedia } from '../../server/usecases/own/edit-media.ts'
import { listHistory } from '../../server/usecases/own/list-history.ts'
import { selectMedia } from '../../server/usecases/own/select-media.ts'
import { undoBatch } from '../../server/usecases/own/undo-batch.ts'
import { bridge } from '../fixtures/media.ts'
import { memoryDeps } from '../support/memory/deps.ts'
import { tempFolder } from '../support/temp-folder.ts'

const COUNT = 2_500

const many: readonly Media[] = Array.from({ length: COUNT }, (_, index) => {
  const id = (bridge.id + BigInt(index)) as MediaId // The ids from that of the bridge on are ids too.
  return {
    ...bridge,
    id,
    shortcode: encodeShortcode(id),
    description: { ...bridge.description, place: index % 2 === 0 ? 'Northbank' : 'Southbank' },
  }
})

it('finds, edits and undoes thousands of media in SQLite, in one batch each', async () => {
  const catalogue = await openSqliteCatalogue(join(tempFolder(), 'catalogue.sqlite'))
  const deps = { ...memoryDeps(), catalogue }
  await catalogue.edit(many.flatMap((media) => editOf(undefined, media, { at: bridge.publishedAt, actor: 'import', batch: 'made' }) ?? []))
  const conditions = [parseCondition('place=Southbank') ?? []].flat()
  const patch = parsePatch({
    title: { en: null },
    creators: 'Ann Ng',
    status: { kind: 'withdrawn', reason: 'privacy' },
    embedding: { hosts: 'nobody' },
  })
  const edits: { media: Media; patch: typeof patch }[] = []
  for await (const media of selectMedia(deps, conditions)) edits.push({ media, patch })

  const { batch, media } = await editMedia(deps, edits, { actor: 'cli' })
  expect(media).toHaveLength(COUNT / 2)
  let logged = 0
  for await (const change of listHistory(deps, { batch })) logged += change.properties.length > 0 ? 1 : 0
  expect(logged).toBe(COUNT / 2)

  expect((await undoBatch(deps, batch, { actor: 'cli' })).media).toHaveLength(COUNT / 2)
  for await (const after of selectMedia(deps, conditions)) {
    expect(after).toEqual({ ...many[Number(after.id - bridge.id)], version: 3, revision: 3 })
  }
  await catalogue.close()
})
