import { changedFields, isSame } from '../changed-fields.ts'
import { parseHostPattern } from '../embedding/host-pattern.ts'
import { BadRequestError } from '../errors.ts'
import { parseMediaId } from '../identity/id.ts'
import type { Media, MediaId, Size } from '../media.ts'
import { FieldError } from '../stored/fields.ts'
import { parseStoredMedia } from '../stored/media.ts'
import { httpUrl } from '../text/http-url.ts'
import { hasObeyed } from '../text/obeyed.ts'
import { parseLanguage } from '../video/web-vtt.ts'

/** All that is kept of a media, as JSON: for another collection of the same owner, and for nobody else. */
export function buildTransferDocument({ shortcode: _name, id, ...rest }: Media): Readonly<Record<string, unknown>> {
  return { ...rest, id: String(id) }
}

/** The media that `buildTransferDocument` wrote. @throws {BadRequestError} naming the first field that is not as it writes them. */
export function parseTransferDocument(value: unknown): Media {
  const fields = Object(value) // Whatever it is, its fields are looked at one by one.
  try {
    const media = parseStoredMedia(parseId(fields.id), fields)
    requireSound(media)
    return media
  } catch (error) {
    if (error instanceof FieldError) throw new BadRequestError(error.message)
    throw error
  }
}

/** 128 bits: the last digit has two of them. */
const SECRET = /^[\w-]{21}[AQgw]$/
/** Of any other the widget would draw no card. */
const COLOUR = /^#[0-9a-f]{6}$/
/** Of anything that was ever imported: libvips has no longer ones. */
const MAX_SIDE = 10_000_000
/** The last one that there is a date for (ECMA-262, section 21.4.1.1). */
const LAST_MOMENT = 8_640_000_000_000_000

function parseId(value: unknown): MediaId {
  const id = typeof value === 'string' ? parseMediaId(value) : undefined
  if (id === undefined) throw new FieldError('Expected the digits of an id for id')
  return id
}

/** What the catalogue does not look at, because nobody could have written it otherwise: one such media would take every list along. */
function requireSound(media: Media): void {
  const { revision, version, secret, type, items, video, description } = media
  const addresses = [description.licenceUrl, description.licensorUrl, ...description.creators.map(({ url }) => url)]
  if (addresses.some((address) => address !== undefined && httpUrl(address) === undefined)) {
    throw new FieldError('Expected http or https for every address of a description')
  }
  if (revision < 1 || version < 1) throw new FieldError('Expected revision and version >= 1')
  if (secret !== undefined && !SECRET.test(secret)) throw new FieldError('Expected 22 characters of base64url for secret')
  if ((type === 'carousel') !== (items !== undefined) || (type === 'video') !== (video !== undefined)) {
    throw new FieldError('Expected items exactly of a carousel, and video exactly of a video')
  }
  requireTexts(media)
  requireSizes(media)
  requireFilm(media)
  requireMoments(media)
  requireHosts(media)
  const colours = [media, ...(items ?? [])].map(({ placeholder }) => placeholder.colour)
  if (!colours.every((colour) => COLOUR.test(colour))) throw new FieldError('Expected #rrggbb for every colour')
}

/** Each was cleaned when a file or an owner said it. */
function requireTexts({ id: _digits, ...said }: Media): void {
  JSON.stringify(said, (_name, value: unknown) => {
    if (typeof value === 'string' && hasObeyed(value)) throw new FieldError('Expected texts without control characters')
    return value
  })
}

function requireFilm({ video }: Media): void {
  if (video === undefined) return
  if (video.durationMs < 0) throw new FieldError('Expected durationMs >= 0')
  if (!video.tracks.every(({ lang }) => parseLanguage(lang) === lang)) throw new FieldError('Expected language tags for all tracks')
}

function requireSizes({ original, items = [], video }: Media): void {
  const sizes: readonly Size[] = [original, ...items.map((item) => item.original), ...(video ? [video] : [])]
  if (sizes.every(({ width, height }) => Math.min(width, height) >= 1 && Math.max(width, height) <= MAX_SIDE)) return
  throw new FieldError(`Expected 1 to ${MAX_SIDE} pixels for every width and height`)
}

function requireMoments({ standing, publishedAt, notBefore, notAfter, announcedAt, correctedAt }: Media): void {
  const moments = [publishedAt, notBefore, notAfter, announcedAt, correctedAt, 'at' in standing ? standing.at : undefined]
  if (moments.every((moment) => moment === undefined || Math.abs(moment) <= LAST_MOMENT)) return
  throw new FieldError(`Expected at most ${LAST_MOMENT} milliseconds for every moment`)
}

/** They stand in headers. */
function requireHosts({ embedding }: Media): void {
  const patterns = embedding === undefined ? [] : [...embedding.allow, ...embedding.deny]
  if (patterns.every((pattern) => parseHostPattern(pattern) === pattern)) return
  throw new FieldError('Expected hosts such as news.example or *.news.example for embedding')
}

/**
 * What has to be written over there, so that both say the same.
 *
 * @param theirs  As it is there; `undefined` if it is not.
 * @returns       `undefined` if they do already. The revision never falls, and rises there if pixels or credit change.
 */
export function transferOf(mine: Media, theirs: Media | undefined): Media | undefined {
  if (theirs === undefined) return { ...mine, version: 1 }
  if (isSame({ ...mine, version: 0, revision: 0 }, { ...theirs, version: 0, revision: 0 }) && theirs.revision >= mine.revision) {
    return undefined
  }
  const least = theirs.revision + Math.min(1, changedFields(theirs, mine).length)
  return { ...mine, revision: Math.max(mine.revision, least), version: theirs.version + 1 }
}
