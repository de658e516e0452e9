import type { Context } from 'hono'

/**
 * Who reads a route's errors: a program, a page that shows a picture, a client of the media API, the owner's own program, a reader, or a reader of
 * the page around a frame.
 */
export type ErrorForm = 'json' | 'picture' | 'oembed' | 'envelope' | 'owner' | 'page' | 'frame'

export interface AppEnv {
  Variables: {
    requestId: string
    /** The pattern of the matched route; the log never sees the address itself. */
    route: string
    errorForm: ErrorForm
  }
}

export type AppContext = Context<AppEnv>
export type Answer = (c: AppContext) => Response | Promise<Response>
