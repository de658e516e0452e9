import { copyFile, mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { pictureFolder } from '../../server/adapters/folder/fs.ts'
import { sharpInspector } from '../../server/adapters/inspector/sharp-inspector.ts'
import { openOriginalsFolder } from '../../server/adapters/originals/fs.ts'
import type { Media } from '../../server/core/media.ts'
import { type ImportOptions, importMedia } from '../../server/usecases/import/import-media.ts'
import { inDefault, originalBytes } from '../fixtures/media.ts'
import { CAPTIONS, videoBytes } from '../fixtures/videos.ts'
import { memoryDeps } from '../support/memory/deps.ts'
import { tempFolder } from '../support/temp-folder.ts'

const MB = 1_000_000
const UNCHANGED = { new: 0, changed: 0, unchanged: 1, failed: 0 }

let root: string
let deps: ReturnType<typeof memoryDeps>

beforeEach(async () => {
  root = tempFolder()
  const data = tempFolder()
  deps = memoryDeps({
    catalogue: await openSqliteCatalogue(':memory:'),
    originals: await openOriginalsFolder(join(data, 'originals')),
    inspector: sharpInspector({ maxInputPixels: 50 * MB, maxOriginalBytes: 25 * MB }),
  })
})

const put = async (name: string, content: string | Uint8Array) => {
  await mkdir(join(root, name, '..'), { recursive: true })
  await writeFile(join(root, name), content)
}
const run = (options?: ImportOptions) => importMedia(deps, pictureFolder(root, { maxOriginalBytes: 25 * MB }), options)
const all = () => deps.catalogue.list({ visibility: 'public', limit: 100 })
const only = async (): Promise<Media> => {
  const media = await all()
  expect(media).toHaveLength(1)
  return media[0]!
}

/** A sidecar that names title and alt text. */
function xmp(title: string, altText = ''): string {
  const alt = (name: string, text: string) => `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></${name}>`
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">${alt('dc:title', title)}${
      altText && alt('Iptc4xmpCore:AltTextAccessibility', altText)
    }</rdf:Description></rdf:RDF></x:xmpmeta>`
}

describe('a folder that is a carousel', () => {
  beforeEach(async () => {
    await put('day.carousel/1.jpg', originalBytes('bridge.jpg'))
    await put('day.carousel/2.jpg', originalBytes('portrait.jpg'))
    await put('day.carousel/2.xmp', xmp('Second', 'A keeper'))
    await put('day.carousel/10.png', originalBytes('cutout.png'))
  })

  it('becomes one media of its pictures, each with its own alt text, and its originals are kept', async () => {
    expect((await run()).counts).toEqual({ new: 1, changed: 0, unchanged: 0, failed: 0 })
    const media = await only()
    expect(media).toMatchObject({ type: 'carousel', revision: 1, original: { width: 2000, height: 1333 } })
    expect(media.items?.map(({ original }) => original.type)).toEqual(['image/jpeg', 'image/jpeg', 'image/png'])
    expect(media.items?.map(({ altText }) => altText)).toEqual([[], inDefault('A keeper'), []])
    expect(media.original).toEqual(media.items?.[0]?.original)
    for (const { original } of media.items ?? []) {
      const stored = await deps.originals.open(original.key)
      expect((await new Response(stored?.body).arrayBuffer()).byteLength).toBe(original.bytes)
    }
  })

  it('is described by the sidecar beside it', async () => {
    await put('day.carousel.xmp', xmp('A day', 'All of it'))
    await run()
    const media = await only()
    expect(media.description).toMatchObject({ title: inDefault('A day'), altText: inDefault('All of it') })
    expect(media.items?.[0]?.altText).toEqual([])
  })

  it('tells the owner of a picture that names somebody else, since one credit is shown', async () => {
    await put('day.carousel/3.jpg', originalBytes('panorama.jpg'))
    await put(
      'day.carousel/3.xmp',
      xmp('Third').replace('</rdf:Desc', '<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li></rdf:Seq></dc:creator></rdf:Desc'),
    )
    const notes = (await run()).notes.map(({ note }) => note)
    expect(notes).toContain('3.jpg: its credit is not shown, since it differs from that of 1.jpg: name all creators in day.carousel.xmp')
    expect(notes.some((note) => note.startsWith('10.png'))).toBe(false)
  })

  it('changes nothing the second time (D6), and nothing when it is only touched or moved', async () => {
    await run()
    const before = await only()
    expect((await run()).counts).toEqual(UNCHANGED)
    await utimes(join(root, 'day.carousel', '2.jpg'), 1, 1)
    expect((await run()).counts).toEqual(UNCHANGED)
    await rename(join(root, 'day.carousel'), join(root, 'night.carousel'))
    expect((await run()).counts).toEqual(UNCHANGED)
    expect(await only()).toEqual(before)
  })

  it.each([
    ['a changed picture', () => put('day.carousel/2.jpg', originalBytes('panorama.jpg')), ['items']],
    ['a further picture', () => put('day.carousel/11.jpg', originalBytes('panorama.jpg')), ['items']],
    ['a picture less', () => rm(join(root, 'day.carousel', '10.png')), ['items']],
    [
      'another cover, with its words',
      () => rename(join(root, 'day.carousel', '10.png'), join(root, 'day.carousel', '0.png')),
      ['title', 'creators', 'creditLine', 'copyrightNotice', 'licenceUrl', 'original', 'placeholder', 'items'],
    ],
    ['another order', () => rename(join(root, 'day.carousel', '2.jpg'), join(root, 'day.carousel', '11.jpg')), ['items']],
    ['a changed alt text', () => put('day.carousel/2.xmp', xmp('Second', 'A guard')), ['items']],
    ['a sidecar', () => put('day.carousel.xmp', xmp('A day')), ['title']],
  ])('raises its revision for %s, and a dry run names it', async (_name, change, fields) => {
    await run()
    const before = await only()
    await change()
    const planned = await run({ dryRun: true })
    expect(planned.changes).toEqual([{ label: 'day.carousel', kind: 'changed', fields }])
    expect(await only()).toEqual(before)
    expect((await run()).changes).toEqual(planned.changes)
    expect(await only()).toMatchObject({ id: before.id, revision: 2 })
  })

  it('is another work than its first picture alone', async () => {
    await put('a.jpg', originalBytes('bridge.jpg'))
    await put('z.jpg', originalBytes('bridge.jpg'))
    expect((await run()).counts).toMatchObject({ new: 2, unchanged: 1 })
    expect((await all()).map(({ type }) => type).sort()).toEqual(['carousel', 'image'])
  })

  it('fails whole with the name of the picture that is broken, and the next run tries again', async () => {
    await put('day.carousel/3.jpg', originalBytes('bridge.jpg').slice(0, 2000))
    const report = await run()
    expect(report.failures).toMatchObject([{ label: 'day.carousel', code: 'broken_media' }])
    expect(report.failures[0]?.reason).toMatch(/^3\.jpg: Expected a whole JPEG/)
    expect(await all()).toEqual([])
    await rm(join(root, 'day.carousel', '3.jpg'))
    expect((await run()).counts.new).toBe(1)
  })

  it.each([
    [1, 1],
    [0, 21],
  ])('has 2 to 20 pictures', async (_index, count) => {
    for (let n = 0; n < count; n++) await put(`many.carousel/${n}.jpg`, originalBytes('small.jpg'))
    const report = await run()
    expect(report.failures).toMatchObject([{ label: 'many.carousel', code: 'bad_request' }])
    expect(report.failures[0]?.reason).toContain(`Expected 2 to 20 pictures in a carousel but received ${count}`)
  })

  it('may have 20', async () => {
    for (let n = 0; n < 20; n++) await put(`many.carousel/${n}.jpg`, originalBytes('small.jpg'))
    expect((await run()).counts.new).toBe(2)
  })
})

describe('a video', () => {
  beforeEach(async () => {
    await put('clip.mp4', videoBytes('phone.mp4'))
    await put('clip.mp4.jpg', videoBytes('poster.jpg'))
    await put('clip.en.vtt', CAPTIONS)
    await put('clip.xmp', xmp('Test picture', 'Bars and a clock'))
  })

  it('becomes a media with its poster as the cover; it is kept cleaned (I6), its captions beside it', async () => {
    const report = await run()
    expect(report.counts).toEqual({ new: 1, changed: 0, unchanged: 0, failed: 0 })
    expect(report.notes).toEqual([{ label: 'clip.mp4', note: 'its poster has another shape than the video' }])
    const media = await only()
    expect(media).toMatchObject({
      type: 'video',
      original: { type: 'image/jpeg', width: 320, height: 180 },
      description: { title: inDefault('Test picture'), altText: inDefault('Bars and a clock') },
      video: { type: 'video/mp4', width: 180, height: 320, durationMs: 2000, tracks: [{ lang: 'en', kind: 'captions', bytes: 78 }] },
    })
    const stored = await deps.originals.open(media.video!.key)
    const bytes = Buffer.from(await new Response(stored!.body).arrayBuffer())
    expect(bytes.length).toBe(media.video?.bytes)
    expect(bytes.includes('SECRET')).toBe(false)
    const track = await deps.originals.open(media.video!.tracks[0]!.key)
    expect(await new Response(track!.body).text()).toBe(CAPTIONS)
    expect(await deps.originals.open(await deps.originals.keyOf(videoBytes('phone.mp4')))).toBeUndefined()
  })

  it('changes nothing the second time (D6), and nothing when it is only touched', async () => {
    await run()
    const before = await only()
    expect((await run()).counts).toEqual(UNCHANGED)
    await utimes(join(root, 'clip.en.vtt'), 1, 1)
    expect((await run()).counts).toEqual(UNCHANGED)
    expect(await only()).toEqual(before)
  })

  it.each([
    ['another film', () => put('clip.mp4', videoBytes('clip.mp4')), ['video']],
    ['another poster', () => put('clip.mp4.jpg', originalBytes('small.jpg')), ['original', 'placeholder']],
    ['changed captions', () => put('clip.en.vtt', `${CAPTIONS}\n`), ['tracks']],
    ['captions in another language', () => put('clip.de.vtt', CAPTIONS), ['tracks']],
    ['no captions', () => rm(join(root, 'clip.en.vtt')), ['tracks']],
    ['other words', () => put('clip.xmp', xmp('Bars', 'Bars and a clock')), ['title']],
  ])('raises its revision for %s, and a dry run names it', async (_name, change, fields) => {
    await run()
    const before = await only()
    await change()
    const planned = await run({ dryRun: true })
    expect(planned.changes).toEqual([{ label: 'clip.mp4', kind: 'changed', fields }])
    expect(await only()).toEqual(before)
    expect((await run()).changes).toEqual(planned.changes)
    expect(await only()).toMatchObject({ id: before.id, revision: 2 })
  })

  it('is described by its poster where nothing else speaks for it', async () => {
    await rm(join(root, 'clip.xmp'))
    await put('clip.mp4.jpg.xmp', xmp('From the poster'))
    await run()
    expect((await only()).description.title).toEqual(inDefault('From the poster'))
  })

  it('a copy with nothing beside it takes back neither words nor captions', async () => {
    await run()
    const before = await only()
    await mkdir(join(root, 'copy'))
    for (const name of ['clip.mp4', 'clip.mp4.jpg']) await copyFile(join(root, name), join(root, 'copy', name))
    expect((await run()).counts.unchanged).toBe(2)
    expect(await only()).toEqual(before)
  })

  it.each([
    [
      'no poster',
      () => rm(join(root, 'clip.mp4.jpg')),
      'unsupported_media',
      /add clip\.mp4\.jpg, for example with: ffmpeg -ss 1 -i clip\.mp4/,
    ],
    ['a broken poster', () => put('clip.mp4.jpg', 'no picture'), 'unsupported_media', /^clip\.mp4\.jpg: Expected JPEG, PNG/],
    ['captions that are none', () => put('clip.en.vtt', '1\n00:00'), 'unsupported_media', /^clip\.en\.vtt: Expected captions that begin/],
    ['captions in Latin-1', () => put('clip.en.vtt', new Uint8Array([...Buffer.from('WEBVTT\n\n'), 0xe9])), 'broken_media', /UTF-8/],
    ['a film cut short', () => put('clip.mp4', videoBytes('clip.mp4').slice(0, 9000)), 'broken_media', /cut short/],
    ['a film that is none', () => put('clip.mp4', 'film'), 'unsupported_media', /is none, whatever its name says/],
  ])('fails with a remedy for %s, and leaves nothing in the catalogue', async (_name, change, code, reason) => {
    await change()
    const report = await run()
    expect(report.failures).toMatchObject([{ label: 'clip.mp4', code }])
    expect(report.failures[0]?.reason).toMatch(reason)
    expect(await all()).toEqual([])
  })

  it.each(['mov', 'webm', 'mkv', 'avi', 'm4v'])('of the ending .%s is looked at, and told by its content', async (ending) => {
    await rename(join(root, 'clip.mp4'), join(root, `clip.${ending}`))
    await rename(join(root, 'clip.mp4.jpg'), join(root, 'clip.poster.jpg'))
    expect((await run()).counts).toMatchObject({ new: 1, failed: 0 })
  })
})
