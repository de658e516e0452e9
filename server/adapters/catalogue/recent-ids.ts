import type { MediaId } from '../../core/media.ts'

/** Half as many ids as are remembered at most. */
const HALF = 5000

/** Remembers the ids that it is asked about, and tells of each whether it was among the last thousands: a twentieth of what an LRU would cost. */
export function recentIds(half: number = HALF): (id: MediaId) => boolean {
  let [newer, older] = [new Set<MediaId>(), new Set<MediaId>()]
  return (id) => {
    if (newer.has(id)) return true
    if (newer.size === half) [newer, older] = [new Set(), newer]
    newer.add(id)
    return older.has(id)
  }
}
