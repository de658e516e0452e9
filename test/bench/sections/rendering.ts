import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import type { Output } from '../../../server/adapters/thumbnails/job.ts'
import { encode } from '../../../server/adapters/thumbnails/picture/encode.ts'
import { sharpRunner } from '../../../server/adapters/thumbnails/picture/runner.ts'
import { TooManyPixelsError } from '../../../server/core/errors.ts'
import { FORMATS, WIDTHS } from '../../../server/core/pictures/rendition.ts'
import { ssim } from '../../support/ssim.ts'
import { median, memoryMb, type Program, rangeOf, treeOf } from '../measure.ts'
import type { Section } from '../options.ts'
import { photographs } from '../pictures.ts'
import { atLeast, atMost, type Line } from '../report.ts'
import { residentMb } from '../resident.ts'
import { runProgram } from '../run-program.ts'
import { ask, launch, quiet, spentMs } from './thumbnails.ts'

const SECTION = 'Rendering: sharing, formats, bombs, memory, and who waits meanwhile'
const NAMES = ['dragonfly', 'nuthatch', 'picos-de-europa', 'seeding', 'sunset'] // 8-20 MP
const LADDER = [320, 640, 960, 1280] as const

type Add = (line: Line) => void

/** What one decode is shared among, what formats are worth, and what rendering costs those who only ask for what is there. */
export const measureRendering: Section = async ({ quick, full }, add) => {
  const { paths, areReal } = photographs()
  const chosen = paths.filter((path) => NAMES.some((name) => path.endsWith(`${name}.jpg`)))
  if (!areReal || chosen.length < NAMES.length)
    return add({ section: SECTION, name: 'all of it', skipped: 'no photographs beside the project (../shared/photos)' })
  const pictures = await Promise.all(
    chosen.map((path) => sharp(path).jpeg({ quality: 92, progressive: false, mozjpeg: false, chromaSubsampling: '4:2:0' }).toBuffer()),
  )
  await measureBomb(add)
  await measureFormats(pictures, add)
  const copies = full ? 500 : quick ? 60 : 100
  await withServer(pictures, copies, async (program, baseUrl, codes) => {
    await measureLadder(program, baseUrl, codes.slice(0, quick ? 12 : 24), add)
    await quiet(program)
    await measureLoad(program, { baseUrl, codes: codes.slice(24), seconds: quick ? 6 : 15 }, add)
    await measureGrowth(program, { baseUrl, codes, count: full ? 10_000 : quick ? 300 : 900 }, add)
  })
}

/** A 256 MP picture in a small file. */
async function measureBomb(add: Add): Promise<void> {
  const bomb = await sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: '#888' }, limitInputPixels: false })
    .png({ compressionLevel: 9 })
    .toBuffer()
  const { run } = sharpRunner({ maxInputPixels: 50_000_000, timeoutMs: 20_000 })
  const open = async () => ({ body: new Blob([new Uint8Array(bomb)]).stream(), bytes: bomb.length })
  const outputs = (): readonly Output[] => [{ width: 640, height: 640, fit: 'whole', format: 'jpg', effort: 'quick' }]
  const times: number[] = []
  for (let round = 0; round < 30; round += 1) {
    const begun = process.cpuUsage()
    const refused = await run({ open, outputs }).catch((error: unknown) => error)
    const { user, system } = process.cpuUsage(begun)
    if (!(refused instanceof TooManyPixelsError)) throw new Error(`Expected the bomb to be refused but received ${String(refused)}`)
    // The first ones compile what they need.
    if (round >= 10) times.push((user + system) / 1000)
  }
  add({
    section: SECTION,
    name: `a bomb of 256 MP in ${(bomb.length / 1000).toFixed(0)} kB, refused`,
    ours: `${median(times).toFixed(1)} ms`,
    against: '5 ms',
    ratio: median(times) / 5,
    range: rangeOf(times.map((time) => time / 5)),
    target: atMost(1),
  })
}

interface Encoded {
  readonly bytes: number
  readonly cpuMs: number
  /** JPEG's bytes at the same SSIM. */
  readonly jpegBytes: number
}

