import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { html } from '../core/html.ts'
import type { AppContext, ErrorForm } from './app-env.ts'
import { noticePage } from './pages/notice-page.ts'
import { wantsXml } from './params.ts'
import { CACHE, type HeaderSet, JSON_HEADERS, send, XML_HEADERS } from './respond.ts'
import type { SiteContext } from './site.ts'

/** An answer that is not what was asked for, before it has a form. */
export interface Failure {
  readonly status: ContentfulStatusCode
  /** A stable word, for programs. */
  readonly code: string
  /** A sentence, for people. */
  readonly message: string
  /** Why a media is gone, as a word. */
  readonly reason?: string
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
      return sendEnvelope(failure, headers)
    case 'page':
    case 'frame':
      return sendNotice(failure, headers, { site, framed: form === 'frame' })
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
  return send(JSON.stringify({ meta }), { ...JSON_HEADERS, ...headers }, status)
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'This address is not quite right',
  401: 'Not for everyone',
  404: 'Nothing hangs here',
  405: 'This address can only be read',
  410: 'No longer shown',
  501: 'This form is not spoken here',
  503: 'Too busy just now',
}

function sendNotice({ status, message }: Failure, headers: HeaderSet, { site, framed }: { site: SiteContext; framed: boolean }): Response {
  const { baseUrl, provider, pageHeaders } = site
  const page = noticePage({ status, title: TITLES[status] ?? 'Something broke here', message, provider, baseUrl, framed })
  return send(page.toString(), { ...(framed ? pageHeaders.frame : pageHeaders.page), ...headers }, status)
}
