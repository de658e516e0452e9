import { LRUCache } from 'lru-cache'
import type { Media, MediaId } from '../../core/media.ts'
import { asRecord } from '../../core/stored/fields.ts'
import { recentIds } from './recent-ids.ts'
import { rowToMedia } from './row.ts'
import { MEDIA_COLUMNS } from './sql.ts'

interface KnownRow {
  readonly row: Readonly<Record<string, unknown>>
  readonly media: Media
  /** Of the catalogue, when the row was read or before. */
  state: number
}

/** Of the rows' text, two bytes a character: about a thousand media. With all that answers keep of them they take 21 MB (measured). */
const MAX_BYTES = 3_000_000
/** What a row has beside its document, and an LRU slot, rounded up. */
const ROW_BYTES = 400

export interface KnownRowsOptions {
  /** Differs from what it answered before if anybody else has committed since. Default: nobody can tell, so every row is read. */
  readonly mark?: () => unknown
  readonly maxBytes?: number
}

/** The media whose rows are read again and again. */
export interface KnownRows {
  /** Those of these media whose rows need not be read: nothing at all was written since they were. */
  find(ids: readonly MediaId[]): readonly Media[]
  /** The media of a row that was just read: the same as before, unparsed, where the row says the same as before. @throws {FieldError} */
  toMedia(row: unknown): Media
  /** Whatever is known may be written over: by ourselves, which no mark tells. */
  forget(): void
}

/**
 * `rowToMedia` that knows the rows it is given again and again. What is answered is never older than the catalogue: either the row has been read,
 * or nothing was written meanwhile.
 *
 * A row is kept from its second time on: who reads a large collection once through would else pay for keeping all of it in turn, and push out
 * what is read often.
 */
export function knownRows({ mark, maxBytes = MAX_BYTES }: KnownRowsOptions = {}): KnownRows {
  const isRecent = recentIds()
  const known = new LRUCache<MediaId, KnownRow>({
    maxSize: maxBytes,
    sizeCalculation: ({ row }) => 2 * String(row.document).length + ROW_BYTES,
  })
  let [marked, state]: [unknown, number] = [undefined, 0]

  /** Asked before a row is read, so a row is never older than the state it is kept with. */
  function stateNow(): number {
    const found = mark?.()
    if (found !== marked || found === undefined) state += 1
    marked = found
    return state
  }

  return {
    find(ids) {
      const found = ids.map((id) => known.get(id)).filter((one) => one !== undefined)
      if (found.length === 0) return []
      const now = stateNow()
      return found.filter((one) => one.state === now).map(({ media }) => media)
    },
    toMedia(value) {
      const row = asRecord(value, 'media')
      const found = known.get(row.id as MediaId) // Whatever else it is, it is not known.
      if (found !== undefined && isSame(row, found.row)) {
        found.state = state
        return found.media
      }
      const media = rowToMedia(row)
      if (isRecent(media.id)) known.set(media.id, { row, media, state })
      return media
    },
    forget() {
      state += 1
    },
  }
}

function isSame(row: KnownRow['row'], other: KnownRow['row']): boolean {
  return MEDIA_COLUMNS.every((column) => row[column] === other[column])
}