/** Our AVIF and WebP beside JPEG, at the quality that ours have. */
async function measureFormats(pictures: readonly Uint8Array[], add: Add): Promise<void> {
  const sources = await Promise.all(pictures.map((picture) => sharp(picture).resize(640).png({ compressionLevel: 1 }).toBuffer()))
  const curves = await Promise.all(sources.map(jpegCurve))
  const measure = async (format: Output['format'], effort: Output['effort']): Promise<readonly Encoded[]> => {
    const told: Encoded[] = []
    for (const [place, source] of sources.entries()) {
      const { data, info } = await sharp(source).raw().toBuffer({ resolveWithObject: true })
      const pixels = { data, width: info.width, height: info.height, channels: info.channels }
      const output: Output = { width: info.width, height: info.height, fit: 'whole', format, effort }
      await encode(pixels, output, 60_000)
      const begun = process.cpuUsage()
      const bytes = await encode(pixels, output, 60_000)
      const { user, system } = process.cpuUsage(begun)
      const jpegBytes = bytesAt(curves[place] ?? [], await ssim(source, bytes))
      told.push({ bytes: bytes.length, cpuMs: (user + system) / 1000, jpegBytes })
    }
    return told
  }
  const tell = async (format: Output['format'], effort: Output['effort'], [bytes, ms]: readonly [number?, number?]) => {
    const told = await measure(format, effort)
    const ratios = told.map((one) => one.bytes / one.jpegBytes)
    const cpuMs = median(told.map((one) => one.cpuMs))
    const name = `${format}, ${effort === 'quick' ? 'as somebody waits' : 'at leisure'}`
    const mean = Math.exp(ratios.reduce((total, ratio) => total + Math.log(ratio), 0) / ratios.length)
    const ours = `${(median(told.map((one) => one.bytes)) / 1000).toFixed(1)} kB`
    add({
      section: SECTION,
      name: `${name}: bytes`,
      ours,
      against: 'JPEG of equal quality',
      ratio: mean,
      range: rangeOf(ratios),
      ...(bytes !== undefined && { target: atMost(bytes) }),
    })
    if (ms !== undefined)
      add({
        section: SECTION,
        name: `${name}: encoder's CPU`,
        ours: `${cpuMs.toFixed(0)} ms`,
        against: `${ms} ms`,
        ratio: cpuMs / ms,
        target: atMost(1),
      })
  }
  await tell('webp', 'quick', [])
  await tell('avif', 'quick', [0.7, 60])
  await tell('avif', 'small', [0.6])
}

interface Point {
  readonly ssim: number
  readonly bytes: number
}

async function jpegCurve(source: Uint8Array): Promise<readonly Point[]> {
  const qualities = [50, 60, 66, 70, 74, 77, 80, 83, 86, 89, 92, 95]
  return Promise.all(
    qualities.map(async (quality) => {
      const bytes = await sharp(source).jpeg({ quality }).toBuffer()
      return { ssim: await ssim(source, bytes), bytes: bytes.length }
    }),
  )
}

/** Between the two nearest. */
function bytesAt(curve: readonly Point[], wanted: number): number {
  const above = curve.findIndex((point) => point.ssim >= wanted)
  const [low, high] = [curve[Math.max(0, above - 1)], curve[above === -1 ? curve.length - 1 : above]]
  if (!low || !high || low === high) return high?.bytes ?? Number.NaN
  return low.bytes + ((high.bytes - low.bytes) * (wanted - low.ssim)) / (high.ssim - low.ssim)
}

type Deed = (program: Program, baseUrl: string, codes: readonly string[]) => Promise<void>

