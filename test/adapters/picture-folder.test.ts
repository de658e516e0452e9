import { chmod, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { pictureFolder } from '../../server/adapters/folder/fs.ts'
import { BadRequestError, TooManyPixelsError, UnavailableError } from '../../server/core/errors.ts'
import type { CarouselFolder, PictureFile, VideoFile, Work } from '../../server/ports/picture-folder.ts'

let base: string
let root: string

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'placard-folder-'))
  root = join(base, 'pictures')
  await mkdir(root)
})
afterEach(() => rm(base, { recursive: true }))

async function put(...names: readonly string[]) {
  for (const name of names) {
    await mkdir(join(root, name, '..'), { recursive: true })
    await writeFile(join(root, name), name)
  }
}

const works = (maxOriginalBytes = 1000) => pictureFolder(root, { maxOriginalBytes }).list()
/** Where all works are pictures. */
const list = async (maxOriginalBytes?: number) => (await works(maxOriginalBytes)).map(requirePicture)
function requirePicture(work: Work): PictureFile {
  if (work.kind !== 'picture') throw new Error(`Expected a picture but received ${work.label}`)
  return work
}
const labels = async () => (await works()).map(({ label }) => label)
const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)

it('lists pictures of every folder in the order of their path, and passes other files over', async () => {
  await put(
    'b.jpg',
    'a/z.PNG',
    'a/y.tif',
    'c.webp',
    'd.AVIF',
    'e.gif',
    'note.txt',
    'b.jpg.xmp',
    'x.xmp',
    'noending',
    '.jpg',
    'f.heic',
    'g.NEF',
  )
  expect(await labels()).toEqual(['a/y.tif', 'a/z.PNG', 'b.jpg', 'c.webp', 'd.AVIF', 'e.gif', 'f.heic', 'g.NEF'])
})

it('passes hidden files and folders over', async () => {
  await put('.hidden.jpg', '.trash/a.jpg', '._b.jpg', 'b.jpg')
  expect(await labels()).toEqual(['b.jpg'])
})

it.each([
  ['a.jpg.xmp', 'a.jpg.xmp'],
  ['a.xmp', 'a.xmp'],
  ['a.XMP', 'a.XMP'],
  ['a.jpg.Xmp', 'a.jpg.Xmp'],
])('finds the sidecar %s', async (name, content) => {
  await put('a.jpg', name)
  const [picture] = await list()
  expect(text(await picture?.readSidecar())).toBe(content)
})

it('prefers the sidecar with the whole name', async () => {
  await put('a.jpg', 'a.xmp', 'a.jpg.xmp')
  expect(text(await (await list())[0]?.readSidecar())).toBe('a.jpg.xmp')
})

it('has no sidecar where there is none', async () => {
  await put('a.jpg', 'b.xmp')
  expect(await (await list())[0]?.readSidecar()).toBeUndefined()
})

it('the stamp changes with the file, with its sidecar, and when a time was set back', async () => {
  await put('a.jpg')
  const stampOf = async () => (await list())[0]!.stamp
  const first = await stampOf()
  expect(await stampOf()).toBe(first)
  await utimes(join(root, 'a.jpg'), 1, 1)
  const second = await stampOf()
  await put('a.jpg.xmp')
  const third = await stampOf()
  await rename(join(root, 'a.jpg.xmp'), join(root, 'a.xmp.old'))
  const fourth = await stampOf()
  expect(new Set([first, second, third]).size).toBe(3)
  expect(fourth).toBe(second)
})

it('follows no link out of the folder and into no circle', async () => {
  await put('a/real.jpg')
  await writeFile(join(base, 'secret.jpg'), 'secret')
  await symlink(join(base, 'secret.jpg'), join(root, 'out.jpg'))
  await symlink(root, join(root, 'a', 'circle'))
  await symlink(base, join(root, 'up'))
  await symlink(join(root, 'nowhere.jpg'), join(root, 'dangling.jpg'))
  await symlink(join(root, 'a', 'real.jpg'), join(root, 'inside.jpg'))
  await symlink(join(base, 'secret.jpg'), join(root, 'inside.jpg.xmp'))
  expect(await labels()).toEqual(['a/real.jpg', 'inside.jpg'])
  expect(await (await list())[1]?.readSidecar()).toBeUndefined()
})

