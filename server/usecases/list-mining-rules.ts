import { type TdmRule, tdmRules } from '../core/licences/tdmrep.ts'
import type { Media, MediaId } from '../core/media.ts'
import { statusAt } from '../core/status.ts'
import type { Deps } from '../ports/deps.ts'

/** The catalogue answers at most 200 at once. */
const PER_LOOK = 200
/** Of the newest media. The file is a summary for those who ask once per site; each page and picture says its own in its headers. */
const MAX_LOOKED_AT = 1000

/** What `/.well-known/tdmrep.json` says of this server: of everything, and of the newest media that say something else. */
export async function listMiningRules({
  catalogue,
  clock,
  config,
}: Pick<Deps, 'catalogue' | 'clock' | 'config'>): Promise<readonly TdmRule[]> {
  const { dataMining: general, tdmPolicy: policy } = config
  const now = clock.now()
  const media = (await newest(catalogue)).filter((one) => statusAt(one, now) === 'live')
  return tdmRules({ media, ...(general !== undefined && { general }), ...(policy !== undefined && { policy }) })
}

async function newest(catalogue: Deps['catalogue']): Promise<readonly Media[]> {
  const found: Media[] = []
  let before: MediaId | undefined
  do {
    const page = await catalogue.list({ visibility: 'public', limit: PER_LOOK, ...(before !== undefined && { before }) })
    found.push(...page)
    before = page.length < PER_LOOK ? undefined : page.at(-1)?.id
  } while (before !== undefined && found.length < MAX_LOOKED_AT)
  return found
}
