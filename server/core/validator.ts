import { rememberLast } from './remember.ts'

/** One entity-tag after the separators before it (RFC 9110, sections 5.6.1 and 8.8.3): a comma may stand inside the quotes. */
const ENTITY_TAG = /[\t ,]*((?:W\/)?"[\x21\x23-\x7e\x80-\uffff]*")[\t ]*(?=,|$)/y

/**
 * A weak validator that differs whenever any part does.
 *
 * @returns As it stands in `ETag` (RFC 9110, section 8.8.3): `W/"…"`, ASCII without spaces.
 */
export function weakEtag(parts: readonly (string | number)[]): string {
  // A colon never comes out of the encoding, so ['a', 'b'] and ['a:b'] stay apart.
  return `W/"${parts.map((part) => encodeURIComponent(String(part).toWellFormed())).join(':')}"`
}

/** A validator of the content itself, so that a new version of Placard never revalidates an old version's answer. */
export function contentEtag(bytes: Uint8Array): string {
  return weakEtag([bytes.byteLength, hashOf(bytes)])
}

/** The same of bytes that are sent again and again, such as a file's. */
export const keptContentEtag = rememberLast(contentEtag)

/**
 * Whether the client already has what `etag` names, by weak comparison (RFC 9110, sections 8.8.3.2 and 13.1.2).
 *
 * @param header Value of `If-None-Match`; from the first malformed member on it is ignored, which costs a full answer at worst.
 * @param etag   Weak or strong, of what exists now.
 */
export function matchesIfNoneMatch(header: string, etag: string): boolean {
  return header.trim() === '*' || parseEntityTags(header).some((tag) => opaqueTag(tag) === opaqueTag(etag))
}

function parseEntityTags(header: string): readonly string[] {
  const tags: string[] = []
  const pattern = new RegExp(ENTITY_TAG)
  for (let match = pattern.exec(header); match !== null; match = pattern.exec(header)) tags.push(match[1] ?? '')
  return tags
}

function opaqueTag(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag
}

/** 53 bits, not for secrets: cyrb53 (https://github.com/bryc/code, public domain) by words of four bytes, each mixed downwards too. */
function hashOf(bytes: Uint8Array): string {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.byteLength - (bytes.byteLength % 4)
  let low = 0xdeadbeef
  let high = 0x41c6ce57
  const mix = (value: number) => {
    low = Math.imul(low ^ value, 2654435761)
    low ^= low >>> 15
    high = Math.imul(high ^ value, 1597334677)
    high ^= high >>> 13
  }
  for (let at = 0; at < whole; at += 4) mix(words.getUint32(at, true))
  for (let at = whole; at < bytes.byteLength; at++) mix(words.getUint8(at))
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  return (4294967296 * (2097151 & high) + (low >>> 0)).toString(36)
}
