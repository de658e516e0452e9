import { LRUCache } from 'lru-cache'
import type { Media, MediaId } from '../../core/media.ts'
import { asRecord } from '../../core/stored/fields.ts'
import { rowToMedia } from './row.ts'
import { MEDIA_COLUMNS } from './sql.ts'

interface KnownRow {
  readonly row: Readonly<Record<string, unknown>>
  readonly media: Media
}

/** Of the rows' text, two bytes a character: about a thousand media. With all that answers keep of them they take 21 MB (measured). */
const MAX_BYTES = 3_000_000
/** What a row has beside its document, and an LRU slot, rounded up. */
const ROW_BYTES = 400
/** Ids of which one remembers that they were read. */
const MOST_SEEN = 10_000

/**
 * `rowToMedia` that knows the rows it is given again and again: of one that says the same as before it answers the same media, and parses nothing.
 *
 * The row has been read all the same, so what is answered is never older than the catalogue. A row is kept from its second time on: who reads a
 * large collection once through would else pay for keeping all of it in turn, and push out what is read often.
 */
export function knownRows(maxBytes: number = MAX_BYTES): (row: unknown) => Media {
  const seen = new LRUCache<MediaId, true>({ max: MOST_SEEN })
  const known = new LRUCache<MediaId, KnownRow>({
    maxSize: maxBytes,
    sizeCalculation: ({ row }) => 2 * String(row.document).length + ROW_BYTES,
  })
  return (value) => {
    const row = asRecord(value, 'media')
    const found = known.get(row.id as MediaId)
    if (found !== undefined && isSame(row, found.row)) return found.media
    const media = rowToMedia(row)
    if (seen.has(media.id)) known.set(media.id, { row, media })
    else seen.set(media.id, true)
    return media
  }
}

function isSame(row: KnownRow['row'], other: KnownRow['row']): boolean {
  return MEDIA_COLUMNS.every((column) => row[column] === other[column])
}
