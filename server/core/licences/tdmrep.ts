import type { Media } from '../media.ts'
import { type MiningTerms, miningCodeOf, miningTerms } from './data-mining.ts'

/** An entry of `/.well-known/tdmrep.json`, spelled as TDMRep spells it. */
export interface TdmRule {
  /** A path with `*` for any characters, as robots.txt has them (RFC 9309, section 2.2.3). */
  readonly location: string
  readonly 'tdm-reservation': 0 | 1
  readonly 'tdm-policy'?: string
}

export interface TdmRepRequest {
  /** Media that may be shown now, as the catalogue has them. */
  readonly media: readonly Pick<Media, 'shortcode' | 'description'>[]
  /** The owner's general value and policy. */
  readonly general?: string
  readonly policy?: string
}

/**
 * Which places of this server are reserved: media that say something of their own first, then everything, so that the first match and the most
 * specific one are the same. Media that say what holds in general are not named.
 *
 * @see https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/#tdm-file-on-the-origin-server
 */
export function tdmRules({ media, general, policy }: TdmRepRequest): readonly TdmRule[] {
  const whole = miningTerms(general, policy)
  const own = media.filter(({ description }) => {
    const said = miningCodeOf(description.dataMining)
    return said !== undefined && miningTerms(description.dataMining).reservation !== whole.reservation
  })
  const places = own.flatMap(({ shortcode, description }) => {
    const terms = miningTerms(description.dataMining, policy)
    return [`/p/${shortcode}/*`, `/t/${shortcode}/*`, `/v/${shortcode}/*`].flatMap((location) => ruleOf(location, terms))
  })
  return [...places, ...ruleOf('/*', whole)]
}

function ruleOf(location: string, { reservation, policy }: MiningTerms): readonly TdmRule[] {
  if (reservation === undefined) return []
  return [{ location, 'tdm-reservation': reservation, ...(policy !== undefined && { 'tdm-policy': policy }) }]
}
