import type { ByteCache } from '../../ports/cache.ts'
import type { Clock } from '../../ports/system.ts'

/** What an edge has heard of media that may be shown no more, whatever else it still has of them. */
export interface Withdrawals {
  /** Notes that the origin says of these media that they are not to be shown. @param wasThere Whether the edge had this answer otherwise. */
  note(codes: readonly string[], news: { readonly wasThere: boolean }): Promise<void>
  /** Whether this was heard of one of them later than at this moment; of any media at all where none is named. */
  isKnownSince(codes: readonly string[], at: number): Promise<boolean>
}

/** As long as anything may be sent in place of the origin's word. */
const TTL_SECONDS = 2 * 86_400
/** Who heard nothing of it for so long does not know whether it has been shown again meanwhile. */
const OLD_NEWS_MS = 600_000
/** Of lists, which may name any media. */
const ANY = 'any'

/** Withdrawals in the cache of a place: what one edge has heard, all of that place know. */
export function withdrawals(cache: ByteCache, clock: Clock): Withdrawals {
  const keyOf = (code: string) => `gone/${code}`
  /** When this was heard of each of them; long before everything if it was not. */
  const heard = async (codes: readonly string[]) => {
    const moments = await Promise.all(codes.map((code) => cache.find(keyOf(code))))
    return moments.map((moment) => (moment ? Number(new TextDecoder().decode(moment)) : Number.NEGATIVE_INFINITY))
  }
  return {
    async note(codes, { wasThere }) {
      const now = clock.now()
      // A list may name what this edge never had itself; but what is asked for again and again, long gone, is in no list by now.
      const isNews = wasThere || (await heard(codes)).some((at) => now - at > OLD_NEWS_MS)
      const moment = new TextEncoder().encode(String(now))
      await Promise.all([...codes, ...(isNews ? [ANY] : [])].map((code) => cache.put(keyOf(code), moment, TTL_SECONDS)))
    },
    async isKnownSince(codes, at) {
      return (await heard(codes.length > 0 ? codes : [ANY])).some((moment) => moment >= at)
    },
  }
}
