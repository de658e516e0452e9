import type { ContentfulStatusCode } from 'hono/utils/http-status'
import {
  type DenialReason,
  type ErrorCode,
  GoneError,
  NotAllowedError,
  OverloadedError,
  PlacardError,
  RestrictedError,
} from '../../core/errors.ts'
import type { Media } from '../../core/media.ts'
import type { Deps } from '../../ports/deps.ts'
import type { AppContext } from '../app-env.ts'
import type { SiteContext } from '../site.ts'
import type { Failure } from './failure.ts'
import { sendFailure } from './send-failure.ts'

/** The only place that gives a reason a status. */
const STATUS = {
  bad_request: 400,
  not_allowed: 401,
  not_owner: 401,
  not_found: 404,
  restricted: 403,
  conflict: 409,
  gone: 410,
  unsupported_media: 415,
  broken_media: 422,
  too_many_pixels: 422,
  original_missing: 500,
  format_not_supported: 501,
  overloaded: 503,
  unavailable: 503,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>

/** What is said to everyone alike: all 404 answers are the same (O9), and our own faults name no path and no backend. */
const FIXED_MESSAGES: Partial<Record<ErrorCode, string>> = {
  not_found: 'There is no picture at this address. The link may be mistyped or cut short.',
  not_owner: 'Only the owner may do this, with a valid token.',
  unsupported_media: 'This picture is of a kind that cannot be shown.',
  broken_media: 'This picture cannot be decoded.',
  too_many_pixels: 'This picture is larger than this server shows.',
  overloaded: 'Too many pictures are being prepared. Try again in a moment.',
  unavailable: 'A part of this server does not answer. Try again in a moment.',
}

const RETRY_AFTER_SECONDS = 5 // for a backend that does not answer; an overload names its own

/** The answer where nothing is routed: the same as for a shortcode that nobody has. */
export const NOT_FOUND: Failure = { status: 404, code: 'not_found', message: FIXED_MESSAGES.not_found ?? '' }

/** The answer to a method that only changes things. */
export function methodNotAllowed(allow: string): Failure {
  return {
    status: 405,
    code: 'method_not_allowed',
    message: `Expected one of ${allow} but received another method.`,
    headers: { Allow: allow },
  }
}

/** Turns what was thrown into an answer. Our own faults and the unforeseen are logged in full; a reader learns the request's id only. */
export function createErrorHandler({ log }: Pick<Deps, 'log'>, site: SiteContext): (error: Error, c: AppContext) => Response {
  return (error, c) => {
    // The client went away: nobody reads the answer, and it is no error of ours (L7).
    if (!(error instanceof PlacardError) && c.req.raw.signal.aborted) return new Response(null, { status: 499 })
    const requestId = c.get('requestId')
    const failure = describe(error, c)
    if (isFault(error)) log.requestFailed({ requestId, method: c.req.method, route: c.get('route') ?? '*', error })
    return sendFailure(c, failure, site)
  }
}

function isFault(error: Error): boolean {
  return !(error instanceof PlacardError) || error.code === 'original_missing' || error.code === 'unavailable'
}

function describe(error: Error, c: AppContext): Failure {
  if (!(error instanceof PlacardError) || error.code === 'original_missing') {
    const requestId = c.get('requestId')
    return { status: 500, code: 'internal', message: `Something broke here, and it is in the log as request ${requestId}.`, requestId }
  }
  const { code } = error
  const message = FIXED_MESSAGES[code] ?? error.message
  return { status: statusOf(error, c), code, message, ...toldBy(error), headers: headersFor(error) }
}

/** Who said on what their change is based hears that this did not hold (RFC 9110, section 13.1.1). */
function statusOf({ code }: PlacardError, c: AppContext): ContentfulStatusCode {
  return code === 'conflict' && c.req.header('if-match') !== undefined ? 412 : STATUS[code]
}

/** Why, as a word; and the media, if its existence is no secret. */
function toldBy(error: PlacardError): { readonly reason?: DenialReason; readonly media?: Media } {
  if (error instanceof GoneError) return { reason: error.reason, media: error.media }
  if (error instanceof RestrictedError) return { reason: 'restricted', ...(error.media && { media: error.media }) }
  return error instanceof NotAllowedError ? { reason: error.reason } : {}
}

function headersFor(error: PlacardError): Record<string, string> {
  // RFC 9110 §15.5.2: a 401 must say how one could be let in.
  if (error.code === 'not_allowed' || error.code === 'not_owner') return { 'WWW-Authenticate': 'Bearer realm="placard"' }
  if (error instanceof OverloadedError) return { 'Retry-After': String(Math.ceil(error.retryAfterSeconds)) }
  return error.code === 'unavailable' ? { 'Retry-After': String(RETRY_AFTER_SECONDS) } : {}
}
