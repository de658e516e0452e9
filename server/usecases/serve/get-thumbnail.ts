import type { StripWidth } from '../../core/credit/credit-strip.ts'
import { isAboutThePicture, OriginalMissingError } from '../../core/errors.ts'
import type { MediaLinks } from '../../core/identity/links.ts'
import { encodeShortcode } from '../../core/identity/shortcode.ts'
import type { Media, Shortcode } from '../../core/media.ts'
import { MEDIA_TYPES, PIPELINE_VERSION, type Rendition } from '../../core/pictures/rendition.ts'
import { matchesIfNoneMatch, weakEtag } from '../../core/validator.ts'
import type { Deps } from '../../ports/deps.ts'
import type { OpenOriginal, RenderPlan } from '../../ports/thumbnailer.ts'
import { type Access, checkAccess, type FileVisit, linksAfter, type Opened } from './check-access.ts'
import { requireMedia } from './get-media.ts'
import { generalMark, thumbnailKey } from './thumbnail-key.ts'
import { bareTarget, creditedTarget } from './thumbnail-target.ts'

/** Old revisions are never asked for again, and the cache's own bound in bytes drops them first. */
const CACHE_TTL_SECONDS = 30 * 86_400

export interface ThumbnailRequest {
  readonly shortcode: Shortcode | undefined
  readonly revision: number
  readonly rendition: Rendition
  /** Which picture of a carousel, counted from 1; the cover if absent. */
  readonly item?: number
}

/** The cover with its credit below it. */
export interface CreditedRequest {
  readonly shortcode: Shortcode | undefined
  readonly revision: number
  readonly strip: StripWidth
}

export interface ThumbnailConditions {
  /** The header, if the client sent it. */
  readonly ifNoneMatch?: string | undefined
  /** What the request says of where it comes from; called only if the media is restricted. Absent: nothing. */
  readonly visit?: () => FileVisit
  /** Only the facts are wanted: nothing is rendered. */
  readonly headOnly?: boolean
  /** Aborts when the client goes away; read only if something must be rendered. */
  readonly signal?: AbortSignal
}

interface ThumbnailFacts {
  readonly etag: string
  readonly contentType: string
  readonly media: Media
  readonly links: MediaLinks
  readonly access: Opened
}

export type ThumbnailAnswer =
  | { readonly kind: 'moved'; readonly url: string; readonly access: Access }
  | ({ readonly kind: 'not-modified' } & ThumbnailFacts)
  | ({ readonly kind: 'described' } & ThumbnailFacts)
  | ({ readonly kind: 'rendered'; readonly bytes: Uint8Array } & ThumbnailFacts)

type ThumbnailDeps = Pick<Deps, 'catalogue' | 'clock' | 'config' | 'signer' | 'originals' | 'thumbnailer' | 'thumbnails' | 'defer' | 'log'>

/**
 * One rendition of a media that may be shown, bare or above its credit: from the cache, or made now.
 *
 * @returns `moved` to the same rendition of the current revision if another one was asked for, or if a grant is over and begins anew.
 * @throws  {NotFoundError | NotAllowedError | GoneError | RestrictedError} before any validator or cache is looked at: a withdrawn picture must not revalidate.
 * @throws  {OriginalMissingError | BrokenMediaError | TooManyPixelsError | UnsupportedMediaError | OverloadedError | UnavailableError}
 */
export async function getThumbnail(
  deps: ThumbnailDeps,
  request: ThumbnailRequest | CreditedRequest,
  conditions: ThumbnailConditions,
): Promise<ThumbnailAnswer> {
  const found = await requireMedia(deps, request.shortcode)
  const access = await checkAccess(deps, found, { revision: request.revision, visit: conditions.visit })
  const target = 'strip' in request ? creditedTarget(found, request, deps.config) : bareTarget(found, request, deps.config)
  const { media, links } = target
  if (request.revision !== media.revision || access.kind === 'over') {
    return { kind: 'moved', url: target.addressIn(await linksAfter(deps, media, access)), access }
  }
  const etag = weakEtag([media.shortcode, media.revision, ...target.name, PIPELINE_VERSION, ...generalMark(deps.config)])
  const facts = { etag, contentType: target.contentType, media, links, access }
  const { ifNoneMatch } = conditions
  if (ifNoneMatch !== undefined && matchesIfNoneMatch(ifNoneMatch, etag)) return { kind: 'not-modified', ...facts }
  if (conditions.headOnly) return { kind: 'described', ...facts }
  const key = thumbnailKey(target, deps.config)
  const cached = await deps.thumbnails.find(key)
  // The credit is decided only for a render: most thumbnails come out of the cache with theirs inside.
  const plan = () => target.plan(key)
  if (cached) noteUse(deps, media, { key, contentType: target.contentType, plan })
  const bytes = cached ?? (await render(deps, media, { plan: plan(), signal: conditions.signal }))
  return { kind: 'rendered', bytes, ...facts }
}

/** Where the original is opened; the work that reads it may outlive the request that began it. */
export function opening({ originals }: Pick<Deps, 'originals'>, { original: { key } }: Media): OpenOriginal {
  return async (signal) => {
    const original = await originals.open(key, signal)
    if (original === undefined) throw new OriginalMissingError(`Expected an original ${key} but the store has none`)
    return original
  }
}

/**
 * An AVIF that is asked for again is worth an encoder's time: a seventh fewer bytes for three times the CPU. It keeps its validator, which is weak
 * and tells pictures apart that mean something else (RFC 9110 §8.8.1); whoever has the first one need not fetch it again.
 */
function noteUse(
  deps: ThumbnailDeps,
  media: Media,
  { key, contentType, plan }: { key: string; contentType: string; plan: () => RenderPlan },
): void {
  if (contentType !== MEDIA_TYPES.avif) return
  const keep = (bytes: Uint8Array) => deps.thumbnails.put(key, bytes, CACHE_TTL_SECONDS)
  deps.thumbnailer.improve?.(key, () => ({ open: opening(deps, media), plan: plan(), keep }))
}

async function render(
  deps: ThumbnailDeps,
  media: Media,
  { plan, signal }: { plan: RenderPlan; signal: AbortSignal | undefined },
): Promise<Uint8Array> {
  const { thumbnailer, thumbnails, defer, log } = deps
  try {
    const bytes = await thumbnailer.render(opening(deps, media), plan, signal)
    defer(thumbnails.put(plan.id, bytes, CACHE_TTL_SECONDS))
    return bytes
  } catch (error) {
    // The log names it by its id: a long name in there would open what only those may see who hold it.
    const shortcode = encodeShortcode(media.id)
    if (isAboutThePicture(error)) log.renderFailed({ shortcode, rendition: plan.id.replace(media.shortcode, shortcode), error })
    throw error
  }
}
