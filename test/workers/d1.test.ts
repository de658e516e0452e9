import { env } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { d1Catalogue } from '../../server/adapters/catalogue/d1.ts'
import { ConflictError, UnavailableError } from '../../server/core/errors.ts'
import { encodeShortcode } from '../../server/core/identity/shortcode.ts'
import type { Media, MediaId } from '../../server/core/media.ts'
import { bridge, portrait } from '../fixtures/media.ts'
import { save } from '../support/memory/save.ts'
import { dropTables } from './drop-tables.ts'

async function openEmpty() {
  await dropTables(env.DB)
  return d1Catalogue(env.DB)
}

const numbered = (index: number): Media => {
  const id = (bridge.id + BigInt(index)) as MediaId
  return { ...bridge, id, shortcode: encodeShortcode(id) }
}

const editTo = (media: Media, version: number) => ({
  media: { ...media, version },
  change: { mediaId: media.id, at: 1, actor: 'cli', batch: 'b', revision: 1, version, properties: [] },
})

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
    const edits = [editTo(bridge, 2), editTo(portrait, 3)]
    await expect(catalogue.edit(edits)).rejects.toThrow(`Expected ${portrait.shortcode} in version 2`)
    await expect(catalogue.edit(edits)).rejects.toThrow(ConflictError)
    expect((await catalogue.findByShortcode(bridge.shortcode))?.version).toBe(1)
  })

  it('writes a thousand edits in a few statements, all of them or none', async () => {
    const catalogue = await openEmpty()
    const written: number[] = []
    const counting = d1Catalogue({
      prepare: (text) => env.DB.prepare(text),
      batch: (statements) => {
        written.push(statements.length)
        return env.DB.batch(statements)
      },
    })
    const media = Array.from({ length: 1000 }, (_, index) => numbered(index))
    await counting.edit(media.map((item) => editTo(item, 1)))
    await counting.edit(media.map((item) => editTo(item, 2)))
    // Media and log of 1,000 media of some 2 kB each, in lists of a megabyte at most.
    expect(written.slice(-2)).toEqual([4, 4])
    const stale = media.map((item, index) => editTo(item, index === 999 ? 2 : 3))
    await expect(catalogue.edit(stale)).rejects.toThrow(`Expected ${media[999]!.shortcode} in version 1`)
    const versions = await env.DB.prepare('SELECT version, count(*) AS count FROM media GROUP BY version').run()
    expect(versions.results).toEqual([{ version: 2, count: 1000 }])
    const log = await catalogue.listChanges({ batch: 'b', after: 1000, limit: 1000 })
    expect(log.map(({ mediaId }) => mediaId)).toEqual(media.map(({ id }) => id))
  })

  it('writes what is longer than a statement may bring in several', async () => {
    const catalogue = await openEmpty()
    const long = (media: Media): Media => ({
      ...media,
      description: { ...media.description, caption: [{ lang: 'de', text: 'ü'.repeat(200_000) }] },
    })
    const media = Array.from({ length: 5 }, (_, index) => long(numbered(index)))
    await catalogue.edit(media.map((item) => editTo(item, 1)))
    expect(await catalogue.list({ after: 0n as MediaId, limit: 10 })).toStrictEqual(media)
  })

  it('takes two edits of one media in one go, one after the other', async () => {
    const catalogue = await openEmpty()
    await catalogue.edit([editTo(bridge, 1), editTo(bridge, 2), editTo(portrait, 1), editTo(bridge, 3)])
    expect((await catalogue.findByShortcode(bridge.shortcode))?.version).toBe(3)
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
