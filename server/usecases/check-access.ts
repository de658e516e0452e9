import { type Grant, grantText, parseGrant } from '../core/embedding/grant.ts'
import { isRestricted, mayEmbed } from '../core/embedding/policy.ts'
import { isCrawler, mayComeFrom, type Visit } from '../core/embedding/visit.ts'
import { RestrictedError } from '../core/errors.ts'
import { linksFor, type MediaLinks } from '../core/identity/links.ts'
import type { Media } from '../core/media.ts'
import type { Deps } from '../ports/deps.ts'
import { signGrant } from './grant-addresses.ts'

/** A request for a file of a media. */
export interface FileVisit extends Visit {
  /** The query as it came, with its question mark; empty without one. */
  readonly query: string
}

/** Why the bytes of a file may be sent, which is how they may be kept. */
export type Access =
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

type AccessDeps = Pick<Deps, 'clock' | 'config' | 'signer'>

const OPEN: Access = { kind: 'open' }

/**
 * Why this request may have a file of the media.
 *
 * @param media     With the policy that holds of it (`requireMedia`).
 * @param revision  The one in the address, for which a grant was made.
 * @param visit     Called only if the media is restricted: of any other nobody needs to know who asks. Absent: nobody says.
 * @throws {RestrictedError} if it may not: without a grant, and with one that is wrong, over, another media's or another page's.
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
  const seconds = grant.expires - Math.floor(clock.now() / 1000)
  // The policy may have become another one since the grant was made.
  const isGood =
    seconds > 0 && mayEmbed(media.embedding, grant.origin, config.baseUrl) && mayComeFrom(request, grant.origin, config.baseUrl)
  return isGood ? { kind: 'granted', grant, reader: request.origin ?? grant.origin, seconds } : undefined
}

/** The addresses of the media's present revision for whoever had this access to another one; a grant goes on, and ends when it would have. */
export async function linksAfter({ config, signer }: AccessDeps, media: Media, access: Access): Promise<MediaLinks> {
  if (access.kind !== 'granted') return linksFor(config.baseUrl, media)
  const { origin, expires } = access.grant
  return linksFor(config.baseUrl, media, await signGrant(signer, media, { origin, expires }))
}
