import { describe, expect, it } from 'vitest'
import { BrokenMediaError } from '../../server/core/errors.ts'
import type { Media } from '../../server/core/media.ts'
import { parsePatch } from '../../server/core/owner/media-patch.ts'
import type { Edit } from '../../server/ports/catalogue.ts'
import type { Inspector } from '../../server/ports/inspector.ts'
import type { PictureFile, PictureFolder } from '../../server/ports/picture-folder.ts'
import { type ImportProgress, importMedia } from '../../server/usecases/import/import-media.ts'
import { editMedia } from '../../server/usecases/own/edit-media.ts'
import { undoBatch } from '../../server/usecases/own/undo-batch.ts'
import { inDefault, silent } from '../fixtures/media.ts'
import { memoryDeps } from '../support/memory/deps.ts'

/** A file of words: the picture is its text, the title is the sidecar or the text. */
interface Words {
  picture: string
  sidecar?: string
  stamp: string
}

const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** Sees a title in the bytes before any `#`, and fails for `broken`. */
const wordInspector: Inspector = {
  async inspect(bytes, sidecar) {
    const [title = ''] = decode(sidecar ?? bytes).split('#')
    if (title === 'broken') throw new BrokenMediaError('Expected a whole picture but it is broken')
    const facts = {
      width: 4,
      height: 3,
      type: 'image/png',
      hasAlpha: false,
      placeholder: { thumbHash: 'AA==', colour: '#000000' },
    } as const
    return { ...facts, description: { ...silent, title: inDefault(title) }, notes: title === 'odd' ? ['it is odd'] : [] }
  },
}

function folderOf(files: Record<string, Words>): PictureFolder & { reads: number } {
  const folder = {
    reads: 0,
    list: async (): Promise<readonly PictureFile[]> =>
      Object.entries(files).map(([label, words]) => ({
        kind: 'picture',
        path: `/pictures/${label}`,
        label,
        stamp: words.stamp,
        read: async () => {
          folder.reads += 1
          return encode(words.picture)
        },
        readSidecar: async () => (words.sidecar === undefined ? undefined : encode(words.sidecar)),
      })),
  }
  return folder
}

const emptyDeps = () => memoryDeps({ media: [], inspector: wordInspector })
type TestDeps = ReturnType<typeof emptyDeps>
const allMedia = (deps: TestDeps, visibility: 'public' | 'private' = 'public') => deps.catalogue.list({ visibility, limit: 200 })
const titles = (media: readonly Media[]) => media.map(({ description }) => description.title[0]?.text).sort()

