/** A value of the XMP data model: text, an array of any of the three kinds, or a struct. */
export type XmpValue =
  | { readonly kind: 'text'; readonly text: string; readonly lang?: string }
  | { readonly kind: 'list'; readonly items: readonly XmpValue[] }
  | { readonly kind: 'struct'; readonly fields: XmpProperties }

/** Values by expanded name: namespace URI and local name joined. Prefixes mean nothing (ISO 16684-1, section 6.2). */
export type XmpProperties = ReadonlyMap<string, XmpValue>

/** Namespace URIs; `NS.dc + 'title'` is the name of dc:title. */
export const NS = {
  cc: 'http://creativecommons.org/ns#',
  dc: 'http://purl.org/dc/elements/1.1/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  iptcCore: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
  iptcExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  plus: 'http://ns.useplus.org/ldf/xmp/1.0/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  xmpRights: 'http://ns.adobe.com/xap/1.0/rights/',
} as const

/** The items of an array; a value outside an array counts as an array of one, since many writers omit it. */
export function xmpItems(value: XmpValue | undefined): readonly XmpValue[] {
  if (!value) return []
  return value.kind === 'list' ? value.items : [value]
}

/** Every text among the items, in order. */
export function xmpTexts(value: XmpValue | undefined): readonly string[] {
  return xmpItems(value).flatMap((item) => (item.kind === 'text' ? [item.text] : []))
}

/** The structs among the items, in order. */
export function xmpStructs(value: XmpValue | undefined): readonly XmpProperties[] {
  return xmpItems(value).flatMap((item) => (item.kind === 'struct' ? [item.fields] : []))
}

/** Properties of both; where both have one that says something, the owner's later word, `above`, counts. */
export function mergeXmp(below: XmpProperties | undefined, above: XmpProperties | undefined): XmpProperties {
  const merged = new Map(below)
  for (const [name, value] of above ?? []) if (!isBlank(value)) merged.set(name, value)
  return merged
}

function isBlank(value: XmpValue): boolean {
  switch (value.kind) {
    case 'text':
      return value.text.trim() === ''
    case 'list':
      return value.items.every(isBlank)
    case 'struct':
      return [...value.fields.values()].every(isBlank)
    default:
      return value satisfies never
  }
}
