import { targetOf } from '../../server/http/keep-answers.ts'
import { requestIds } from '../../server/http/request-ids.ts'
import type { Answer } from '../../server/ports/answers.ts'
import type { Deps } from '../../server/ports/deps.ts'

/** What answers a request on every runtime; whatever else it is given goes on to the app. */
type Handler<More extends readonly unknown[]> = (request: Request, ...more: More) => Response | Promise<Response>

/**
 * As the app, but what is kept and still right is sent without a router: the front door in Request and Response, which no runtime of ours needs.
 *
 * Nothing but the address, the host and the validator has a say in what is kept (`keepAnswers`), so no other header is read: each costs a look-up.
 */
export function fromMemory<More extends readonly unknown[]>(
  { answers, clock, log }: Pick<Deps, 'answers' | 'clock' | 'log'>,
  app: Handler<More>,
): Handler<More> {
  const nextId = requestIds()
  return (request, ...more) => {
    const { method, headers } = request
    const answer = method === 'GET' ? answers.find(targetOf(request.url)) : undefined
    const asked = answer && headers.get('if-none-match')
    // The app refuses two hosts in one (O1).
    if (answer === undefined || (asked && asked !== answer.etag) || headers.get('host')?.includes(',')) return app(request, ...more)
    const startedAt = clock.now()
    const status = asked ? 304 : 200
    const response = responseOf(answer, status)
    log.requestAnswered({ requestId: nextId(), method: 'GET', route: answer.route, status, durationMs: clock.now() - startedAt })
    return response
  }
}

function responseOf({ headers, headersOfNotModified, body }: Answer, status: 200 | 304): Response {
  if (status === 304) return new Response(null, { status, headers: headersOfNotModified })
  // The DOM types ask for an ArrayBuffer below the bytes and our ports do not promise one; a Response takes both.
  return new Response(body as Uint8Array<ArrayBuffer>, { status, headers })
}
