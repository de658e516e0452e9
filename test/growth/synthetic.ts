import { createHash } from 'node:crypto'
import { EPOCH_MS, packId } from '../../server/core/identity/id.ts'
import { encodeShortcode } from '../../server/core/identity/shortcode.ts'
import type { Media, OriginalKey, Visibility } from '../../server/core/media.ts'
import type { Catalogue, Edit } from '../../server/ports/catalogue.ts'
import { inDefault, silent } from '../fixtures/media.ts'

/** The moment that is `now` for a synthetic catalogue. */
export const NOW = EPOCH_MS + 200 * 86_400_000

/** Edits in one transaction. */
const BATCH = 1000

/**
 * The nth media of a collection that never ends, the same in every run: nine of ten are public, and a few are withdrawn, scheduled, or speak of
 * data mining. Each is described as a picture desk would.
 */
export function syntheticMedia(index: number): Media {
  // A picture each second and a half, by eight importers in turn.
  const ms = EPOCH_MS + 1 + Math.floor(index * 1.5) * 1000
  const id = packId({ ms, shard: 1024 + (index % 8), sequence: 0 })
  const key = keyOf(index)
  return {
    id,
    shortcode: encodeShortcode(id),
    revision: 1,
    version: 1,
    type: 'image',
    visibility: visibilityOf(index),
    standing: index % 100 === 7 ? { kind: 'withdrawn', reason: 'copyright', at: NOW } : { kind: 'published' },
    publishedAt: ms,
    announcedAt: ms,
    ...(index % 500 === 3 && { notAfter: NOW + index * 1000 }),
    ...(index % 500 === 4 && { notBefore: NOW + index * 1000 }),
    original: { key, type: 'image/jpeg', bytes: 2_000_000 + index, width: 4000, height: 2667, hasAlpha: false },
    placeholder: { thumbHash: '2/cJNYp3iId5h3iAeHeIeXd4gJgI', colour: '#6b7070' },
    description: {
      ...silent,
      title: inDefault(`The crossing, number ${index}`),
      caption: inDefault(`Picture ${index} of a long walk along the river, seen from the north bank in the evening.`),
      altText: inDefault('A bridge over calm water below a low sun'),
      creators: [{ name: `Photographer ${index % 97}`, url: `https://photographers.example/${index % 97}` }],
      creditLine: 'Placard Pictures',
      copyrightNotice: inDefault(`© 2026 Photographer ${index % 97}`),
      licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
      keywords: ['river', 'bridge', `walk-${index % 1000}`],
      ...(index % 1000 === 5 && { dataMining: 'http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED' }),
    },
  }
}

export const pathOf = (index: number) => `/srv/pictures/2026/${index % 1000}/${index}.jpg`

/** @returns How many milliseconds it took. */
export async function fill(catalogue: Catalogue, from: number, to: number): Promise<number> {
  const startedAt = performance.now()
  for (let start = from; start < to; start += BATCH) {
    await catalogue.edit(Array.from({ length: Math.min(BATCH, to - start) }, (_, offset) => editOf(start + offset)))
  }
  return performance.now() - startedAt
}

/** The edit with which an import brings it in. */
export function editOf(index: number): Edit {
  const media = syntheticMedia(index)
  const { id: mediaId, revision, version, publishedAt: at, original } = media
  return {
    media,
    change: { mediaId, at, actor: 'import', batch: `batch-${Math.floor(index / BATCH)}`, revision, version, properties: [] },
    source: { path: pathOf(index), mediaId, stamp: `${original.bytes}:${at}`, originalKey: original.key },
  }
}

function keyOf(index: number): OriginalKey {
  return createHash('sha256').update(String(index)).digest('hex') as OriginalKey // 64 hex digits.
}

function visibilityOf(index: number): Visibility {
  return index % 20 === 0 ? 'unlisted' : index % 20 === 1 ? 'private' : 'public'
}
