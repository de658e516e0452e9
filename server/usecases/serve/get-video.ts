import { type ByteRange, parseRange } from '../../core/byte-range.ts'
import { NotFoundError, OriginalMissingError } from '../../core/errors.ts'
import { linksFor, type MediaLinks } from '../../core/identity/links.ts'
import type { Media, OriginalKey, Shortcode } from '../../core/media.ts'
import { matchesIfNoneMatch } from '../../core/validator.ts'
import type { Deps } from '../../ports/deps.ts'
import { type Access, checkAccess, type FileVisit, linksAfter, type Opened } from './check-access.ts'
import { requireMedia } from './get-media.ts'

/** The film itself, or its captions in one language. */
export type VideoPart = { readonly kind: 'film' } | { readonly kind: 'track'; readonly lang: string }

export interface VideoRequest {
  readonly shortcode: Shortcode | undefined
  readonly revision: number
  readonly part: VideoPart
}

export interface VideoConditions {
  /** Headers, if the client sent them. */
  readonly ifNoneMatch?: string | undefined
  readonly ifRange?: string | undefined
  readonly range?: string | undefined
  /** What the request says of where it comes from; called only if the media is restricted. Absent: nothing. */
  readonly visit?: () => FileVisit
  /** Only the facts are wanted: nothing is opened, and a range means nothing (RFC 9110 §14.2). */
  readonly headOnly?: boolean
  /** Aborts when the client goes away; read only if something is opened. */
  readonly signal?: AbortSignal
}

interface VideoFile {
  readonly key: OriginalKey
  readonly bytes: number
  readonly contentType: string
}

interface VideoAnswerFacts extends VideoFile {
  /** Strong: it names the very bytes, so that a player may continue a download with it (RFC 9110 §13.1.5). */
  readonly etag: string
  readonly media: Media
  readonly links: MediaLinks
  readonly access: Opened
}

export type VideoAnswer =
  | { readonly kind: 'moved'; readonly url: string; readonly access: Access }
  | ({ readonly kind: 'not-modified' } & VideoAnswerFacts)
  | ({ readonly kind: 'described' } & VideoAnswerFacts)
  | ({ readonly kind: 'unsatisfiable' } & VideoAnswerFacts)
  | ({ readonly kind: 'whole'; readonly body: ReadableStream<Uint8Array> } & VideoAnswerFacts)
  | ({ readonly kind: 'part'; readonly body: ReadableStream<Uint8Array>; readonly range: ByteRange } & VideoAnswerFacts)

type VideoDeps = Pick<Deps, 'catalogue' | 'clock' | 'config' | 'signer' | 'originals'>

/**
 * A film or its captions, if the media may be shown: all of it or the part that was asked for, as a stream that must be read or cancelled.
 *
 * @returns `moved` to the same file of the current revision if another one was asked for, or if a grant is over and begins anew.
 * @throws  {NotFoundError | NotAllowedError | GoneError | RestrictedError} before any validator or range is looked at: a withdrawn film must not revalidate.
 * @throws  {OriginalMissingError | UnavailableError}
 */
export async function getVideo(deps: VideoDeps, request: VideoRequest, conditions: VideoConditions): Promise<VideoAnswer> {
  const media = await requireMedia(deps, request.shortcode)
  const access = await checkAccess(deps, media, { revision: request.revision, visit: conditions.visit })
  const file = requireFile(media, request.part)
  if (request.revision !== media.revision || access.kind === 'over') {
    return { kind: 'moved', url: addressOf(request.part, await linksAfter(deps, media, access)), access }
  }
  const facts = { ...file, etag: `"${file.key}"`, media, links: linksFor(deps.config.baseUrl, media), access }
  const { ifNoneMatch } = conditions
  if (ifNoneMatch !== undefined && matchesIfNoneMatch(ifNoneMatch, facts.etag)) return { kind: 'not-modified', ...facts }
  if (conditions.headOnly) return { kind: 'described', ...facts }
  const range = rangeOf(conditions, facts)
  return range === 'unsatisfiable' ? { kind: 'unsatisfiable', ...facts } : await openFile(deps, facts, { range, signal: conditions.signal })
}

/** @throws {NotFoundError} for whatever the media does not have (I8). */
function requireFile({ video }: Media, part: VideoPart): VideoFile {
  if (video !== undefined && part.kind === 'film') return { key: video.key, bytes: video.bytes, contentType: video.type }
  const track = part.kind === 'track' ? video?.tracks.find(({ lang }) => lang === part.lang) : undefined
  if (track === undefined) throw new NotFoundError('Expected a video, or a language of its captions')
  return { key: track.key, bytes: track.bytes, contentType: 'text/vtt; charset=utf-8' }
}

function addressOf(part: VideoPart, links: MediaLinks): string {
  return part.kind === 'film' ? links.video : links.track(part.lang)
}

/** A validator that is not ours, weak, or a date means: the whole, if it is another one by now. We have no dates (RFC 9110 §13.1.5). */
function rangeOf({ range, ifRange }: VideoConditions, { etag, bytes }: VideoAnswerFacts): ReturnType<typeof parseRange> {
  if (range === undefined || (ifRange !== undefined && ifRange.trim() !== etag)) return undefined
  return parseRange(range, bytes)
}

async function openFile(
  { originals }: VideoDeps,
  facts: VideoAnswerFacts,
  { range, signal }: { range: ByteRange | undefined; signal: AbortSignal | undefined },
): Promise<VideoAnswer> {
  const { key } = facts
  const opened = range === undefined ? await originals.open(key, signal) : await originals.openRange(key, range, signal)
  if (opened === undefined) throw new OriginalMissingError(`Expected an original ${key} but the store has none`)
  const { body } = opened
  return range === undefined ? { kind: 'whole', body, ...facts } : { kind: 'part', body, range, ...facts }
}
