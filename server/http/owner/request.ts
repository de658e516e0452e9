import { BadRequestError } from '../../core/errors.ts'
import type { Deps } from '../../ports/deps.ts'
import type { OwnerToken } from '../../ports/tokens.ts'
import { authenticateOwner } from '../../usecases/own/owner-tokens.ts'
import type { Answer, AppContext } from '../app-env.ts'
import type { Failure } from '../failure/failure.ts'

export type OwnerAnswer = (c: AppContext, owner: OwnerToken) => Response | Promise<Response>

/** The answer for the owner's programs alone; whoever else asks learns nothing, not even whether the address is one (A9). */
export function forOwner(deps: Pick<Deps, 'tokens' | 'signer'>, answer: OwnerAnswer): Answer {
  return async (c) => answer(c, await authenticateOwner(deps, c.req.header('authorization')))
}

/** As it is sent with PATCH (RFC 7396) and POST; a form or a text, which a page could send without asking, is neither (A8). */
const JSON_TYPES = /^application\/(merge-patch\+)?json *(;|$)/i

/** What the request's body says. @throws {BadRequestError} unless it is JSON and says so. */
export async function readJson(c: AppContext): Promise<unknown> {
  const type = c.req.header('content-type') ?? ''
  if (!JSON_TYPES.test(type)) throw new BadRequestError('Expected a body of Content-Type application/json')
  // Outside: a client that goes away in the middle has sent no wrong body (L7).
  const text = await c.req.text()
  try {
    return JSON.parse(text)
  } catch {
    throw new BadRequestError('Expected JSON for the body but received something else')
  }
}

/** Why a change that is based on `If-Match` cannot go on; `undefined` if it can (RFC 9110, section 13.1.1; RFC 6585, section 3). */
export function preconditionFailure(header: string | undefined, version: number): Failure | undefined {
  const etag = versionTag(version)
  if (header === undefined) {
    const message = 'Expected If-Match with the ETag of what this change is based on. Get the media first.'
    return { status: 428, code: 'precondition_required', message }
  }
  // Strong comparison: a weak tag never matches.
  if (header.trim() === '*' || header.split(',').some((tag) => tag.trim() === etag)) return undefined
  const message = `Expected If-Match with ${etag}, the version that is there now. Nothing was written: get the media again, then decide again.`
  return { status: 412, code: 'precondition_failed', message, headers: { ETag: etag } }
}

/** The strong validator of a media as its owner sees it. */
export function versionTag(version: number): string {
  return `"${version}"`
}
