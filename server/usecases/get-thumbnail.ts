import type { StripWidth } from '../core/credit/credit-strip.ts'
import { BrokenMediaError, OriginalMissingError, TooManyPixelsError, UnsupportedMediaError } from '../core/errors.ts'
import type { MediaLinks } from '../core/identity/links.ts'
import { encodeShortcode } from '../core/identity/shortcode.ts'
import { miningCodeOf } from '../core/licences/data-mining.ts'
import type { Media, Shortcode } from '../core/media.ts'
import { PIPELINE_VERSION, type Rendition } from '../core/pictures/rendition.ts'
import { matchesIfNoneMatch, weakEtag } from '../core/validator.ts'
import type { Deps } from '../ports/deps.ts'
import type { RenderPlan } from '../ports/thumbnailer.ts'
import { type Access, checkAccess, type FileVisit, linksAfter, type Opened } from './check-access.ts'
import { requireMedia } from './get-media.ts'
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
 * @throws  {NotFoundError | NotAllowedError | GoneError | RestrictedError} before any validator or cache is looked at (DESIGN.md, rule 2).
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
  const key = [...generalMark(deps.config), target.key].join('/')
  const cached = await deps.thumbnails.find(key)
  // The credit is decided only for a render: most thumbnails come out of the cache with theirs inside.
  const bytes = cached ?? (await render(deps, media, { plan: { ...target.plan(), id: key }, signal: conditions.signal }))
  return { kind: 'rendered', bytes, ...facts }
}

/** What the owner says of all media stands inside the files too, and no revision rises when it changes. */
function generalMark({ dataMining }: Pick<Deps['config'], 'dataMining'>): readonly string[] {
  const code = miningCodeOf(dataMining)
  return code === undefined ? [] : [code.toLowerCase()]
}

async function render(
  { originals, thumbnailer, thumbnails, defer, log }: ThumbnailDeps,
  media: Media,
  { plan, signal }: { plan: RenderPlan; signal: AbortSignal | undefined },
): Promise<Uint8Array> {
  const open = async () => {
    const original = await originals.open(media.original.key, signal)
    if (original === undefined) throw new OriginalMissingError(`Expected an original ${media.original.key} but the store has none`)
    return original
  }
  try {
    const bytes = await thumbnailer.render(open, plan, signal)
    defer(thumbnails.put(plan.id, bytes, CACHE_TTL_SECONDS))
    return bytes
  } catch (error) {
    // The log names it by its id: a long name in there would open what only those may see who hold it.
    const shortcode = encodeShortcode(media.id)
    if (isAboutThePicture(error)) log.renderFailed({ shortcode, rendition: plan.id.replace(media.shortcode, shortcode), error })
    throw error
  }
}

/** Faults that will come back with each try, so that the owner must learn of them. */
function isAboutThePicture(error: unknown): boolean {
  return error instanceof BrokenMediaError || error instanceof TooManyPixelsError || error instanceof UnsupportedMediaError
}
