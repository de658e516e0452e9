import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { openOriginalsFolder } from '../../server/adapters/originals/fs.ts'
import type { Media } from '../../server/core/media.ts'
import { film } from '../fixtures/media.ts'
import { numbered } from '../support/memory/numbered.ts'
import { ORIGIN } from '../support/servers/runtimes.ts'
import { insertOf, mediaAt } from './collection.ts'
import type { Kind } from './flood-plan.ts'
import { photographs } from './pictures.ts'

const MEDIA = 400
/** What is asked for again and again. */
const KEPT = 20

/** More than all the buffers of a connection hold. */
const FILM_BYTES = 30_000_000
const FILM: Media = numbered(film, 1_000_000)
export const FILM_PATH = `/v/${FILM.shortcode}/1/video.mp4`

/** A collection of which nothing has been rendered, and what its readers ask for: mostly the same, some things that nobody has asked for before. */
export async function makeCold(data: string): Promise<readonly Kind[]> {
  const codes = (await fillCold(data)).map(({ shortcode }) => shortcode)
  const oembed = (code: string) => `/oembed?url=${encodeURIComponent(`${ORIGIN}/p/${code}/`)}`
  const some = codes.slice(0, KEPT)
  return [
    { name: 'kept answers', share: 0.8, paths: [...some.map(oembed), ...some.map((code) => `/v1/cards?codes=${code}`)] },
    { name: 'cold answers', share: 0.19, paths: codes.map((code) => `${oembed(code)}&maxwidth=400&maxheight=10`), isNumbered: true },
    {
      name: 'cold thumbnails',
      share: 0.01,
      paths: [1280, 960, 640, 480, 320].flatMap((width) => codes.map((code) => `/t/${code}/1/${width}.jpg`)),
    },
  ]
}

/** Each media has an original of its own: one of the smallest photographs with a number behind its end, which no decoder reads. */
async function fillCold(data: string): Promise<readonly Media[]> {
  const originals = await openOriginalsFolder(join(data, 'originals'))
  const smallest = photographs()
    .paths.map((path) => readFileSync(path))
    .sort((a, b) => a.length - b.length)
    .slice(0, 3)
  const media: Media[] = []
  for (let place = 0; place < MEDIA; place += 1) {
    const bytes = Buffer.concat([smallest[place % smallest.length] ?? Buffer.alloc(0), Buffer.from(String(place))])
    const one = mediaAt(place * 4) // Each fourth is the bridge.
    media.push({ ...one, original: { ...one.original, key: await originals.put(bytes), bytes: bytes.length } })
  }
  const key = await originals.put(new Uint8Array(FILM_BYTES).map((_, at) => at * 7))
  const video = { ...film.video!, key, bytes: FILM_BYTES }
  const catalogue = await openSqliteCatalogue(join(data, 'catalogue.sqlite'))
  await catalogue.edit([...media, { ...FILM, video }].map(insertOf))
  await catalogue.close()
  return media
}
