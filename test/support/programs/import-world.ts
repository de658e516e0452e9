import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import type { Media } from '../../../server/core/media.ts'

/** So many small pictures of different colours in the folder, each a work of its own. */
export async function makePictures(folder: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const background = { r: (index * 6) % 256, g: 90 + (index >> 5), b: 255 - ((index * 6) % 256) }
    await sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .png()
      .toFile(join(folder, `${index}.png`))
  }
}

/** A collection on disk as a reader would find it after a restart. */
export interface FoundCollection {
  readonly media: readonly Pick<Media, 'original' | 'placeholder' | 'description' | 'revision'>[]
  /** Names of the files in `originals/`, sorted. */
  readonly originals: readonly string[]
  /** What no fault may leave behind: half a file under the name of a whole one, a media without its picture. */
  readonly damage: readonly string[]
}

/** What stands in a data folder, by its own files and the catalogue, opened anew. */
export async function readCollection(data: string): Promise<FoundCollection> {
  const originals = filesBelow(join(data, 'originals')).filter((name) => /[0-9a-f]{64}$/.test(name) && !name.includes('damaged'))
  const hashes = new Map(originals.map((name) => [name.slice(-64), sha256(readFileSync(join(data, 'originals', name)))]))
  const media = existsSync(join(data, 'catalogue.sqlite')) ? await listMedia(join(data, 'catalogue.sqlite')) : []
  return {
    media: media
      .map(({ original, placeholder, description, revision }) => ({ original, placeholder, description, revision }))
      .sort((a, b) => (a.original.key < b.original.key ? -1 : 1)),
    originals: [...hashes.keys()].sort(),
    damage: [
      ...[...hashes].filter(([name, hash]) => name !== hash).map(([name]) => `${name} has other bytes`),
      ...media.filter(({ original }) => !hashes.has(original.key)).map(({ shortcode }) => `${shortcode} has no original`),
    ],
  }
}

async function listMedia(path: string): Promise<readonly Media[]> {
  const catalogue = await openSqliteCatalogue(path)
  try {
    return await catalogue.list({ limit: 1000 })
  } finally {
    await catalogue.close()
  }
}

function filesBelow(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** So many pictures of noise, which no encoder makes smaller: 0.7 MB each. */
export async function makeNoise(folder: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const noise = { type: 'gaussian', mean: 100 + index, sigma: 60 } as const
    await sharp({ create: { width: 500, height: 500, channels: 3, background: '#888', noise } })
      .png()
      .toFile(join(folder, `${index}.png`))
  }
}
