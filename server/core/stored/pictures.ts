import type { CarouselItem, OriginalFacts, OriginalKey, OriginalType, Placeholder, VideoFacts, VideoTrack } from '../media.ts'
import { parseLangAlt } from './description.ts'
import { asBoolean, asInteger, asList, asOneOf, asRecord, asText, FieldError, pickOptional } from './fields.ts'

const asOriginalType = asOneOf<OriginalType>(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/tiff', 'image/gif'])
const asVideoType = asOneOf(['video/mp4'] as const)
const asTrackKind = asOneOf<VideoTrack['kind']>(['captions', 'subtitles'])
const asTracks = asList(parseTrack)
const asItemFields = asList(asOneOf(['altText', 'caption'] as const))
const KEY = /^[0-9a-f]{64}$/

/** The key of an original. @throws {FieldError} if it is none. */
export function parseKey(value: unknown, name: string): OriginalKey {
  const text = asText(value, name)
  if (!KEY.test(text)) throw new FieldError(`Expected 64 hex digits for ${name} but received ${JSON.stringify(text.slice(0, 60))}`)
  return text as OriginalKey // This is the parser.
}

/** Facts about a picture as they were written, as all below. @throws {FieldError} naming the first field that is not. */
export function parseOriginal(value: unknown, name: string): OriginalFacts {
  const record = asRecord(value, name)
  return {
    key: parseKey(record.key, `${name}.key`),
    type: asOriginalType(record.type, `${name}.type`),
    bytes: asInteger(record.bytes, `${name}.bytes`),
    width: asInteger(record.width, `${name}.width`),
    height: asInteger(record.height, `${name}.height`),
    hasAlpha: asBoolean(record.hasAlpha, `${name}.hasAlpha`),
  }
}

/** What stands in place of a picture. */
export function parsePlaceholder(value: unknown, name: string): Placeholder {
  const record = asRecord(value, name)
  return { thumbHash: asText(record.thumbHash, `${name}.thumbHash`), colour: asText(record.colour, `${name}.colour`) }
}

/** A picture of a carousel. */
export function parseItem(value: unknown, name: string): CarouselItem {
  const record = asRecord(value, name)
  return {
    original: parseOriginal(record.original, `${name}.original`),
    placeholder: parsePlaceholder(record.placeholder, `${name}.placeholder`),
    altText: parseLangAlt(record.altText, `${name}.altText`),
    caption: parseLangAlt(record.caption, `${name}.caption`),
    ...pickOptional(record, ['editedFields'], asItemFields),
  }
}

/** Facts about a film. */
export function parseVideo(value: unknown, name: string): VideoFacts {
  const record = asRecord(value, name)
  return {
    key: parseKey(record.key, `${name}.key`),
    type: asVideoType(record.type, `${name}.type`),
    bytes: asInteger(record.bytes, `${name}.bytes`),
    width: asInteger(record.width, `${name}.width`),
    height: asInteger(record.height, `${name}.height`),
    durationMs: asInteger(record.durationMs, `${name}.durationMs`),
    tracks: asTracks(record.tracks, `${name}.tracks`),
  }
}

function parseTrack(value: unknown, name: string): VideoTrack {
  const record = asRecord(value, name)
  return {
    lang: asText(record.lang, `${name}.lang`),
    kind: asTrackKind(record.kind, `${name}.kind`),
    ...pickOptional(record, ['label'], asText),
    key: parseKey(record.key, `${name}.key`),
    bytes: asInteger(record.bytes, `${name}.bytes`),
  }
}