/** A server with so many originals, none of which it has ever decoded. */
async function withServer(pictures: readonly Uint8Array[], copies: number, deed: Deed): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'placard-bench-'))
  try {
    mkdirSync(join(folder, 'pictures'))
    for (let copy = 0; copy < copies; copy += 1) {
      const picture = pictures[copy % pictures.length] ?? new Uint8Array()
      writeFileSync(join(folder, 'pictures', `${copy}.jpg`), Buffer.concat([picture, Buffer.from(`copy ${copy}`)]))
    }
    // Little room for thumbnails, or what memory holds would mostly be them.
    const env = { PLACARD_DATA: join(folder, 'data'), PLACARD_MEMORY_CACHE_MB: '8' }
    runProgram(['dist/server/placard.js', 'import', join(folder, 'pictures')], env)
    const catalogue = await openSqliteCatalogue(join(folder, 'data', 'catalogue.sqlite'))
    const codes = (await catalogue.list({ limit: copies })).map(({ shortcode }) => shortcode)
    await catalogue.close()
    const { program, baseUrl } = await launch([process.execPath, 'dist/server/placard.js', 'serve'], env)
    await deed(program, baseUrl, codes).finally(() => program.stop())
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Four widths of a picture one by one, and of the next at once. */
async function measureLadder(program: Program, baseUrl: string, codes: readonly string[], add: Add): Promise<void> {
  const urls = (code: string) => LADDER.map((width) => `${baseUrl}/t/${code}/1/${width}.jpg`)
  const costs: { single: number; shared: number }[] = []
  for (let at = 0; at + 1 < codes.length; at += 2) {
    const single = await spentMs(program, async () => {
      for (const url of urls(codes[at] ?? '')) await ask(url)
    })
    const shared = await spentMs(program, () => Promise.all(urls(codes[at + 1] ?? '').map(ask)))
    // The first ones compile the server.
    if (at > 2) costs.push({ single, shared })
  }
  const ratio = median(costs.map(({ single }) => single)) / median(costs.map(({ shared }) => shared))
  add({
    section: SECTION,
    name: 'four widths at once',
    ours: `${median(costs.map(({ shared }) => shared)).toFixed(0)} ms`,
    against: `one after the other ${median(costs.map(({ single }) => single)).toFixed(0)} ms`,
    ratio,
    range: rangeOf(costs.map(({ single, shared }) => single / shared)),
    target: atLeast(2),
  })
}

const ROUNDS = 3

interface Load {
  readonly baseUrl: string
  readonly codes: readonly string[]
  readonly seconds: number
}

/** Sixteen readers of thumbnails that are not there, and beside them answers from memory at a fixed rate. */
async function measureLoad(program: Program, { baseUrl, codes, seconds }: Load, add: Add): Promise<void> {
  const json = `${baseUrl}/v1/cards?codes=${codes[0]}`
  for (let turn = 0; turn < 300; turn += 1) await ask(json)
  let peak = 0
  let parts = ''
  let made = 0
  const urls = WIDTHS.flatMap((width) => codes.map((code) => `${baseUrl}/t/${code}/1/${width}.jpg`)).values()
  const look = () => {
    const pids = treeOf(program.pid)
    const now = residentMb(pids)
    if (now > peak) parts = pids.map((pid) => memoryMb(pid).now.toFixed(0)).join(' + ')
    peak = Math.max(peak, now)
  }
  const idles: number[] = []
  const busies: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    idles.push(await p99(json, seconds / ROUNDS))
    let isOver = false
    const readers = Array.from({ length: 16 }, async () => {
      while (!isOver) {
        const { value } = urls.next()
        if (value === undefined) return
        await ask(value)
        made += 1
      }
    })
    const watch = setInterval(look, 500)
    busies.push(await p99(json, seconds / ROUNDS))
    clearInterval(watch)
    isOver = true
    await Promise.all(readers)
    // Until what is made at leisure has been made, and its process has ended.
    await quiet(program)
  }
  const [idle, busy] = [median(idles), median(busies)]
  add({
    section: SECTION,
    name: 'JSON, p99, while 16 wait for thumbnails',
    ours: `${busy.toFixed(1)} ms, ${(made / seconds).toFixed(0)} thumbnails/s`,
    against: `idle ${idle.toFixed(1)} ms`,
    ratio: busy / idle,
    range: rangeOf(busies.map((one, round) => one / (idles[round] ?? Number.NaN))),
    target: atMost(2),
  })
  add({
    section: SECTION,
    name: 'memory with 16 in flight, at its peak',
    ours: `${peak.toFixed(0)} MB (${parts})`,
    against: '130 MB',
    ratio: peak / 130,
    target: atMost(1),
  })
}

interface Growth {
  readonly baseUrl: string
  readonly codes: readonly string[]
  readonly count: number
}

/** Many more, four at a time: memory in the middle of it, and at its end. */
async function measureGrowth(program: Program, { baseUrl, codes, count }: Growth, add: Add): Promise<void> {
  const names = FORMATS.flatMap((format) => WIDTHS.map((width) => `${width}.${format}`)).reverse() // JPEG has been made.
  const urls = names
    .flatMap((name) => codes.map((code) => `${baseUrl}/t/${code}/1/${name}`))
    .slice(0, count)
    .values()
  const sizes: number[] = []
  let made = 0
  const readers = Array.from({ length: 4 }, async () => {
    for (const url of urls) {
      await ask(url)
      made += 1
      if (made % 20 === 0) sizes.push(residentMb(treeOf(program.pid)))
    }
  })
  await Promise.all(readers)
  const third = Math.floor(sizes.length / 3)
  const [middle, end] = [median(sizes.slice(third, 2 * third)), median(sizes.slice(-third))]
  add({
    section: SECTION,
    name: `memory, last third of ${made} thumbnails`,
    ours: `${end.toFixed(0)} MB`,
    against: `the third before ${middle.toFixed(0)} MB`,
    ratio: end / middle,
    target: atMost(1.1),
  })
}

/** Of 100 requests a second, begun whether or not the last one has been answered. */
async function p99(url: string, seconds: number): Promise<number> {
  const times: number[] = []
  const pending: Promise<void>[] = []
  const begun = performance.now()
  for (let turn = 0; turn < seconds * 100; turn += 1) {
    const wait = begun + turn * 10 - performance.now()
    if (wait > 0) await new Promise((done) => setTimeout(done, wait))
    const at = performance.now()
    pending.push(
      ask(url).then(() => {
        times.push(performance.now() - at)
      }),
    )
  }
  await Promise.all(pending)
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN
}