it('enters no folder that is excluded, unless it stands in it', async () => {
  await put('a.jpg', 'data/thumbnails/b.jpg')
  const excluded = [join(root, 'data'), join(root, 'nowhere')]
  const from = async (folder: string) => (await pictureFolder(folder, { maxOriginalBytes: 10, excluded }).list()).map(({ label }) => label)
  expect(await from(root)).toEqual(['a.jpg'])
  expect(await from(join(root, 'data'))).toEqual(['thumbnails/b.jpg'])
})

it('loses no folder to a link whose target goes while it is looked at', async () => {
  await put('a.jpg', 'target.jpg')
  for (let at = 0; at < 60; at += 1) await symlink(join(root, 'target.jpg'), join(root, `link-${at}.jpg`))
  let isListing = true
  const coming = (async () => {
    while (isListing) {
      await rm(join(root, 'target.jpg'))
      await put('target.jpg')
    }
  })()
  const seen = new Set<string>()
  for (let round = 0; round < 40; round += 1) for (const label of await labels()) seen.add(label)
  isListing = false
  await coming
  expect([...seen].filter((label) => label.endsWith('/'))).toEqual([])
  expect(seen).toContain('a.jpg')
})

it('a link to the folder is the folder', async () => {
  await put('a.jpg')
  await symlink(root, join(base, 'link'))
  const [direct] = await list()
  const [linked] = await pictureFolder(join(base, 'link'), { maxOriginalBytes: 1000 }).list()
  expect(linked?.path).toBe(direct?.path)
})

it('reads a file of as many bytes as allowed, and refuses one byte more', async () => {
  await put('a.jpg')
  expect(text(await (await list(5))[0]?.read())).toBe('a.jpg')
  await expect((await list(4))[0]?.read()).rejects.toThrow(
    new TooManyPixelsError('Expected a file of at most 0.000004 MB but received 0.000005 MB'),
  )
})

it.skipIf(process.platform === 'win32')('reads nothing that has taken the place of a file', async () => {
  await put('a.jpg')
  const [picture] = await list()
  await rm(join(root, 'a.jpg'))
  await symlink('/dev/zero', join(root, 'a.jpg'))
  await expect(picture?.read()).rejects.toThrow(new UnavailableError('Expected a file but something else has taken its place'))
})

it.skipIf(process.platform === 'win32')('follows no link out of the folder that has come since it was read', async () => {
  await put('a.jpg', 'b/c.jpg')
  const found = await list()
  await mkdir(join(base, 'others'))
  for (const name of ['a.jpg', 'c.jpg']) await writeFile(join(base, 'others', name), 'secret')
  await rm(root, { recursive: true })
  await mkdir(root)
  await symlink(join(base, 'others', 'a.jpg'), join(root, 'a.jpg'))
  await symlink(join(base, 'others'), join(root, 'b'))
  const refusal = new UnavailableError('Expected a file but something else has taken its place')
  expect(found).toHaveLength(2)
  for (const picture of found) await expect(picture.read()).rejects.toThrow(refusal)
})

it('says that a file is gone', async () => {
  await put('a.jpg')
  const [picture] = await list()
  await rm(join(root, 'a.jpg'))
  await expect(picture?.read()).rejects.toThrow(new UnavailableError('Expected to read the file but received: it does not exist'))
})

it.skipIf(process.getuid?.() === 0)('a folder that cannot be read is a failure of its own, and the rest is listed', async () => {
  await put('closed/a.jpg', 'open/b.jpg')
  await chmod(join(root, 'closed'), 0)
  const pictures = await list()
  await chmod(join(root, 'closed'), 0o700)
  expect(pictures.map(({ label }) => label)).toEqual(['closed/', 'open/b.jpg'])
  await expect(pictures[0]?.read()).rejects.toBeInstanceOf(UnavailableError)
})

// Other systems refuse such names.
it.skipIf(process.platform !== 'linux')('tells of a file whose name is no UTF-8, and how to mend it', async () => {
  await put('whole.jpg', 'two\nlines.jpg')
  await writeFile(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from('.jpg')]), 'latin')
  const [misnamed, ...others] = await list()
  expect(misnamed?.label).toBe('caf\ufffd.jpg')
  await expect(misnamed?.read()).rejects.toThrow('Expected a file name in UTF-8 but received other bytes: rename the file')
  expect(others.map(({ label }) => label)).toEqual(['two\nlines.jpg', 'whole.jpg'])
})

