import { pictureAt } from '../../core/card/carousel.ts'
import { buildNoticePicture } from '../../core/card/notice-picture.ts'
import { creditStrip, STRIP_WIDTHS } from '../../core/credit/credit-strip.ts'
import type { Size } from '../../core/media.ts'
import { type RenditionWidth, renditionSize, SQUARE_WIDTH, WIDTHS } from '../../core/pictures/rendition.ts'
import { readerFor } from '../../core/words/reader.ts'
import type { ShownMedia } from '../../usecases/serve/get-media.ts'
import type { AppContext } from '../app-env.ts'
import { type HeaderSet, linkHeader, THUMBNAIL_HEADERS } from '../headers.ts'
import { parseSize } from '../params.ts'
import { send } from '../respond.ts'
import type { SiteContext } from '../site.ts'
import type { Failure } from './failure.ts'
import { findNotice } from './notice.ts'

/** What is no fault of ours and will not pass: of a fault, a page learns by the `error` event of its `<img>`, and may try again. */
const IN_WORDS: ReadonlySet<number> = new Set([401, 403, 404, 410])
const USUAL: Size = { width: 3, height: 2 } // of a picture of which nothing may be told, not even its shape
const PICTURE_PATH = /^\/t\/[^/]+\/[^/]+\/(?:(credit|\d+)\/)?(\d+)\.[a-z]+$/

/** Whether what asks is an `<img>`, which shows an image whatever its status; a person who opens the address, or a program, is no such thing. */
export function wantsPicture(c: AppContext, { status }: Failure): boolean {
  const accept = c.req.header('accept') ?? ''
  return IN_WORDS.has(status) && accept.includes('image/') && !accept.includes('text/html')
}

/** The notice as an image in the shape of the picture that was asked for, in the server's own language as all images are. */
export function sendFailurePicture(
  c: AppContext,
  failure: Failure,
  { site, headers }: { site: SiteContext; headers: HeaderSet },
): Response {
  const { words } = readerFor(undefined, site.lang)
  const shown = failure.media && site.tell(failure.media)
  const notice = findNotice(failure, shown, { owner: site.provider.name, words })
  const picture = notice && buildNoticePicture(notice, askedSize(c, shown), words)
  const about = { ...THUMBNAIL_HEADERS, 'Content-Type': 'image/svg+xml; charset=utf-8', ...linksOf(shown) }
  return send(picture?.toString() ?? '', { ...about, ...headers }, failure.status)
}

/** The pixels of what was asked for, where they may be told; those of a usual picture elsewhere, so that an answer tells no shapes. */
function askedSize(c: AppContext, shown: ShownMedia | undefined): Size {
  const [, part = '', text] = PICTURE_PATH.exec(c.req.path) ?? []
  const asked = text === undefined ? parseSize(c.req.queries()) : Number(text)
  const width = WIDTHS.find((each) => each === asked) ?? 640
  if (shown === undefined) return usualSize(width)
  const strip = STRIP_WIDTHS.find((each) => each === width)
  const { media, credit, links } = shown
  if (part === 'credit' && strip !== undefined) return creditStrip(media, { credit, permalink: links.permalink, width: strip })
  return renditionSize((pictureAt(media, Number(part)) ?? media).original, width)
}

function usualSize(width: RenditionWidth): Size {
  return { width, height: width === SQUARE_WIDTH ? width : Math.round((width * USUAL.height) / USUAL.width) }
}

function linksOf(shown: ShownMedia | undefined): HeaderSet {
  if (shown === undefined) return {}
  const licence = shown.credit.licence === undefined ? [] : [{ href: shown.credit.licence.url, rel: 'license' }]
  return linkHeader([{ href: shown.links.permalink, rel: 'describedby' }, ...licence])
}
