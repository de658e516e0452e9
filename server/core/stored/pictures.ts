import type { CarouselItem, OriginalFacts, OriginalKey, OriginalType, Placeholder, VideoFacts, VideoTrack } from '../media.ts'
import { parseLangAlt } from './description.ts'
import { asBoolean, asInteger, asList, asOneOf, asRecordOf, asText, pickOptional, unexpected } from './fields.ts'

const asOriginalType = asOneOf<OriginalType>(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/tiff', 'image/gif'])
const asVideoType = asOneOf(['video/mp4'] as const)
const asTrackKind = asOneOf<VideoTrack['kind']>(['captions', 'subtitles'])
const asItemFields = asList(asOneOf(['altText', 'caption'] as const))
const KEY = /^[0-9a-f]{64}$/

/** The key of an original. @throws {FieldError} if it is none. */
export function parseKey(value: unknown, name: string): OriginalKey {
  const text = asText(value, name)
  if (!KEY.test(text)) throw unexpected('64 hex digits', name, text)
  return text as OriginalKey // This is the parser.
}

/** Facts about a picture as they were written, as all below. @throws {FieldError} naming the first field that is not. */
export const parseOriginal = asRecordOf(
  (record): OriginalFacts => ({
    key: parseKey(record.key, 'key'),
    type: asOriginalType(record.type, 'type'),
    bytes: asInteger(record.bytes, 'bytes'),
    width: asInteger(record.width, 'width'),
    height: asInteger(record.height, 'height'),
    hasAlpha: asBoolean(record.hasAlpha, 'hasAlpha'),
  }),
)

/** What stands in place of a picture. */
export const parsePlaceholder = asRecordOf(
  (record): Placeholder => ({ thumbHash: asText(record.thumbHash, 'thumbHash'), colour: asText(record.colour, 'colour') }),
)

/** A picture of a carousel. */
export const parseItem = asRecordOf(
  (record): CarouselItem => ({
    original: parseOriginal(record.original, 'original'),
    placeholder: parsePlaceholder(record.placeholder, 'placeholder'),
    altText: parseLangAlt(record.altText, 'altText'),
    caption: parseLangAlt(record.caption, 'caption'),
    ...pickOptional(record, ['editedFields'], asItemFields),
  }),
)

const parseTrack = asRecordOf(
  (record): VideoTrack => ({
    lang: asText(record.lang, 'lang'),
    kind: asTrackKind(record.kind, 'kind'),
    ...pickOptional(record, ['label'], asText),
    key: parseKey(record.key, 'key'),
    bytes: asInteger(record.bytes, 'bytes'),
  }),
)

const asTracks = asList(parseTrack)

/** Facts about a film. */
export const parseVideo = asRecordOf(
  (record): VideoFacts => ({
    key: parseKey(record.key, 'key'),
    type: asVideoType(record.type, 'type'),
    bytes: asInteger(record.bytes, 'bytes'),
    width: asInteger(record.width, 'width'),
    height: asInteger(record.height, 'height'),
    durationMs: asInteger(record.durationMs, 'durationMs'),
    tracks: asTracks(record.tracks, 'tracks'),
  }),
)
