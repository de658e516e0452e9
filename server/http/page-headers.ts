import { ALWAYS, type HeaderSet } from './headers.ts'

const DOCUMENT = {
  ...ALWAYS,
  'Content-Type': 'text/html; charset=utf-8',
  'Referrer-Policy': 'strict-origin',
  'Permissions-Policy': 'browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const

export interface PageHeaders {
  readonly page: HeaderSet
  readonly frame: HeaderSet
  /** Of the page that the chooser frames, and nobody else. */
  readonly preview: HeaderSet
}

/**
 * Headers of the HTML routes: pages are never framed, frames always may be (W17, O10).
 *
 * Each source is named in full, since `'self'` matches nothing in a frame of opaque origin, and with its path,
 * so that no other answer of this server, such as JSONP, is ever a script.
 */
export function pageHeadersFor(baseUrl: string): PageHeaders {
  const sources = (...scripts: readonly string[]) => [
    "default-src 'none'",
    `img-src ${baseUrl}/t/ ${baseUrl}/static/`,
    `media-src ${baseUrl}/v/`,
    `style-src ${baseUrl}/static/`,
    `script-src ${scripts.map((path) => baseUrl + path).join(' ')}`,
    `connect-src ${baseUrl}/v1/`,
    "base-uri 'none'",
    "form-action 'none'",
    // Nothing of ours writes HTML from a script, so nothing may (W3).
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
  const policy = (scripts: readonly string[], ...more: readonly string[]) => [...sources('/embed.js', ...scripts), ...more].join('; ')
  const frames = `frame-src ${baseUrl}/p/`
  const ancestor = `frame-ancestors ${new URL(baseUrl).origin}`
  return {
    page: { ...DOCUMENT, 'Content-Security-Policy': policy(['/static/copy.js', '/static/chooser.js'], frames, "frame-ancestors 'none'") },
    preview: { ...DOCUMENT, 'Content-Security-Policy': policy(['/w/'], frames, ancestor), 'X-Robots-Tag': 'noindex' },
    frame: {
      ...DOCUMENT,
      // Without any `frame-ancestors`: `*` matches no page of opaque origin, and mail, previews and editors are sandboxed so.
      'Content-Security-Policy': policy([]),
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'X-Robots-Tag': 'noindex',
    },
  }
}

/** The headers of a frame that may stand in some pages only; as they are, if it may stand in all. */
export function withAncestors(headers: HeaderSet, ancestors: string | undefined): HeaderSet {
  if (ancestors === undefined) return headers
  return { ...headers, 'Content-Security-Policy': `${headers['Content-Security-Policy']}; ${ancestors}` }
}

/** The headers of a document that carries grants for our own pages: one that no script elsewhere may read. */
export function unreadable({ 'Access-Control-Allow-Origin': _, ...headers }: HeaderSet): HeaderSet {
  return headers
}
