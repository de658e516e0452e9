import { env } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { d1Catalogue } from '../../server/adapters/catalogue/d1.ts'
import { ConflictError, UnavailableError } from '../../server/core/errors.ts'
import { encodeShortcode } from '../../server/core/identity/shortcode.ts'
import type { Media, MediaId } from '../../server/core/media.ts'
import { bridge, portrait } from '../fixtures/media.ts'
import { save } from '../support/save.ts'
import { dropTables } from './drop-tables.ts'

async function openEmpty() {
  await dropTables(env.DB)
  return d1Catalogue(env.DB)
}

const numbered = (index: number): Media => {
  const id = (bridge.id + BigInt(index)) as MediaId
  return { ...bridge, id, shortcode: encodeShortcode(id) }
}

describe('D1', () => {
  it('is migrated once, whoever comes first', async () => {
    await dropTables(env.DB)
    const isolates = Array.from({ length: 5 }, () => d1Catalogue(env.DB))
    await expect(Promise.all(isolates.map((catalogue) => catalogue.check()))).resolves.toBeDefined()
    await save(isolates[0]!, bridge)
    expect(await isolates[4]!.findByShortcode(bridge.shortcode)).toStrictEqual(bridge)
  })

  it('is not written by an older version of Placard', async () => {
    await (await openEmpty()).check()
    await env.DB.prepare('INSERT INTO placard_schema VALUES (1000)').run()
    await expect(d1Catalogue(env.DB).findByShortcode(bridge.shortcode)).rejects.toThrow(UnavailableError)
    await expect(d1Catalogue(env.DB).check()).rejects.toThrow('or a later one')
  })

  it('tells neighbours apart whose ids are the same number in JavaScript', async () => {
    const catalogue = await openEmpty()
    const [one, next] = [numbered(0), numbered(1)]
    expect(Number(one.id)).toBe(Number(next.id))
    await save(catalogue, one)
    expect(await catalogue.findByShortcode(next.shortcode)).toBeUndefined()
    expect((await catalogue.list({ limit: 2 })).map(({ id }) => id)).toEqual([one.id])
  })

  it('looks up the log of 200 media, though D1 takes 100 parameters', async () => {
    const catalogue = await openEmpty()
    await save(catalogue, bridge)
    const mediaIds = Array.from({ length: 200 }, (_, index) => numbered(index).id)
    expect((await catalogue.listChanges({ mediaIds, limit: 10 })).map(({ mediaId }) => mediaId)).toEqual([bridge.id])
  })

  it('names the media that was in the way, and writes nothing of the batch', async () => {
    const catalogue = await openEmpty()
    for (const media of [bridge, portrait]) await save(catalogue, media)
    const editTo = (media: Media, version: number) => ({
      media: { ...media, version },
      change: { mediaId: media.id, at: 1, actor: 'cli', batch: 'b', revision: 1, version, properties: [] },
    })
    const edits = [editTo(bridge, 2), editTo(portrait, 3)]
    await expect(catalogue.edit(edits)).rejects.toThrow(`Expected ${portrait.shortcode} in version 2`)
    await expect(catalogue.edit(edits)).rejects.toThrow(ConflictError)
    expect((await catalogue.findByShortcode(bridge.shortcode))?.version).toBe(1)
  })

  it('says what to look at when the database does not answer', async () => {
    const broken = {
      ...env.DB,
      prepare: () => env.DB.prepare('SELECT * FROM nowhere'),
      batch: () => Promise.reject(new Error('D1 is down')),
    }
    await expect(d1Catalogue(broken).check()).rejects.toThrow('binding DB')
  })
})
