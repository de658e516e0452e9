import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { DenialReason } from '../core/errors.ts'
import { html } from '../core/text/html.ts'
import { fill } from '../core/words/fill.ts'
import { readerFor } from '../core/words/reader.ts'
import type { Words } from '../core/words/words.ts'
import type { AppContext, ErrorForm } from './app-env.ts'
import { type NoticeText, noticePage } from './pages/notice-page.ts'
import { findLang, wantsXml } from './params.ts'
import { CACHE, type HeaderSet, JSON_HEADERS, OWNER_HEADERS, send, XML_HEADERS } from './respond.ts'
import type { SiteContext } from './site.ts'

/** An answer that is not what was asked for, before it has a form. */
export interface Failure {
  readonly status: ContentfulStatusCode
  /** A stable word, for programs. */
  readonly code: string
  /** A sentence, for people; in English, since programs and their makers read it. A page says the same in its reader's language. */
  readonly message: string
  /** Why a media is gone or denied, as a word. */
  readonly reason?: DenialReason
  /** By which the log knows it: told only where nobody but the log knows more. */
  readonly requestId?: string
  readonly headers?: HeaderSet
}

/** Sends the failure in the form that the route's readers understand; each status has one caching, whatever the form. */
export function sendFailure(c: AppContext, failure: Failure, site: SiteContext, form: ErrorForm = c.get('errorForm') ?? 'page'): Response {
  const headers = { 'Cache-Control': cachingOf(failure.status), ...failure.headers }
  switch (form) {
    case 'json':
      return sendJson(failure, headers)
    case 'oembed':
      return wantsXml(c.req.queries()) ? sendXml(failure, headers) : sendJson(failure, headers)
    case 'envelope':
      return sendEnvelope(failure, { ...JSON_HEADERS, ...headers })
    case 'owner':
      return sendEnvelope(failure, { ...headers, ...OWNER_HEADERS })
    case 'page':
    case 'frame':
      return sendNotice(c, failure, { site, headers, framed: form === 'frame' })
    default:
      return form satisfies never
  }
}

function cachingOf(status: number): string {
  return status === 404 || status === 410 ? CACHE.absence : CACHE.never
}

function sendJson({ status, code, message, reason }: Failure, headers: HeaderSet): Response {
  const body = { error: code, message, ...(reason !== undefined && { reason }) }
  return send(JSON.stringify(body), { ...JSON_HEADERS, ...headers }, status)
}

function sendXml({ status, code, message, reason }: Failure, headers: HeaderSet): Response {
  const fields = html`<error>${code}</error><message>${message}</message>${reason !== undefined && html`<reason>${reason}</reason>`}`
  const document = html`<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<oembed>${fields}</oembed>
`
  return send(document.toString(), { ...XML_HEADERS, ...headers }, status)
}

function sendEnvelope({ status, code, message, reason }: Failure, headers: HeaderSet): Response {
  const meta = { code: status, error_type: code, error_message: message, ...(reason !== undefined && { reason }) }
  return send(JSON.stringify({ meta }), headers, status)
}

interface NoticeOptions {
  readonly site: SiteContext
  readonly headers: HeaderSet
  readonly framed: boolean
}

function sendNotice(c: AppContext, failure: Failure, { site, headers, framed }: NoticeOptions): Response {
  const { baseUrl, provider, lang, pageHeaders } = site
  const { status } = failure
  const reader = readerFor(findLang(c.req.queries()), lang)
  const page = noticePage({ reader, status, ...failureInWords(failure, reader.words), provider, baseUrl, framed })
  return send(page.toString(), { ...(framed ? pageHeaders.frame : pageHeaders.page), ...headers }, status)
}

/** What a page says about a failure. Only what is wrong with a request is told in English too: it is about the request's own words. */
function failureInWords({ code, reason, message, requestId = '' }: Failure, words: Words): NoticeText {
  const { failureTitles: titles, failures, notices } = words
  switch (code) {
    case 'gone':
      return { title: titles.gone, message: notices[reason ?? 'withdrawn'] }
    case 'not_allowed':
      return { title: titles.not_allowed, message: notices.private }
    case 'not_found':
      return { title: titles.not_found, message: notices.unknown }
    case 'bad_request':
    case 'method_not_allowed':
      return { title: titles[code], message: failures[code], detail: message }
    case 'format_not_supported':
      return { title: titles.format_not_supported, message: failures.bad_request, detail: message }
    case 'unavailable':
    case 'overloaded':
      return { title: titles.overloaded, message: failures[code] }
    case 'unsupported_media':
    case 'broken_media':
    case 'too_many_pixels':
      return { title: titles.internal, message: failures[code] }
    default:
      return { title: titles.internal, message: fill(failures.internal, { request: requestId }) }
  }
}
