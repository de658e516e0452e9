import { type TdmRule, tdmRules } from '../../core/licences/tdmrep.ts'
import type { Media, MediaId } from '../../core/media.ts'
import type { Deps } from '../../ports/deps.ts'

/** The catalogue answers at most 200 at once. */
const PER_LOOK = 200
/**
 * Of the newest media that say something of their own; three lines each, so the file stays below 500 kB. It is a summary for those who ask once
 * per site: each page and picture says its own in its headers.
 */
const MAX_NAMED = 1000

/** What `/.well-known/tdmrep.json` says of this server: of everything, and of the media that say something else. */
export async function listMiningRules({
  catalogue,
  clock,
  config,
}: Pick<Deps, 'catalogue' | 'clock' | 'config'>): Promise<readonly TdmRule[]> {
  const { dataMining: general, tdmPolicy: policy } = config
  const media = await listSpeaking(catalogue, clock.now())
  return tdmRules({ media, ...(general !== undefined && { general }), ...(policy !== undefined && { policy }) })
}

async function listSpeaking(catalogue: Deps['catalogue'], liveAt: number): Promise<readonly Media[]> {
  const found: Media[] = []
  let before: MediaId | undefined
  do {
    const page = await catalogue.list({
      visibility: 'public',
      liveAt,
      speaksOfMining: true,
      limit: PER_LOOK,
      ...(before !== undefined && { before }),
    })
    found.push(...page)
    before = page.length < PER_LOOK ? undefined : page.at(-1)?.id
  } while (before !== undefined && found.length < MAX_NAMED)
  return found
}
