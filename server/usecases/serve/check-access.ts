import { type Grant, grantExpiry, grantText, parseGrant } from '../../core/embedding/grant.ts'
import { isRestricted, mayEmbed } from '../../core/embedding/policy.ts'
import { comesFrom, isCrawler, mayComeFrom, type Visit } from '../../core/embedding/visit.ts'
import { RestrictedError } from '../../core/errors.ts'
import { linksFor, type MediaLinks } from '../../core/identity/links.ts'
import type { Media } from '../../core/media.ts'
import type { Deps } from '../../ports/deps.ts'
import { signGrant } from './grant-addresses.ts'

/** A request for a file of a media. */
export interface FileVisit extends Visit {
  /** The query as it came, with its question mark; empty without one. */
  readonly query: string
}

/** Why the bytes of a file may be sent, which is how they may be kept. */
export type Opened =
  /** Everyone may. */
  | { readonly kind: 'open' }
  | {
      readonly kind: 'granted'
      readonly grant: Grant
      /** Whose scripts may read the bytes: what `Origin` says for the pages it was granted to. */
      readonly reader: string
      /** Until the grant is over; at least 1. */
      readonly seconds: number
    }
  /** By the name of one that the owner listed. */
  | { readonly kind: 'crawler' }

/** Or why they may be sent at another address only: this one is over, and the page that it was granted to would be granted it again. */
export type Access = Opened | { readonly kind: 'over'; readonly grant: Grant }

type AccessDeps = Pick<Deps, 'clock' | 'config' | 'signer'>

/**
 * A page stays open: its reader turns to the next picture of a carousel, or the telephone, an hour later. What is older comes from a copy of
 * the page.
 */
const RENEWABLE_SECONDS = 86_400

const OPEN: Opened = { kind: 'open' }

/**
 * Why this request may have a file of the media.
 *
 * @param media     With the policy that holds of it (`requireMedia`).
 * @param revision  The one in the address, for which a grant was made.
 * @param visit     Called only if the media is restricted: of any other nobody needs to know who asks. Absent: nobody says.
 * @throws {RestrictedError} if it may not: without a grant, and with one that is wrong, another media's or another page's; with one that is over
 *                           too, unless the browser says itself that the page is the one it was granted to.
 */
export async function checkAccess(
  deps: AccessDeps,
  media: Media,
  { revision, visit }: { readonly revision: number; readonly visit: (() => FileVisit) | undefined },
): Promise<Access> {
  if (!isRestricted(media)) return OPEN
  const request = visit?.()
  const granted = request && (await findGranted(deps, { ...media, revision }, request))
  if (granted !== undefined) return granted
  if (isCrawler(request?.userAgent, deps.config.embedCrawlers)) return { kind: 'crawler' }
  throw new RestrictedError(
    'The owner of this picture lets it be shown on some pages only, and this request does not come from one.',
    media,
  )
}

async function findGranted({ clock, config, signer }: AccessDeps, media: Media, request: FileVisit): Promise<Access | undefined> {
  const grant = parseGrant(request.query)
  if (grant === undefined || !(await signer.verify(grantText(media, grant), grant.signature))) return undefined
  const { origin, expires } = grant
  // The policy may have become another one since the grant was made.
  if (!mayEmbed(media.embedding, origin, config.baseUrl) || !mayComeFrom(request, origin, config.baseUrl)) return undefined
  const seconds = expires - Math.floor(clock.now() / 1000)
  if (seconds > 0) return { kind: 'granted', grant, reader: request.origin ?? origin, seconds }
  return seconds > -RENEWABLE_SECONDS && comesFrom(request, origin) ? { kind: 'over', grant } : undefined
}

/**
 * The addresses of the media's present revision for whoever had this access to another one, or to this one for a while. A grant goes on, and
 * ends when it would have; one that is over begins anew.
 */
export async function linksAfter({ clock, config, signer }: AccessDeps, media: Media, access: Access): Promise<MediaLinks> {
  if (access.kind === 'open' || access.kind === 'crawler') return linksFor(config.baseUrl, media)
  const { origin, expires } = access.grant
  const terms = { origin, expires: access.kind === 'over' ? grantExpiry(media, clock.now()) : expires }
  return linksFor(config.baseUrl, media, await signGrant(signer, media, terms))
}
