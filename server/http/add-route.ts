import type { Hono } from 'hono'
import { BadRequestError } from '../core/errors.ts'
import type { Answer, AppContext, AppEnv, ErrorForm } from './app-env.ts'
import { methodNotAllowed } from './failure/on-error.ts'
import { sendFailure } from './failure/send-failure.ts'
import { preflight } from './respond.ts'
import type { SiteContext } from './site.ts'

interface Route {
  /** Hono's pattern; the log names it, never the address. */
  readonly path: string
  readonly errorForm: ErrorForm
  /** `HEAD` is answered wherever `GET` is, `OPTIONS` everywhere; every other method is refused in the route's own form. */
  readonly answers: Readonly<Partial<Record<'GET' | 'PATCH' | 'POST' | 'PUT', Answer>>>
}

/** The app answers this route from now on. */
export function addRoute(app: Hono<AppEnv>, site: SiteContext, { path, errorForm, answers }: Route): void {
  const allow = [...Object.keys(answers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'].join(', ')
  const enter = (c: AppContext) => {
    c.set('route', path)
    c.set('errorForm', errorForm)
    // Two hosts in one request are how caches are poisoned: a proxy and we might each believe another one (O1).
    if (c.req.header('host')?.includes(',')) throw new BadRequestError('Expected one Host header but received several')
  }
  for (const [method, answer] of Object.entries(answers)) {
    app.on(method, path, async (c) => {
      enter(c)
      return await answerSafely(c, answer)
    })
  }
  app.options(path, (c) => {
    enter(c)
    return preflight(allow, { open: errorForm !== 'page' && errorForm !== 'owner' })
  })
  app.all(path, (c) => {
    enter(c)
    return sendFailure(c, methodNotAllowed(allow), site)
  })
}

/** Hono hands only errors to `onError`, and the reason of an aborted signal is a plain string on Node. */
async function answerSafely(c: AppContext, answer: Answer): Promise<Response> {
  try {
    return await answer(c)
  } catch (cause) {
    throw cause instanceof Error ? cause : new Error('Expected an Error to be thrown', { cause })
  }
}
