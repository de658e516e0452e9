import { type Grant, type GrantTerms, grantExpiry, grantText } from '../../core/embedding/grant.ts'
import { isRestricted } from '../../core/embedding/policy.ts'
import { linksFor, type MediaLinks } from '../../core/identity/links.ts'
import type { Media } from '../../core/media.ts'
import type { Deps } from '../../ports/deps.ts'
import type { ShownMedia } from './get-media.ts'

type GrantDeps = Pick<Deps, 'clock' | 'config' | 'signer'>

/**
 * The addresses of a restricted media for pages of an origin that may embed it (`mayEmbed`).
 *
 * @param origin  As browsers send it.
 */
export async function grantAddresses({ clock, config, signer }: GrantDeps, media: Media, origin: string): Promise<MediaLinks> {
  const terms = { origin, expires: grantExpiry(media, clock.now()) }
  return linksFor(config.baseUrl, media, await signGrant(signer, media, terms))
}

/** The media as a page of our own shows it; as it is where everyone may. */
export async function forOwnPage(deps: GrantDeps, shown: ShownMedia): Promise<ShownMedia> {
  if (!isRestricted(shown.media)) return shown
  return { ...shown, links: await grantAddresses(deps, shown.media, new URL(deps.config.baseUrl).origin) }
}

/** The terms with the proof that this server wrote them. */
export async function signGrant(signer: Deps['signer'], media: Pick<Media, 'id' | 'revision'>, terms: GrantTerms): Promise<Grant> {
  return { ...terms, signature: await signer.sign(grantText(media, terms)) }
}
