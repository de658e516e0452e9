import type { MiddlewareHandler } from 'hono'
import { remember } from '../core/remember.ts'
import type { Answers } from '../ports/answers.ts'
import type { AppEnv } from './app-env.ts'
import { BY_CODING, type HeaderSet, headersOfNotModified } from './headers.ts'
import { sentAnswer } from './respond.ts'

/**
 * Answers that are the same for everyone are kept, to be sent again without asking anybody.
 *
 * Whoever sends them must refuse what this app would refuse of a plain `GET`: nothing else of a request has a say in them.
 */
export function keepAnswers(answers: Answers): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method !== 'GET') return await next()
    const begun = answers.begin()
    await next()
    const sent = begun === undefined ? undefined : sentAnswer(c.res)
    // A cache before us may do nothing but revalidate: what it was told has not changed is kept as well.
    if (sent === undefined || (c.res.status !== 200 && c.res.status !== 304)) return
    const headers = Object.freeze(inLowerCase(sent.headers))
    if (!isForEveryone(headers, sent)) return
    const answer = {
      route: c.get('route'),
      etag: headers.etag ?? '',
      headers,
      body: sent.bytes,
      headersOfNotModified: Object.freeze(headersOfNotModified(headers)),
    }
    answers.keep(targetOf(c.req.url), Object.freeze(answer), begun)
  }
}

function inLowerCase(headers: HeaderSet): HeaderSet {
  const lower: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) lower[lowerCase(name)] = value
  return lower
}

/** Of the few names that our headers have. */
const lowerCase = remember((name) => name.toLowerCase(), 100)

/** Path and query; the rest of an address follows the request's Host on some runtimes (O1). */
export function targetOf(url: string): string {
  return url.slice(url.indexOf('/', 8))
}

/** What varies by its coding is kept as it is, to be packed; but no file that ships with Placard, which the build has packed already. */
function isForEveryone(headers: HeaderSet, { isText }: { readonly isText: boolean }): boolean {
  const hasOneForm = headers.vary === (isText ? BY_CODING : undefined)
  return hasOneForm && headers.etag !== undefined && headers['cache-control']?.startsWith('public') === true
}
