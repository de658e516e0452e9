import { contentRange } from '../../core/byte-range.ts'
import { getVideo, type VideoAnswer } from '../../usecases/serve/get-video.ts'
import type { Answer, AppContext } from '../app-env.ts'
import { parseVideoPath } from '../file-paths.ts'
import { CACHE, OPEN } from '../headers.ts'
import { notModified, redirect } from '../respond.ts'
import { visitOf } from '../visit.ts'
import { fileHeaders, movedHeaders } from './file-headers.ts'

/** Scripts that play in pieces must see which piece came. */
const RANGES = { 'Accept-Ranges': 'bytes', 'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Length, Content-Range' } as const

/** `GET /v/:code/:revision/:file`: a film or its captions, by `Range` where asked (RFC 9110 §14). */
export function handleVideo(deps: Parameters<typeof getVideo>[0]): Answer {
  return async (c) => {
    const file = c.req.param('file') ?? ''
    const request = parseVideoPath({ code: c.req.param('code') ?? '', revision: c.req.param('revision') ?? '', file })
    return sendVideo(await getVideo(deps, request, conditionsOf(c)), { name: file, tdmPolicy: deps.config.tdmPolicy })
  }
}

function conditionsOf(c: AppContext) {
  return {
    ifNoneMatch: c.req.header('if-none-match'),
    ifRange: c.req.header('if-range'),
    range: c.req.header('range'),
    visit: () => visitOf(c),
    headOnly: c.req.method === 'HEAD',
    get signal() {
      return c.req.raw.signal
    },
  }
}

function sendVideo(answer: VideoAnswer, file: Parameters<typeof fileHeaders>[1]): Response {
  if (answer.kind === 'moved') return redirect(answer.url, 302, movedHeaders(answer.access))
  const headers = { ...fileHeaders(answer, file), ...RANGES }
  const whole = { ...headers, 'Content-Length': String(answer.bytes) }
  switch (answer.kind) {
    case 'not-modified':
      return notModified(headers)
    case 'described':
      return new Response(null, { headers: whole })
    case 'unsatisfiable':
      return new Response(null, {
        status: 416,
        headers: { ...OPEN, ...RANGES, 'Content-Range': `bytes */${answer.bytes}`, 'Cache-Control': CACHE.never },
      })
    case 'whole':
      return new Response(answer.body, { headers: whole })
    case 'part': {
      const { range, bytes, body } = answer
      const part = { 'Content-Range': contentRange(range, bytes), 'Content-Length': String(range.end - range.start) }
      return new Response(body, { status: 206, headers: { ...headers, ...part } })
    }
    default:
      return answer satisfies never
  }
}
