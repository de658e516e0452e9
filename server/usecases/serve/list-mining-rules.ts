import { type TdmRule, tdmRules } from '../../core/licences/tdmrep.ts'
import type { Media } from '../../core/media.ts'
import type { Deps } from '../../ports/deps.ts'
import { walkMedia } from '../walk-media.ts'

/**
 * Of the newest media that say something of their own; three lines each, so the file stays below 500 kB. It is a summary for those who ask once
 * per site: each page and picture says its own in its headers.
 */
const MAX_NAMED = 1000

type MiningDeps = Pick<Deps, 'catalogue' | 'clock' | 'config'>

/** What `/.well-known/tdmrep.json` says of this server: of everything, and of the media that say something else. */
export async function listMiningRules(deps: MiningDeps): Promise<readonly TdmRule[]> {
  const { dataMining: general, tdmPolicy: policy } = deps.config
  const media = await listSpeaking(deps)
  return tdmRules({ media, ...(general !== undefined && { general }), ...(policy !== undefined && { policy }) })
}

async function listSpeaking(deps: MiningDeps): Promise<readonly Media[]> {
  const found: Media[] = []
  for await (const page of walkMedia(deps, { visibility: 'public', liveAt: deps.clock.now(), speaksOfMining: true })) {
    found.push(...page)
    if (found.length >= MAX_NAMED) break
  }
  return found
}
