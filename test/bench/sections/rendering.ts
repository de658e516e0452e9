import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import { type Program, SERVE } from '../measure.ts'
import type { Section } from '../options.ts'
import { photographs } from '../pictures.ts'
import type { Add } from '../report.ts'
import { runProgram } from '../run-program.ts'
import { measureBomb } from './rendering-bomb.ts'
import { measureFormats } from './rendering-formats.ts'
import { measureGrowth } from './rendering-growth.ts'
import { measureLadder } from './rendering-ladder.ts'
import { measureLoad } from './rendering-load.ts'
import { launch, quiet } from './thumbnails.ts'

const SECTION = 'Rendering: sharing, formats, bombs, memory, and who waits meanwhile'
const NAMES = ['dragonfly', 'nuthatch', 'picos-de-europa', 'seeding', 'sunset'] // 8-20 MP

/** What one decode is shared among, what formats are worth, and what rendering costs those who only ask for what is there. */
export const measureRendering: Section = async ({ quick, full }, addLine) => {
  const add: Add = (line) => addLine({ section: SECTION, ...line })
  const { paths, areReal } = photographs()
  const chosen = paths.filter((path) => NAMES.some((name) => path.endsWith(`${name}.jpg`)))
  if (!areReal || chosen.length < NAMES.length)
    return add({ name: 'all of it', skipped: 'no photographs beside the project (../shared/photos)' })
  const pictures = await Promise.all(
    chosen.map((path) => sharp(path).jpeg({ quality: 92, progressive: false, mozjpeg: false, chromaSubsampling: '4:2:0' }).toBuffer()),
  )
  await measureBomb(add)
  await measureFormats(pictures, add)
  const copies = full ? 500 : quick ? 60 : 100
  await withServer(pictures, copies, async (program, baseUrl, twins) => {
    const rounds = quick ? 3 : 5
    await measureLadder(program, { baseUrl, twins, rounds }, add)
    await quiet(program)
    const codes = twins.flatMap((codesOfOne) => codesOfOne.slice(2 * rounds))
    await measureLoad(program, { baseUrl, codes, seconds: quick ? 6 : 15 }, add)
    await measureGrowth(program, { baseUrl, codes: twins.flat(), count: full ? 10_000 : quick ? 300 : 900 }, add)
  })
}

/** @param twins Of each picture the codes of its copies. */
type Deed = (program: Program, baseUrl: string, twins: readonly (readonly string[])[]) => Promise<void>

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
    const twins = await twinsIn(join(folder, 'data', 'catalogue.sqlite'), copies)
    const { program, baseUrl } = await launch(SERVE, env)
    await deed(program, baseUrl, twins).finally(() => program.stop())
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Copies look alike. */
async function twinsIn(path: string, copies: number): Promise<readonly (readonly string[])[]> {
  const catalogue = await openSqliteCatalogue(path)
  const twins = new Map<string, string[]>()
  for (const { shortcode, placeholder } of await catalogue.list({ limit: copies })) {
    const { thumbHash } = placeholder
    twins.set(thumbHash, [...(twins.get(thumbHash) ?? []), shortcode])
  }
  await catalogue.close()
  return [...twins.values()]
}
