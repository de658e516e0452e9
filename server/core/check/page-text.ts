const PRESCAN_BYTES = 4_096

/**
 * The text of a page, by the encoding that a browser would take: byte order mark, then `Content-Type`, then the page's own meta element, then
 * UTF-8.
 */
export function decodePage(bytes: Uint8Array, contentType = ''): string {
  const start = String.fromCharCode(...bytes.subarray(0, PRESCAN_BYTES))
  const named = markOf(bytes) ?? charsetIn(contentType) ?? charsetIn(/<meta[^>]+charset[^>]*>/i.exec(start)?.[0] ?? '')
  return decoderFor(named).decode(bytes)
}

function markOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined
}

function charsetIn(text: string): string | undefined {
  return /charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(text)?.[1]
}

function decoderFor(label = 'utf-8'): TextDecoder {
  try {
    return new TextDecoder(label)
  } catch {
    // A name that no browser knows either.
    return new TextDecoder('utf-8')
  }
}

/** Whether bytes are a page: by what they were sent as, or, where nobody said, by how they begin. */
export function looksLikePage(bytes: Uint8Array, contentType: string | undefined): boolean {
  if (contentType !== undefined) return /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType)
  const start = String.fromCharCode(...bytes.subarray(0, 1_024))
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
  return /^\s*<[a-z!?]/i.test(start) && !/^\s*<(?:svg\b|\?xml[\s\S]*<svg\b)/i.test(start)
}
