import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { sharpInspector } from '../../server/adapters/inspector/sharp-inspector.ts'
import { openOriginalsFolder } from '../../server/adapters/originals/fs.ts'
import { reportText, runImport } from '../../server/cli/commands/import.ts'
import { inkFor } from '../../server/cli/terminal.ts'
import type { Media } from '../../server/core/media.ts'
import type { Catalogue } from '../../server/ports/catalogue.ts'
import { type Oracle, openOracle } from '../support/exiftool.ts'
import { memoryDeps, testConfig } from '../support/memory/deps.ts'
import { tempFolder } from '../support/temp-folder.ts'

let oracle: Oracle
let template: string
let pictures: string
let data: string
let catalogue: Catalogue

beforeAll(async () => {
  oracle = await openOracle()
  template = join(oracle.folder, 'template')
  await mkdir(join(template, 'sub'), { recursive: true })
  const titled = async (name: string, format: 'jpeg' | 'png', title: string) =>
    await rename(await oracle.make(format, { 'XMP-dc:Title': title }), join(template, name))
  await titled('bridge.jpg', 'jpeg', 'Bridge')
  await titled('sub/tower.png', 'png', 'Tower')
  await writeFile(join(template, 'broken.jpg'), (await readFile(join(template, 'bridge.jpg'))).subarray(0, 300))
  await writeFile(join(template, 'phone.heic'), '\0\0\0\x18ftypheic\0\0\0\0mif1heic')
})
afterAll(() => oracle.end())

beforeEach(async () => {
  pictures = tempFolder()
  data = tempFolder()
  await cp(template, pictures, { recursive: true })
  catalogue = await openSqliteCatalogue(join(data, 'catalogue.sqlite'))
})
afterEach(() => catalogue.close())

async function importFolder(
  options: { dryRun?: boolean; columns?: number; colours?: boolean; folder?: string; signal?: AbortSignal } = {},
) {
  const { dryRun = false, columns, colours = false, folder = pictures, signal } = options
  const deps = {
    ...memoryDeps({ media: [] }),
    catalogue,
    originals: await openOriginalsFolder(join(data, 'originals')),
    inspector: sharpInspector(testConfig),
  }
  const written = { out: '', err: '' }
  const terminal = {
    out: (text: string) => {
      written.out += text
    },
    err: (text: string) => {
      written.err += text
    },
    colours,
    columns,
    program: 'placard',
  }
  const code = await runImport(deps, { folder, dryRun, visibility: 'public', terminal, ...(signal && { signal }) })
  return { code, ...written }
}

const allMedia = () => catalogue.list({ visibility: 'public', limit: 200 })
const titles = (media: readonly Media[]) => media.map(({ description }) => description.title[0]?.text).sort()

