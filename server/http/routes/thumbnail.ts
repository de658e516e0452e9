import { httpUrl } from '../../core/http-url.ts'
import { licenceAt } from '../../core/licence.ts'
import { parseShortcode } from '../../core/shortcode.ts'
import type { Deps } from '../../ports/deps.ts'
import { getMedia } from '../../usecases/get-media.ts'
import { getThumbnail, type ThumbnailAnswer } from '../../usecases/get-thumbnail.ts'
import type { Answer, AppContext } from '../app-env.ts'
import { parseSize, parseThumbnailPath } from '../params.ts'
import { CACHE, type HeaderSet, linkHeader, notModified, OPEN, redirect, send, THUMBNAIL_HEADERS } from '../respond.ts'

const REDIRECT = { ...OPEN, 'Cache-Control': CACHE.redirect } as const

type ThumbnailDeps = Parameters<typeof getThumbnail>[0]

/** `GET /t/:code/:revision/:file`: a rendition out of the closed set. */
export function handleThumbnail(deps: ThumbnailDeps): Answer {
  return async (c) => {
    const request = parseThumbnailPath({
      code: c.req.param('code') ?? '',
      revision: c.req.param('revision') ?? '',
      file: c.req.param('file') ?? '',
    })
    return sendThumbnail(await getThumbnail(deps, request, conditionsOf(c)), c.req.param('file') ?? '')
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
    headOnly: c.req.method === 'HEAD',
    // Behind a getter: on Node, to touch it builds a whole Request, which a cached thumbnail need not pay for.
    get signal() {
      return c.req.raw.signal
    },
  }
}

function sendThumbnail(answer: ThumbnailAnswer, file: string): Response {
  switch (answer.kind) {
    case 'moved':
      return redirect(answer.url, 302, REDIRECT)
    case 'not-modified':
      return notModified(headersOf(answer, file))
    case 'described':
      return new Response(null, { headers: headersOf(answer, file) })
    case 'rendered':
      return send(answer.bytes, headersOf(answer, file))
    default:
      return answer satisfies never
  }
}

function headersOf({ etag, contentType, media, links }: Exclude<ThumbnailAnswer, { kind: 'moved' }>, file: string): HeaderSet {
  const licenceUrl = httpUrl(media.description.licenceUrl ?? '')
  const licence = licenceUrl === undefined ? [] : [{ href: licenceAt(licenceUrl).url, rel: 'license' }]
  return {
    ...THUMBNAIL_HEADERS,
    'Content-Type': contentType,
    // A saved picture still says where it came from.
    'Content-Disposition': `inline; filename="placard-${media.shortcode}-${file}"`,
    ...linkHeader([{ href: links.permalink, rel: 'describedby' }, ...licence]),
    ETag: etag,
  }
}
