import type { MiningTerms } from '../core/licences/data-mining.ts'
import type { Media } from '../core/media.ts'
import type { HeaderSet } from './headers.ts'

/** What TDMRep and the robots of AI read in the headers of a page or a file; nothing where nothing was said. */
export function miningHeaders({ reservation, policy, robots }: MiningTerms, others: readonly string[] = []): HeaderSet {
  const words = [...others, ...robots]
  return {
    ...(reservation !== undefined && { 'TDM-Reservation': String(reservation) }),
    ...(policy !== undefined && { 'TDM-Policy': policy }),
    ...(words.length > 0 && { 'X-Robots-Tag': words.join(', ') }),
  }
}

/** What robots are told of a media besides: an unlisted one is for those who hold its address, and no index is one of them. */
export function robotsOf({ visibility }: Pick<Media, 'visibility'>): readonly string[] {
  return visibility === 'unlisted' ? ['noindex'] : []
}
