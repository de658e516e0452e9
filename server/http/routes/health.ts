import type { Deps } from '../../ports/deps.ts'
import type { Answer } from '../app-env.ts'
import { CACHE, JSON_HEADERS } from '../headers.ts'
import { send } from '../respond.ts'

const HEADERS = { ...JSON_HEADERS, 'Cache-Control': CACHE.never } as const

/** `GET /health`: this process answers, whatever else is broken (L5). */
export const handleHealth: Answer = () => send(JSON.stringify({ status: 'ok' }), HEADERS)

/** `GET /ready`: 200 if every backend answers, else 503 that names those that do not; why is in the log. */
export function handleReady({ catalogue, originals, log }: Pick<Deps, 'catalogue' | 'originals' | 'log'>): Answer {
  return async (c) => {
    const checks = [
      ['catalogue', () => catalogue.check()],
      ['originals', () => originals.check()],
    ] as const
    const results = await Promise.all(
      checks.map(async ([part, check]) => {
        try {
          await check()
          return undefined
        } catch (error) {
          log.requestFailed({ requestId: c.get('requestId'), method: c.req.method, route: c.get('route'), error })
          return part
        }
      }),
    )
    const failing = results.filter((part) => part !== undefined)
    if (failing.length === 0) return send(JSON.stringify({ status: 'ok' }), HEADERS)
    return send(JSON.stringify({ status: 'unavailable', failing }), { ...HEADERS, 'Retry-After': '5' }, 503)
  }
}
