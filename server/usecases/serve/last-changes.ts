import { isPublicChange } from '../../core/documents/changes.ts'
import type { Media } from '../../core/media.ts'
import type { Deps } from '../../ports/deps.ts'

const MEDIA_PER_LOOK = 200
/** The newest of each look: what has more changes than that is told as old as the oldest of them at most, which is soon enough. */
const CHANGES_PER_LOOK = 1000

/**
 * When each of these media last became another one for everyone, by its owner or by the clock, in Unix milliseconds and in their order; when it
 * was published, if never. One look into the log for 200 of them.
 */
export async function lastChanges(
  { catalogue, clock }: Pick<Deps, 'catalogue' | 'clock'>,
  media: readonly Media[],
): Promise<readonly number[]> {
  const now = clock.now()
  const byId = new Map(media.map((one) => [one.id, one]))
  const latest = new Map(media.map((one) => [one.id, latestDate(one, now)]))
  const ids = [...byId.keys()]
  for (let at = 0; at < ids.length; at += MEDIA_PER_LOOK) {
    const mediaIds = ids.slice(at, at + MEDIA_PER_LOOK)
    for (const change of await catalogue.listChanges({ mediaIds, newestFirst: true, limit: CHANGES_PER_LOOK })) {
      const one = byId.get(change.mediaId)
      if (one && isPublicChange(change, one, now)) latest.set(one.id, Math.max(latest.get(one.id) ?? 0, change.at))
    }
  }
  return media.map((one) => latest.get(one.id) ?? one.publishedAt)
}

/** The last of its own dates that is over. */
function latestDate({ publishedAt, announcedAt, notBefore }: Media, now: number): number {
  const over = [announcedAt, notBefore].filter((date) => date !== undefined && date <= now)
  return Math.max(publishedAt, ...over.filter((date) => date !== undefined))
}
