import type { MiddlewareHandler } from 'hono'
import type { Answers } from '../ports/answers.ts'
import type { AppEnv } from './app-env.ts'
import { headersOfNotModified, sentBytes } from './respond.ts'

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
    const body = begun === undefined ? undefined : sentBytes(c.res)
    if (body === undefined || !isForEveryone(c.res)) return
    const headers = Object.freeze(Object.fromEntries(c.res.headers))
    const answer = { route: c.get('route'), etag: headers.etag ?? '', headers, body, headersOfNotModified: headersOfNotModified(headers) }
    answers.keep(targetOf(c.req.url), Object.freeze(answer), begun)
  }
}

/** Path and query; the rest of an address follows the request's Host on some runtimes (O1). */
export function targetOf(url: string): string {
  return url.slice(url.indexOf('/', 8))
}

function isForEveryone({ status, headers }: Response): boolean {
  const caching = headers.get('cache-control') ?? ''
  return status === 200 && headers.has('etag') && caching.startsWith('public') && !headers.has('vary')
}
