import { type FailureFields, failureFields } from '../../core/documents/failure-fields.ts'
import { escapeMarkup } from '../../core/text/html.ts'
import type { AppContext, ErrorForm } from '../app-env.ts'
import { CACHE, type HeaderSet, JSON_HEADERS, OWNER_HEADERS, XML_HEADERS } from '../headers.ts'
import { wantsXml } from '../params.ts'
import { send } from '../respond.ts'
import type { SiteContext } from '../site.ts'
import type { Failure } from './failure.ts'
import { sendFailurePage } from './page.ts'
import { sendFailurePicture, wantsPicture } from './picture.ts'

/** Sends the failure in the form that the route's readers understand; each status has one caching, whatever the form. */
export function sendFailure(c: AppContext, failure: Failure, site: SiteContext, form: ErrorForm = c.get('errorForm') ?? 'page'): Response {
  const headers = { 'Cache-Control': cachingOf(failure), ...failure.headers }
  switch (form) {
    case 'json':
      return sendJson(failure, site, headers)
    case 'picture': {
      const varied = { ...headers, Vary: 'Accept' }
      return wantsPicture(c, failure) ? sendFailurePicture(c, failure, { site, headers: varied }) : sendJson(failure, site, varied)
    }
    case 'oembed':
      return wantsXml(c.req.queries()) ? sendXml(failure, site, headers) : sendJson(failure, site, headers)
    case 'envelope':
      return sendEnvelope(failure, site, { ...JSON_HEADERS, ...headers })
    case 'owner':
      return sendEnvelope(failure, site, { ...headers, ...OWNER_HEADERS })
    case 'page':
    case 'frame':
      return sendFailurePage(c, failure, { site, headers, framed: form === 'frame' })
    default:
      return form satisfies never
  }
}

/**
 * What everyone is refused alike is kept as briefly as what is not there. Were it not kept at all, a cache would still have the picture from
 * before, and serve that for a day if the origin fails (RFC 5861).
 */
function cachingOf({ status, code, reason }: Failure): string {
  const isForAll = status === 404 || status === 410 || (code === 'not_allowed' && reason !== 'restricted')
  return isForAll ? CACHE.absence : CACHE.never
}

function fieldsOf({ reason, media }: Failure, { tell }: SiteContext): FailureFields {
  return failureFields(reason, media && tell(media))
}

function sendJson(failure: Failure, site: SiteContext, headers: HeaderSet): Response {
  const body = { error: failure.code, message: failure.message, ...fieldsOf(failure, site) }
  return send(JSON.stringify(body), { ...JSON_HEADERS, ...headers }, failure.status)
}

function sendXml(failure: Failure, site: SiteContext, headers: HeaderSet): Response {
  const fields = Object.entries({ error: failure.code, message: failure.message, ...fieldsOf(failure, site) })
  const children = fields.map(([name, value]) => `<${name}>${escapeMarkup(String(value))}</${name}>`)
  const document = `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${children.join('')}</oembed>\n`
  return send(document, { ...XML_HEADERS, ...headers }, failure.status)
}

function sendEnvelope(failure: Failure, site: SiteContext, headers: HeaderSet): Response {
  const { status, code, message } = failure
  const meta = { code: status, error_type: code, error_message: message, ...fieldsOf(failure, site) }
  return send(JSON.stringify({ meta }), headers, status)
}
