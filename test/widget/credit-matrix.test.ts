import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consumers, eMail, feeds } from '../check/credit-paths/documents.ts'
import { directAddress, savedFiles } from '../check/credit-paths/files.ts'
import * as pages from '../check/credit-paths/pages.ts'
import { type Copy, inOneLine, type TableRow, tableOf } from '../check/credit-paths/remains.ts'
import { faultsOf } from '../check/faults.ts'
import { bridge } from '../fixtures/media.ts'
import { hasWordPress, startWordPress, type WordPress } from '../support/browser/wordpress.ts'
import { useWorld } from '../support/browser/world.ts'
import { type Oracle, openOracle } from '../support/exiftool.ts'

const world = useWorld()
let exiftool: Oracle
let wordpress: WordPress | undefined
if (!hasWordPress()) process.stdout.write('placard: the credit matrix takes a model of WordPress; the real one needs its Debian packages\n')

beforeAll(async () => {
  exiftool = await openOracle()
  if (hasWordPress()) wordpress = await startWordPress(world.placard.baseUrl, [])
})
afterAll(() => Promise.all([exiftool.end(), wordpress?.stop()]))

interface Path {
  readonly path: string
  walk(): Promise<readonly Copy[]>
  /** What is left of creator | licence | source in each thing that the path ends in. */
  readonly left: Readonly<Record<string, string>>
}

/** Names in words, the licence in words and linked, the permalink linked. */
const WHOLE = 'text | text+link | link'
const IN_THE_FILE = 'metadata | metadata | metadata'

/** One picture, twelve paths from its owner to a reader. */
const PATHS: readonly Path[] = [
  { path: 'inline card', walk: () => pages.inlineCard(world), left: { 'the card': WHOLE } },
  { path: 'no script', walk: () => pages.withoutScript(world), left: { 'the fallback': WHOLE } },
  {
    path: 'script blocked',
    walk: () => pages.blockedScript(world),
    left: { 'the fallback': WHOLE, 'the fallback, the rest of the server failing': WHOLE },
  },
  {
    path: 'strict policy',
    walk: () => pages.strictPolicy(world),
    left: { 'the card, under the policy that we ask for': WHOLE, "the fallback, under default-src 'none'": WHOLE },
  },
  {
    path: 'stock WordPress',
    walk: () => pages.stockWordPress(world, wordpress),
    left: { 'the frame in the post': WHOLE, 'the quotation, where the frame is silent': WHOLE },
  },
  {
    path: 'other consumers',
    walk: () => consumers(world.placard),
    left: {
      '@extractus/oembed-extractor, links alone kept': WHOLE,
      'its html in a forum': WHOLE,
      'unfurl.js, entities decoded twice': WHOLE,
      'a bookmark as of Ghost, Mastodon, Discourse (Open Graph)': 'text | text | link',
    },
  },
  {
    path: 'feed',
    walk: () => feeds(world.placard),
    left: {
      'Atom, the content': WHOLE,
      'Atom, title and summary alone': WHOLE,
      'JSON Feed, the content': WHOLE,
      'JSON Feed, title and summary alone': 'text | text | link',
    },
  },
  {
    path: 'e-mail',
    walk: () => eMail(world.placard),
    left: { 'HTML, as mail programs clean it': WHOLE, 'the credit copied as plain text': 'text | text | text' },
  },
  {
    path: 'print',
    walk: () => pages.printed(world),
    left: {
      'the article with the card': 'text | text+link | text+link',
      // The publisher's own style decides what is printed of a plain link.
      'the article without script': WHOLE,
      "the picture's own page": 'text | text+link | text+link',
      'the frame': 'text | text+link | text+link',
    },
  },
  {
    path: 'saved file',
    walk: () => savedFiles(world.placard, exiftool),
    left: {
      '640.jpg': IN_THE_FILE,
      '640.webp': IN_THE_FILE,
      '640.avif': IN_THE_FILE,
      '150.jpg': IN_THE_FILE,
      'credit/640.jpg': 'metadata+pixels | metadata+pixels | metadata+pixels',
    },
  },
  {
    path: 'direct image address',
    walk: () => directAddress(world.placard, exiftool),
    left: {
      'the answer, headers and file': 'metadata | header+metadata | header+metadata',
      'the picture with its credit below it': 'metadata+pixels | header+metadata+pixels | header+metadata+pixels',
    },
  },
  {
    path: 'archived, origin gone',
    walk: () => pages.archived(world, exiftool),
    left: {
      'the page as it was delivered': WHOLE,
      'the page as it stood, saved as HTML': WHOLE,
      'the same with its scripts forbidden': WHOLE,
      'the page in a single file (MHTML)': WHOLE,
      'the picture in the single file': IN_THE_FILE,
    },
  },
]

const rows: TableRow[] = []
afterAll(() => {
  process.stdout.write(`\n${tableOf(rows)}\n`)
})

it.skipIf(!hasWordPress())('placard check finds nothing missing in a post of a stock WordPress', async () => {
  const post = await wordpress?.publish(`${world.placard.baseUrl}/p/${bridge.shortcode}/`)
  expect(await faultsOf(post ?? '')).toEqual({ pictures: 1, faults: [] })
})

describe('creator, licence and source survive', () => {
  it.each(PATHS)('$path', async ({ path, walk, left }) => {
    const copies = await walk()
    rows.push(...copies.map((copy) => ({ path, ...copy })))
    const found = Object.fromEntries(copies.map(({ what, remains }) => [what, inOneLine(remains)]))
    expect(found).toEqual(left)
  })
})
