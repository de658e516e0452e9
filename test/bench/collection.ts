import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openOriginalsFolder } from '../../server/adapters/originals/fs.ts'
import type { Media } from '../../server/core/media.ts'
import type { Edit } from '../../server/ports/catalogue.ts'
import { bridge, film, fixtureOriginals, portrait, series } from '../fixtures/media.ts'
import { numbered } from '../support/memory/numbered.ts'
import { writeCatalogue } from '../support/memory/write-catalogue.ts'

/** Kept between runs: a million media take minutes to write. Raised when what is written changes. */
const LAYOUT = 2
const KEPT = resolve('node_modules/.cache/bench-data')

/** Descriptions differ much in length, and so does what they cost. */
const KINDS = 4

/** The media at this place of every collection of the bench; 0 is `bridge` itself. Ids go up by one: neighbours, as an import makes them. */
export function mediaAt(place: number): Media {
  const kind = [bridge, portrait, series, film][place % KINDS] ?? bridge
  return { ...numbered(bridge, place), ...(place > 0 && partOf(kind)) }
}

/** As many media from all over a collection, so that no page of its file is asked for twice in a row; of every size the same kinds in turn. */
export function spreadOver(size: number, count: number): readonly Media[] {
  return Array.from({ length: count }, (_, place) => {
    const at = Math.floor((place * size) / count)
    return mediaAt(at - (at % KINDS) + (place % KINDS))
  })
}

function partOf({ original, placeholder, description, type, items, video }: Media): Partial<Media> {
  return { original, placeholder, description, type, ...(items && { items }), ...(video && { video }) }
}

/** The data folder of a collection of so many media, made where it is not there; their originals are those of the fixtures. */
export async function collectionOf(size: number): Promise<string> {
  const folder = join(KEPT, `${LAYOUT}-${size}`)
  const done = join(folder, 'complete')
  if (existsSync(done)) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const originals = await openOriginalsFolder(join(folder, 'originals'))
  for (const bytes of fixtureOriginals()) await originals.put(bytes)
  await writeCatalogue(join(folder, 'catalogue.sqlite'), {
    to: size,
    editAt: (place) => insertOf(mediaAt(place)),
    onProgress: (written) => {
      if (written % 100_000 === 0)
        process.stderr.write(`      ${written.toLocaleString('en')} of ${size.toLocaleString('en')} media written\n`)
    },
  })
  writeFileSync(done, '')
  return folder
}

/** The edit that brings a media into a catalogue that does not have it. */
export function insertOf(media: Media): Edit {
  const { id, publishedAt, revision } = media
  return {
    media: { ...media, version: 1 },
    change: { mediaId: id, at: publishedAt, actor: 'bench', batch: 'bench', revision, version: 1, properties: [] },
  }
}
