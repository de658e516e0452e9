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
