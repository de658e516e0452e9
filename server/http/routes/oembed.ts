import { oembedXml } from '../../core/documents/oembed-xml.ts'
import type { Deps } from '../../ports/deps.ts'
import { getOEmbed } from '../../usecases/serve/get-oembed.ts'
import type { OEmbedDocument } from '../../wire/oembed.ts'
import type { Answer } from '../app-env.ts'
import { CACHE, type HeaderSet, JSON_HEADERS, JSONP_HEADERS, XML_HEADERS } from '../headers.ts'
import { parseOEmbedQuery } from '../params.ts'
import { sendText } from '../respond.ts'

const CACHING = { 'Cache-Control': CACHE.document } as const
const JSON_ANSWER = { ...JSON_HEADERS, ...CACHING } as const
const XML_ANSWER = { ...XML_HEADERS, ...CACHING } as const
const JSONP_ANSWER = { ...JSONP_HEADERS, ...CACHING } as const
/** Over those: what is said to one page may not be said to another. */
const VARYING = { 'Cache-Control': CACHE.asker, Vary: 'Origin' } as const

/** `GET /oembed`: the oEmbed endpoint (https://oembed.com). */
export function handleOEmbed(deps: Pick<Deps, 'catalogue' | 'clock' | 'config'>): Answer {
  return async (c) => {
    const { request, format, callback } = parseOEmbedQuery(c.req.queries(), deps.config)
    const origin = c.req.header('origin')
    const { document, varies } = await getOEmbed(deps, { ...request, ...(origin !== undefined && { origin }) })
    const answer = (headers: HeaderSet) => (varies ? { ...headers, ...VARYING } : headers)
    if (callback !== undefined) return sendText(c, jsonp(callback, document), answer(JSONP_ANSWER))
    if (format === 'xml') return sendText(c, oembedXml(document), answer(XML_ANSWER))
    return sendText(c, JSON.stringify(document), answer(JSON_ANSWER))
  }
}

/** The comment keeps the first bytes ours (CVE-2014-4671); the line separators once ended a JavaScript string. */
function jsonp(callback: string, document: OEmbedDocument): string {
  const json = JSON.stringify(document).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  return `/**/ typeof ${callback} === 'function' && ${callback}(${json});`
}