describe('importMedia', () => {
  it('makes one public media of each picture and keeps its original', async () => {
    const deps = emptyDeps()
    const report = await importMedia(deps, folderOf({ 'a.png': { picture: 'A', stamp: '1' }, 'b.png': { picture: 'B', stamp: '1' } }))
    expect(report).toMatchObject({ total: 2, counts: { new: 2, changed: 0, unchanged: 0, failed: 0 }, stopped: false })
    const [media] = await allMedia(deps)
    expect(media).toMatchObject({
      revision: 1,
      standing: { kind: 'published' },
      publishedAt: deps.clock.now(),
      original: { width: 4, bytes: 1 },
    })
    expect(await deps.originals.open(media!.original.key)).toMatchObject({ bytes: 1 })
  })

  it('changes nothing and reads nothing the second time (D6)', async () => {
    const deps = emptyDeps()
    const folder = folderOf({ 'a.png': { picture: 'A', stamp: '1' }, 'b.png': { picture: 'B', sidecar: 'Bee', stamp: '1' } })
    await importMedia(deps, folder)
    const before = await allMedia(deps)
    folder.reads = 0
    deps.clock.advance(1000)
    expect((await importMedia(deps, folder)).counts).toEqual({ new: 0, changed: 0, unchanged: 2, failed: 0 })
    expect(folder.reads).toBe(0)
    expect(await allMedia(deps)).toEqual(before)
  })

  it('a touched file is read, found to be the same, and not read again', async () => {
    const deps = emptyDeps()
    const files = { 'a.png': { picture: 'A', stamp: '1' } }
    const folder = folderOf(files)
    await importMedia(deps, folder)
    files['a.png'].stamp = '2'
    expect((await importMedia(deps, folder)).counts.unchanged).toBe(1)
    expect((await importMedia(deps, folder)).counts.unchanged).toBe(1)
    expect(folder.reads).toBe(2)
  })

  it('changed metadata raises the revision; shortcode, time and visibility stay', async () => {
    const deps = emptyDeps()
    const files: Record<string, Words> = { 'a.png': { picture: 'A', stamp: '1' } }
    await importMedia(deps, folderOf(files), { visibility: 'private' })
    const [before] = await allMedia(deps, 'private')
    files['a.png'] = { picture: 'A', sidecar: 'Better', stamp: '2' }
    deps.clock.advance(1000)
    const report = await importMedia(deps, folderOf(files))
    expect(report.changes).toEqual([{ label: 'a.png', kind: 'changed', fields: ['title'] }])
    const [after] = await allMedia(deps, 'private')
    expect(after).toEqual({ ...before, revision: 2, version: 2, description: { ...silent, title: inDefault('Better') } })
  })

  it('changed pixels keep the shortcode of their path', async () => {
    const deps = emptyDeps()
    await importMedia(deps, folderOf({ 'a.png': { picture: 'A#1', stamp: '1' } }))
    const [before] = await allMedia(deps)
    const report = await importMedia(deps, folderOf({ 'a.png': { picture: 'A#22', stamp: '2' } }))
    expect(report.changes).toEqual([{ label: 'a.png', kind: 'changed', fields: ['original'] }])
    expect(await allMedia(deps)).toMatchObject([{ shortcode: before?.shortcode, revision: 2, original: { bytes: 4 } }])
  })

  it('a renamed file is the same media', async () => {
    const deps = emptyDeps()
    await importMedia(deps, folderOf({ 'a.png': { picture: 'A', stamp: '1' } }))
    const before = await allMedia(deps)
    expect((await importMedia(deps, folderOf({ 'z.png': { picture: 'A', stamp: '1' } }))).counts.unchanged).toBe(1)
    expect(await allMedia(deps)).toEqual(before)
  })

  it('copies are one media, also when they are read at the same time', async () => {
    const deps = emptyDeps()
    const files = { 'a.png': { picture: 'A', stamp: '1' }, 'b.png': { picture: 'A', stamp: '1' }, 'c.png': { picture: 'A', stamp: '1' } }
    expect((await importMedia(deps, folderOf(files), { concurrency: 3 })).counts).toMatchObject({ new: 1, unchanged: 2 })
    expect(await allMedia(deps)).toHaveLength(1)
    expect((await importMedia(deps, folderOf(files))).counts).toMatchObject({ unchanged: 3 })
  })

  it('a copy without a sidecar does not take back what the sidecar of the other says', async () => {
    const deps = emptyDeps()
    const first: Words = { picture: 'A', sidecar: 'Credited', stamp: '1' }
    await importMedia(deps, folderOf({ 'a.png': first }))
    await importMedia(deps, folderOf({ 'a.png': first, 'copy.png': { picture: 'A', stamp: '1' } }))
    expect(await allMedia(deps)).toMatchObject([{ revision: 1, description: { title: inDefault('Credited') } }])
  })

  it('a bad file is reported and stops nothing', async () => {
    const deps = emptyDeps()
    const report = await importMedia(
      deps,
      folderOf({
        'a.png': { picture: 'broken', stamp: '1' },
        'b.png': { picture: 'B', stamp: '1' },
        'c.png': { picture: 'odd', stamp: '1' },
      }),
    )
    expect(report.counts).toEqual({ new: 2, changed: 0, unchanged: 0, failed: 1 })
    expect(report.failures).toEqual([{ label: 'a.png', reason: 'Expected a whole picture but it is broken', code: 'broken_media' }])
    expect(report.notes).toEqual([{ label: 'c.png', note: 'it is odd' }])
    expect(titles(await allMedia(deps))).toEqual(['B', 'odd'])
  })

  it('a dry run writes nothing and says what would change', async () => {
    const deps = emptyDeps()
    const files: Record<string, Words> = { 'a.png': { picture: 'A', stamp: '1' }, 'b.png': { picture: 'B', stamp: '1' } }
    await importMedia(deps, folderOf(files))
    const before = await allMedia(deps)
    files['a.png'] = { picture: 'A', sidecar: 'Changed', stamp: '2' }
    files['c.png'] = { picture: 'C', stamp: '1' }
    files['copy-of-c.png'] = { picture: 'C', stamp: '1' }
    for (const _ of [1, 2]) {
      const report = await importMedia(deps, folderOf(files), { dryRun: true })
      expect(report.counts).toEqual({ new: 1, changed: 1, unchanged: 2, failed: 0 })
      expect(report.changes).toEqual([
        { label: 'a.png', kind: 'changed', fields: ['title'] },
        { label: 'c.png', kind: 'new', fields: [] },
      ])
    }
    expect(await allMedia(deps)).toEqual(before)
    expect(await deps.catalogue.findSource('/pictures/c.png')).toBeUndefined()
    expect(await deps.originals.open(await deps.originals.keyOf(encode('C')))).toBeUndefined()
  })

  it('stops between two files when asked to, and a second run completes the first', async () => {
    const deps = emptyDeps()
    const files = Object.fromEntries([...'abcdefghij'].map((name) => [`${name}.png`, { picture: name, stamp: '1' }]))
    const stop = new AbortController()
    const onProgress = ({ done }: ImportProgress) => done === 4 && stop.abort()
    const report = await importMedia(deps, folderOf(files), { concurrency: 1, signal: stop.signal, onProgress })
    expect(report).toMatchObject({ total: 10, stopped: true })
    // What had been read by then is finished, and told.
    expect(report.counts.new).toBeGreaterThanOrEqual(4)
    expect(await allMedia(deps)).toHaveLength(report.counts.new)
    expect((await importMedia(deps, folderOf(files))).counts).toMatchObject({ new: 10 - report.counts.new, unchanged: report.counts.new })
    expect(titles(await allMedia(deps))).toEqual([...'abcdefghij'])
  })

  it('has no more files in flight than allowed, and tells of each one', async () => {
    let inFlight = 0
    let most = 0
    const inspector: Inspector = {
      async inspect(bytes) {
        inFlight += 1
        most = Math.max(most, inFlight)
        await Promise.resolve()
        inFlight -= 1
        return wordInspector.inspect(bytes)
      },
    }
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}.png`, { picture: `${index}`, stamp: '1' }]))
    const seen: number[] = []
    await importMedia(memoryDeps({ media: [], inspector }), folderOf(files), { concurrency: 3, onProgress: ({ done }) => seen.push(done) })
    expect(most).toBe(3)
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  it('the original is durable before the media that names it', async () => {
    const deps = emptyDeps()
    const order: string[] = []
    const catalogue = {
      ...deps.catalogue,
      edit: async (edits: readonly Edit[]) => {
        for (const { media } of edits) {
          order.push((await deps.originals.open(media.original.key)) ? 'media after original' : 'media before original')
        }
      },
    }
    await importMedia({ ...deps, catalogue }, folderOf({ 'a.png': { picture: 'A', stamp: '1' } }))
    expect(order).toEqual(['media after original'])
  })
})

describe('any number of kills', () => {
  it('ends in the same state as one clean run (D6)', async () => {
    const files = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`${index}.png`, { picture: `p${index % 9}`, stamp: '1' }]))
    const clean = emptyDeps()
    await importMedia(clean, folderOf(files))
    for (let killedAt = 1; killedAt <= 40; killedAt++) {
      const deps = emptyDeps()
      await importMedia(killedAfter(deps, killedAt), folderOf(files))
      await importMedia(deps, folderOf(files))
      expect(titles(await allMedia(deps))).toEqual(titles(await allMedia(clean)))
      expect((await importMedia(deps, folderOf(files))).counts.unchanged).toBe(12)
    }
  })
})

describe('what its owner edited here', () => {
  const edit = async (deps: TestDeps, patch: unknown) => {
    const [media] = await allMedia(deps)
    return (await editMedia(deps, media ? [{ media, patch: parsePatch(patch) }] : [], { actor: 'cli' })).batch
  }

  it('outlasts an import of the changed file, also where it was emptied', async () => {
    const deps = emptyDeps()
    const importNow = (picture: string, stamp: string) => importMedia(deps, folderOf({ 'a.png': { picture, stamp } }))
    await importNow('A', '1')
    await edit(deps, { title: 'Edited', place: 'Here' })
    await importNow('B', '2')
    expect((await allMedia(deps))[0]).toMatchObject({
      description: { title: inDefault('Edited'), place: 'Here' },
      original: { bytes: 1 },
      version: 3,
    })
    await edit(deps, { title: null })
    await importNow('C', '3')
    expect(titles(await allMedia(deps))).toEqual([undefined])
  })

  it('is the file’s again once it is undone', async () => {
    const deps = emptyDeps()
    await importMedia(deps, folderOf({ 'a.png': { picture: 'A', stamp: '1' } }))
    await undoBatch(deps, await edit(deps, { title: 'Edited' }), { actor: 'cli' })
    await importMedia(deps, folderOf({ 'a.png': { picture: 'B', stamp: '2' } }))
    expect(titles(await allMedia(deps))).toEqual(['B'])
  })
})

/** After so many writes nothing is written any more, as if the process had died there. */
function killedAfter(deps: TestDeps, writes: number) {
  let left = writes
  const alive = () => {
    left -= 1
    if (left < 0) throw new Error('killed')
  }
  return {
    ...deps,
    catalogue: {
      ...deps.catalogue,
      edit: async (...args: Parameters<typeof deps.catalogue.edit>) => {
        alive()
        await deps.catalogue.edit(...args)
      },
      saveSource: async (...args: Parameters<typeof deps.catalogue.saveSource>) => {
        alive()
        await deps.catalogue.saveSource(...args)
      },
    },
    originals: {
      ...deps.originals,
      put: async (bytes: Uint8Array) => {
        alive()
        return await deps.originals.put(bytes)
      },
    },
  }
}
