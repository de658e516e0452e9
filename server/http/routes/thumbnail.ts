import { parseShortcode } from '../../core/identity/shortcode.ts'
import type { Deps } from '../../ports/deps.ts'
import { getMedia } from '../../usecases/serve/get-media.ts'
import { getThumbnail, type ThumbnailAnswer } from '../../usecases/serve/get-thumbnail.ts'
import type { Answer, AppContext } from '../app-env.ts'
import { parseCreditedPath, parseThumbnailPath } from '../file-paths.ts'
import { CACHE, OPEN } from '../headers.ts'
import { parseSize } from '../params.ts'
import { notModified, redirect, send } from '../respond.ts'
import { visitOf } from '../visit.ts'
import { fileHeaders, movedHeaders } from './file-headers.ts'

const REDIRECT = { ...OPEN, 'Cache-Control': CACHE.redirect } as const

type ThumbnailDeps = Parameters<typeof getThumbnail>[0]

/** `GET /t/:code/:revision/:file` and `/t/:code/:revision/:item/:file`: a rendition out of the closed set. */
export function handleThumbnail(deps: ThumbnailDeps): Answer {
  return async (c) => {
    const file = c.req.param('file') ?? ''
    const item = c.req.param('item')
    const path = { code: c.req.param('code') ?? '', revision: c.req.param('revision') ?? '', file }
    const request = parseThumbnailPath({ ...path, ...(item !== undefined && { item }) })
    const name = item === undefined ? file : `${item}-${file}`
    return sendThumbnail(await getThumbnail(deps, request, conditionsOf(c)), { name, tdmPolicy: deps.config.tdmPolicy })
  }
}

/** `GET /t/:code/:revision/credit/:file`: the picture with its credit below it. */
export function handleCredited(deps: ThumbnailDeps): Answer {
  return async (c) => {
    const file = c.req.param('file') ?? ''
    const request = parseCreditedPath({ code: c.req.param('code') ?? '', revision: c.req.param('revision') ?? '', file })
    return sendThumbnail(await getThumbnail(deps, request, conditionsOf(c)), { name: `credit-${file}`, tdmPolicy: deps.config.tdmPolicy })
  }
}

/** `GET /p/:code/media/?size=`: 302 to the thumbnail of a size the platform named `t`, `m` or `l`. */
export function handleMediaRedirect(deps: Pick<Deps, 'catalogue' | 'clock' | 'config'>): Answer {
  return async (c) => {
    const width = parseSize(c.req.queries())
    const { links } = await getMedia(deps, parseShortcode(c.req.param('code') ?? ''))
    return redirect(links.thumbnail({ width, format: 'jpg' }), 302, REDIRECT)
  }
}

function conditionsOf(c: AppContext) {
  return {
    ifNoneMatch: c.req.header('if-none-match'),
    visit: () => visitOf(c),
    headOnly: c.req.method === 'HEAD',
    // Behind a getter: on Node, to touch it builds a whole Request, which a cached thumbnail need not pay for.
    get signal() {
      return c.req.raw.signal
    },
  }
}

function sendThumbnail(answer: ThumbnailAnswer, file: Parameters<typeof fileHeaders>[1]): Response {
  switch (answer.kind) {
    case 'moved':
      return redirect(answer.url, 302, movedHeaders(answer.access))
    case 'not-modified':
      return notModified(fileHeaders(answer, file))
    case 'described':
      return new Response(null, { headers: fileHeaders(answer, file) })
    case 'rendered':
      return send(answer.bytes, fileHeaders(answer, file))
    default:
      return answer satisfies never
  }
}