it('refuses a folder that is none', async () => {
  await put('a.jpg')
  const at = (path: string) => pictureFolder(path, { maxOriginalBytes: 1 }).list()
  await expect(at(join(root, 'nowhere'))).rejects.toBeInstanceOf(BadRequestError)
  await expect(at(join(root, 'nowhere'))).rejects.toThrow(/does not exist/)
  await expect(at(join(root, 'a.jpg'))).rejects.toThrow(/received a file/)
})

const find = async <Kind extends Work['kind']>(kind: Kind) => {
  const work = (await works()).find((candidate) => candidate.kind === kind)
  if (!work) throw new Error(`Expected a ${kind}`)
  return work as Extract<Work, { kind: Kind }>
}

it('lists a folder that ends in .carousel as one work, its pictures in the order in which people count', async () => {
  await put('day.carousel/10.jpg', 'day.carousel/9.jpg', 'day.carousel/9.xmp', 'day.carousel/1.PNG', 'day.carousel.xmp', 'z.jpg')
  const carousel: CarouselFolder = await find('carousel')
  expect(await labels()).toEqual(['day.carousel', 'z.jpg'])
  expect(carousel.pictures.map(({ label }) => label)).toEqual(['day.carousel/1.PNG', 'day.carousel/9.jpg', 'day.carousel/10.jpg'])
  expect(text(await carousel.readSidecar())).toBe('day.carousel.xmp')
  expect(text(await carousel.pictures[1]?.readSidecar())).toBe('day.carousel/9.xmp')
  expect(text(await carousel.pictures[2]?.read())).toBe('day.carousel/10.jpg')
  expect(carousel.notes).toEqual([])
})

it('tells what in a carousel is no picture', async () => {
  await put('day.carousel/1.jpg', 'day.carousel/clip.mp4', 'day.carousel/more/2.jpg', 'day.carousel/.hidden/3.jpg')
  expect((await find('carousel')).notes).toEqual([
    'more/ is passed over: a carousel is made of the pictures in its folder',
    'clip.mp4 is passed over: a carousel is made of pictures',
  ])
})

it('the stamp of a carousel changes with each of its files, their names and its sidecar', async () => {
  await put('day.carousel/1.jpg', 'day.carousel/2.jpg')
  const stamps = [(await find('carousel')).stamp]
  const next = async () => stamps.push((await find('carousel')).stamp)
  expect((await find('carousel')).stamp).toBe(stamps[0])
  await utimes(join(root, 'day.carousel', '2.jpg'), 1, 1)
  await next()
  await put('day.carousel/3.jpg')
  await next()
  await rename(join(root, 'day.carousel', '3.jpg'), join(root, 'day.carousel', '0.jpg'))
  await next()
  await put('day.carousel/0.xmp')
  await next()
  await put('day.carousel.xmp')
  await next()
  expect(new Set(stamps).size).toBe(6)
})

it('lists a video with its sidecar, poster and captions, none of which is a work of its own', async () => {
  await put('clip.mp4', 'clip.mp4.jpg', 'clip.xmp', 'clip.en.vtt', 'clip.de.subtitles.vtt', 'clip.jpg', 'other.poster.jpg')
  const video: VideoFile = await find('video')
  expect(await labels()).toEqual(['clip.jpg', 'clip.mp4', 'other.poster.jpg'])
  expect(text(await video.read())).toBe('clip.mp4')
  expect(text(await video.readSidecar())).toBe('clip.xmp')
  expect(video.poster?.label).toBe('clip.mp4.jpg')
  expect(video.tracks.map(({ name, lang, kind }) => [name, lang, kind])).toEqual([
    ['clip.de.subtitles.vtt', 'de', 'subtitles'],
    ['clip.en.vtt', 'en', 'captions'],
  ])
  expect(text(await video.tracks[1]?.read())).toBe('clip.en.vtt')
})

it('the stamp of a video changes with each of its files', async () => {
  await put('clip.mp4')
  const stamps = [(await find('video')).stamp]
  for (const name of ['clip.mp4.jpg', 'clip.en.vtt', 'clip.de.vtt', 'clip.xmp']) {
    await put(name)
    stamps.push((await find('video')).stamp)
  }
  await utimes(join(root, 'clip.en.vtt'), 1, 1)
  stamps.push((await find('video')).stamp)
  expect(new Set(stamps).size).toBe(6)
})
