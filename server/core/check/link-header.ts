import { resolveUrl, tokensOf } from './page-nodes.ts'

export interface HeaderLink {
  readonly href: string
  readonly rel: readonly string[]
}

/** The links of a `Link` header; what cannot be read is passed over (RFC 8288, section 3). */
export function parseLinkHeader(value: string | undefined, base: string): readonly HeaderLink[] {
  const found = (value ?? '').slice(0, 16_384).matchAll(/<([^<>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g)
  return [...found].flatMap(([, target, parameters = '']) => {
    const href = resolveUrl(target, base)
    const [, quoted, token] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))/i.exec(parameters) ?? []
    return href === undefined ? [] : [{ href, rel: tokensOf(quoted ?? token) }]
  })
}
