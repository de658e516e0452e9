import { buildTombstoneJsonLd } from '../../core/documents/json-ld.ts'
import { fill } from '../../core/words/fill.ts'
import { readerFor } from '../../core/words/reader.ts'
import type { Words } from '../../core/words/words.ts'
import type { ShownMedia } from '../../usecases/serve/get-media.ts'
import type { NoticeCard } from '../../wire/card.ts'
import type { AppContext } from '../app-env.ts'
import type { HeaderSet } from '../headers.ts'
import { type NoticeText, noticePage, type Tombstone } from '../pages/notice-page.ts'
import { findLang } from '../params.ts'
import { send } from '../respond.ts'
import type { SiteContext } from '../site.ts'
import type { Failure } from './failure.ts'
import { findNotice } from './notice.ts'

interface PageOptions {
  readonly site: SiteContext
  readonly headers: HeaderSet
  readonly framed: boolean
}

/** The failure as a page, or in a frame as a card: in words, with the credit of a media whose existence is no secret. */
export function sendFailurePage(c: AppContext, failure: Failure, { site, headers, framed }: PageOptions): Response {
  const { baseUrl, provider, lang, pageHeaders } = site
  const { status, media } = failure
  const reader = readerFor(findLang(c.req.queries()), lang)
  const shown = media && site.tell(media, reader.asked)
  const notice = findNotice(failure, shown, { owner: provider.name, words: reader.words })
  const tombstone = notice && shown && { tombstone: tombstoneOf(failure, notice, shown) }
  const text = failureInWords(failure, reader.words, notice)
  const page = noticePage({ reader, status, ...text, ...tombstone, provider, baseUrl, framed })
  return send(page.toString(), { ...(framed ? pageHeaders.frame : pageHeaders.page), ...headers }, status)
}

function tombstoneOf({ reason }: Failure, notice: NoticeCard, shown: ShownMedia): Tombstone {
  const isGone = reason !== undefined && reason !== 'private' && reason !== 'restricted'
  const { media, links } = shown
  return { notice, size: media.original, address: links.permalink, ...(isGone && { jsonLd: buildTombstoneJsonLd(media, reason, shown) }) }
}

/** What a page says about a failure. Only what is wrong with a request is told in English too: it is about the request's own words. */
function failureInWords({ code, reason, message, requestId = '' }: Failure, words: Words, notice: NoticeCard | undefined): NoticeText {
  const { failureTitles: titles, failures } = words
  if (notice !== undefined) return { title: titleOf(code, reason, words), message: notice.message }
  switch (code) {
    case 'bad_request':
    case 'method_not_allowed':
      return { title: titles[code], message: failures[code], detail: message }
    case 'format_not_supported':
      return { title: titles.format_not_supported, message: failures.bad_request, detail: message }
    case 'not_owner':
    case 'conflict':
      return { title: titles[code], message: failures[code] }
    case 'unavailable':
    case 'overloaded':
      return { title: titles.overloaded, message: failures[code] }
    case 'unsupported_media':
    case 'broken_media':
    case 'too_many_pixels':
      return { title: titles.internal, message: failures[code] }
    default:
      return { title: titles.internal, message: fill(failures.internal, { request: requestId }) }
  }
}

function titleOf(code: string, reason: Failure['reason'], { failureTitles: titles }: Words): string {
  if (reason === 'restricted' || reason === 'embargoed' || reason === 'disputed') return titles[reason]
  if (code === 'not_found') return titles.not_found
  return code === 'gone' ? titles.gone : titles.not_allowed
}
