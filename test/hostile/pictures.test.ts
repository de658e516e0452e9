import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharpThumbnailer } from '../../server/adapters/thumbnails/picture/runner.ts'
import { FORMATS } from '../../server/core/pictures/rendition.ts'
import { opening, planOf } from '../contracts/thumbnailer.ts'
import { type Oracle, openOracle } from '../support/exiftool.ts'
import { PIXEL_BOMBS } from '../support/hostile/bombs.ts'
import { openHostileSet } from '../support/hostile/pictures.ts'
import { countOutcomes, type Judged, judgeAll } from '../support/hostile/run.ts'
import { makeSeeds, SECRET } from '../support/hostile/seeds.ts'
import { TEST_MS } from '../support/patience.ts'
import { bundleScript } from '../support/programs/bundle.ts'

// Before a release, a million: PLACARD_HOSTILE_PICTURES=1000000 npx vitest run --project node test/hostile/pictures.test.ts
const PICTURES = Number(process.env.PLACARD_HOSTILE_PICTURES ?? 20_000)
const FIRST = Number(process.env.PLACARD_HOSTILE_SEED ?? 0)
const PROCESSES = 2
const MAX_CPU_MS = 10_000 // 5 s each for its import and its thumbnail
const MAX_GROWN_MB = 400

let folder: string
let script: string

beforeAll(async () => {
  // Inside the project, where the script finds sharp.
  mkdirSync('node_modules/.cache', { recursive: true })
  folder = mkdtempSync(resolve('node_modules/.cache/hostile-'))
  script = await bundleScript('hostile/worker.ts', folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const faultsOf = (judged: readonly Judged[]) => judged.flatMap(({ name, fault }) => (fault === undefined ? [] : [`${name}: ${fault}`]))
const mostOf = (judged: readonly Judged[], field: 'cpuMs' | 'grownMb') => Math.max(...judged.map((one) => one[field]))

/** The codes with which a picture may be refused. */
const REFUSALS = ['broken_media', 'too_many_pixels', 'unsupported_media']

describe('hostile pictures', () => {
  it(`are refused with a reason or taken whole: ${PICTURES} of them, and none crashes, hangs, grows or leaks (I5, I6, I7, I11)`, {
    timeout: TEST_MS + PICTURES * 20,
  }, async () => {
    const share = Math.ceil(PICTURES / PROCESSES)
    const runs = Array.from({ length: PROCESSES }, (_, n) => judgeAll({ script, set: 'stream', first: FIRST + n * share, count: share }))
    const judged = (await Promise.all(runs)).flat()
    const outcomes = countOutcomes(judged)
    expect(judged).toHaveLength(share * PROCESSES)
    expect(faultsOf(judged)).toEqual([])
    expect(Object.keys(outcomes).filter((outcome) => outcome !== 'accepted' && !REFUSALS.includes(outcome))).toEqual([])
    // A generator that makes nothing but waste, or nothing that hurts, would test nothing.
    expect(outcomes.accepted).toBeGreaterThan(PICTURES / 10)
    expect(outcomes.broken_media).toBeGreaterThan(PICTURES / 10)
    expect(mostOf(judged, 'cpuMs')).toBeLessThan(MAX_CPU_MS / 2)
    expect(mostOf(judged, 'grownMb')).toBeLessThan(MAX_GROWN_MB)
  })

  it('are the same at each run', async () => {
    const [one, other] = [await openHostileSet('stream'), await openHostileSet('stream')]
    for (const index of [0, 1, 77, 19_999]) expect(await one.pictureAt(index)).toEqual(await other.pictureAt(index))
  })

  it('whose header lies about their size are refused, or shown as large as their data are (I2)', async () => {
    const judged = await judgeAll({ script, set: 'headers' })
    expect(faultsOf(judged)).toEqual([])
    expect(judged.length).toBeGreaterThan(150)
    expect(countOutcomes(judged).too_many_pixels).toBeGreaterThan(30)
    expect(mostOf(judged, 'cpuMs')).toBeLessThan(MAX_CPU_MS / 2)
    expect(mostOf(judged, 'grownMb')).toBeLessThan(100)
  })

  it('with gigabytes packed beside the picture, or tables that lead in circles, cost little (I2, I7)', async () => {
    const judged = await judgeAll({ script, set: 'ancillary' })
    expect(faultsOf(judged)).toEqual([])
    expect(mostOf(judged, 'cpuMs')).toBeLessThan(MAX_CPU_MS / 2)
    expect(mostOf(judged, 'grownMb')).toBeLessThan(MAX_GROWN_MB)
  })
})

/** What each bomb must become, or may cost where that is more than the others; about twice what was measured. */
const BOMB_COSTS: Readonly<Record<string, { outcome?: string; grownMb?: number }>> = {
  'png of 256 MP in one bit': { outcome: 'too_many_pixels', grownMb: 50 },
  'png of 1,376,276 x 20 in 64 bits': { outcome: 'too_many_pixels', grownMb: 50 },
  'png of 65,535 x 760 in 64 bits': { grownMb: 600 },
  'interlaced png of 49 MP in 64 bits': { grownMb: 600 },
  'progressive jpeg of 49 MP in 1,000 scans': { outcome: 'too_many_pixels', grownMb: 50 },
  'progressive jpeg of 1 MP in 30,000 scans': { outcome: 'too_many_pixels', grownMb: 50 },
  // Decoders of AVIF hold every plane of the picture at once, and libheif several times over.
  'avif of 25 MP': { grownMb: 600 },
  'avif of 49 MP': { outcome: 'too_many_pixels', grownMb: 50 },
}

describe('bombs of few bytes and many pixels (I2)', () => {
  it.each(PIXEL_BOMBS)('%s is refused, or done in time and room', async (name, make) => {
    const set = join(folder, name.replaceAll(' ', '-'))
    mkdirSync(set)
    writeFileSync(join(set, name), await make())
    const [judged] = await judgeAll({ script, set })
    const { outcome, grownMb = MAX_GROWN_MB } = BOMB_COSTS[name] ?? {}
    expect(judged?.fault).toBeUndefined()
    if (outcome !== undefined) expect(judged?.outcome).toBe(outcome)
    expect(judged?.cpuMs).toBeLessThan(MAX_CPU_MS)
    expect(judged?.grownMb).toBeLessThan(grownMb)
  })
})

describe('thumbnails of tagged pictures, as exiftool reads them (I6)', () => {
  let exiftool: Oracle
  beforeAll(async () => {
    exiftool = await openOracle()
  })
  afterAll(() => exiftool.end())

  it('have no coordinate, serial number or owner, whatever the format of either', async () => {
    const tagged = (await makeSeeds()).filter(({ bytes }) => Buffer.from(bytes).includes(SECRET))
    expect(tagged.map(({ name }) => name)).toEqual(['jpeg', 'progressive jpeg', 'png', 'webp', 'avif', 'tiff'])
    const thumbnailer = sharpThumbnailer({ maxInputPixels: 50_000_000, timeoutMs: 30_000 })
    for (const { name, bytes } of tagged) {
      for (const format of FORMATS) {
        const path = join(exiftool.folder, `thumbnail.${format}`)
        writeFileSync(path, await thumbnailer.render(opening(bytes), planOf({ width: 24, height: 18, format })))
        const tags = Object.entries(await exiftool.read(path))
        const leaks = tags.filter(([tag, value]) => /GPS|Serial|Owner|City|Comment/i.test(tag) || String(value).includes(SECRET))
        expect([name, format, leaks]).toEqual([name, format, []])
        expect(tags.map(([tag]) => tag)).toContain('XMP-dc:Creator')
      }
    }
  })
})