describe('runImport on SQLite and a real folder of originals', () => {
  it('imports what it can, names every failure with its reason, and ends with 1', async () => {
    const { code, out, err } = await importFolder()
    expect(code).toBe(1)
    expect(titles(await allMedia())).toEqual(['Bridge', 'Tower'])
    expect(out).toContain('Damaged files: copy them again from where they came')
    expect(out).toContain('Failed:\n  broken.jpg  Expected a whole JPEG but it cannot be decoded: ')
    expect(out).toContain('\n  phone.heic  Expected JPEG, PNG, WebP, AVIF, TIFF or GIF but this is HEIC: export it as JPEG')
    expect(out).toMatch(/\n4 pictures in \d+ s: 2 new, 0 changed, 0 unchanged, 2 failed\n$/)
    expect(err).toContain('failed: phone.heic: ')
    expect(err).toContain('Importing  100 %  4/4')
    expect(out + err).not.toContain('\u001b')
  })

  it('ends with 0 where all went well, and changes nothing the second time (D6)', async () => {
    const folder = join(pictures, 'sub')
    expect(await importFolder({ folder })).toMatchObject({ code: 0 })
    const before = [await allMedia(), await hashTree(join(data, 'originals'))]
    expect((await importFolder({ folder })).out).toMatch(/^1 picture in \d+ s: 0 new, 0 changed, 1 unchanged, 0 failed\n$/)
    expect([await allMedia(), await hashTree(join(data, 'originals'))]).toEqual(before)
  })

  it('metadata changed by exiftool raises the revision and keeps the shortcode', async () => {
    await importFolder()
    const before = (await allMedia()).find(({ description }) => description.title[0]?.text === 'Bridge')
    await oracle.write(join(pictures, 'bridge.jpg'), { 'XMP-dc:Title': 'Old bridge', 'XMP-dc:Creator': ['Zoë'] })
    const dry = await importFolder({ dryRun: true })
    expect(dry.out).toContain('Would change:\n  bridge.jpg  changed: title, creators, original\n')
    expect(dry.out).toContain('0 new, 1 changed, 1 unchanged, 2 failed (a dry run: nothing was written)')
    expect(await catalogue.findByShortcode(before!.shortcode)).toEqual(before)
    await importFolder()
    expect(await catalogue.findByShortcode(before!.shortcode)).toMatchObject({
      id: before!.id,
      revision: 2,
      publishedAt: before!.publishedAt,
      description: { title: [{ lang: 'x-default', text: 'Old bridge' }], creators: [{ name: 'Zoë' }] },
    })
  })

  it('a sidecar that appears is a change, one that goes is another, a touch is none', async () => {
    await importFolder()
    const sidecar = join(pictures, 'bridge.xmp')
    await oracle.write(sidecar, { 'XMP-dc:Title': 'By sidecar' })
    expect((await importFolder()).out).toContain('1 changed')
    expect(titles(await allMedia())).toEqual(['By sidecar', 'Tower'])
    await utimes(sidecar, 1, 1)
    expect((await importFolder()).out).toContain('0 changed')
    await rename(sidecar, `${sidecar}.old`)
    expect((await importFolder()).out).toContain('1 changed')
    expect((await allMedia()).find(({ description }) => description.title[0]?.text === 'Bridge')?.revision).toBe(3)
  })

  it('says so where it was stopped, and goes on the next time', async () => {
    const stopped = await importFolder({ signal: AbortSignal.abort() })
    expect(stopped.code).toBe(1)
    expect(stopped.out).toContain('Stopped after 0 of 4. Run the same command again to go on.')
    expect((await importFolder()).out).toContain('2 new')
  })

  it('says which settings let larger pictures in', async () => {
    const large = sharp({ create: { width: 8000, height: 6251, channels: 3, background: '#000' } })
    await large.png().toFile(join(pictures, 'large.png'))
    const { out } = await importFolder()
    expect(out).toContain('large.png  Expected at most 50 megapixels but received 50.01 (8000 x 6251)')
    expect(out).toContain('raise PLACARD_MAX_MEGAPIXELS')
  })

  it('draws a bar on a terminal, with colours only where they are wanted', async () => {
    const { out, err } = await importFolder({ columns: 100, colours: true })
    expect(err).toMatch(/█{24} {2}4\/4/)
    expect(err.endsWith('\r\u001b[2K')).toBe(true)
    expect(out).toContain('\u001b[1mFailed:')
  })

  it('says where there are no pictures', async () => {
    const folder = join(pictures, 'empty')
    await mkdir(folder)
    expect(await importFolder({ folder })).toMatchObject({ code: 0, out: expect.stringMatching(/^No pictures in .*empty \(JPEG, PNG/) })
  })

  it('refuses a folder that does not exist', async () => {
    await expect(importFolder({ folder: join(pictures, 'nowhere') })).rejects.toThrow(/does not exist/)
  })

  it('imports a hundred pictures, then only looks at them', async () => {
    const folder = join(pictures, 'many')
    await mkdir(folder)
    for (let index = 0; index < 100; index++) {
      const background = { r: index, g: 255 - index, b: 99 }
      await sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toFile(join(folder, `${index}.png`))
    }
    expect((await importFolder({ folder })).out).toContain('100 new')
    expect((await importFolder({ folder })).out).toContain('100 unchanged')
    expect(await allMedia()).toHaveLength(100)
  })
})

async function hashTree(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(folder, { recursive: true })).sort()) hash.update(name)
  return hash.digest('hex')
}

it('says where the addresses of pictures are found that nobody can guess', () => {
  const counts = { new: 1, changed: 0, unchanged: 0, failed: 0 }
  const report = { total: 1, counts, changes: [], failures: [], notes: [], stopped: false }
  const context = { dryRun: false, folder: 'x', elapsedMs: 1, ink: inkFor({ colours: false }), program: 'npm run placard --' }
  expect(reportText(report, { ...context, visibility: 'private' })).toContain(
    'Addresses of the new pictures: npm run placard -- export --where visibility=private\n',
  )
  expect(reportText(report, { ...context, visibility: 'public' })).not.toContain('addresses')
})
