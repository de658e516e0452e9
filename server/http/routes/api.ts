import { buildMediaObject } from '../../core/documents/media-object.ts'
import { askingOrigin } from '../../core/embedding/visit.ts'
import { parseMediaId } from '../../core/identity/id.ts'
import { encodeShortcode, parseShortcode } from '../../core/identity/shortcode.ts'
import type { Deps } from '../../ports/deps.ts'
import { getCards } from '../../usecases/serve/get-cards.ts'
import { getMedia, type ShownMedia } from '../../usecases/serve/get-media.ts'
import type { CardsAnswer } from '../../wire/card.ts'
import type { Envelope, MediaObject } from '../../wire/media-object.ts'
import type { Answer, AppContext } from '../app-env.ts'
import { CACHE, JSON_HEADERS, linkHeader } from '../headers.ts'
import { parseCodes, parseLang } from '../params.ts'
import { sendText } from '../respond.ts'
import { visitOf } from '../visit.ts'

const HEADERS = { ...JSON_HEADERS, 'Cache-Control': CACHE.document } as const

/** Of cards that only some pages may draw. `Sec-Fetch-Site` tells our own pages, which send no `Origin`. */
const VARYING_HEADERS = { ...JSON_HEADERS, 'Cache-Control': CACHE.asker, Vary: 'Origin, Sec-Fetch-Site' } as const

type ApiDeps = Pick<Deps, 'catalogue' | 'clock' | 'config' | 'signer'>

/** `GET /v1/cards?codes=…&lang=…`: what the widget draws, for all codes of a page at once, and its words. */
export function handleCards(deps: ApiDeps): Answer {
  return async (c) => {
    const query = c.req.queries()
    const lang = parseLang(query)
    const origin = askingOrigin(visitOf(c), deps.config.baseUrl)
    const by = { ...(lang !== undefined && { lang }), ...(origin !== undefined && { origin }) }
    const { words, cards, varies } = await getCards(deps, parseCodes(query), by)
    const answer: CardsAnswer = { meta: { code: 200 }, words, data: cards }
    return sendText(c, JSON.stringify(answer), varies ? VARYING_HEADERS : HEADERS)
  }
}

/** `GET /v1/media/shortcode/:code`: the media object. */
export function handleMediaByShortcode(deps: ApiDeps): Answer {
  return async (c) => sendMediaObject(c, await getMedia(deps, parseShortcode(c.req.param('code') ?? '')))
}

/** `GET /v1/media/:id`: the media object of a 64-bit id in decimal digits. */
export function handleMediaById(deps: ApiDeps): Answer {
  return async (c) => {
    const id = parseMediaId(c.req.param('id') ?? '')
    return sendMediaObject(c, await getMedia(deps, id === undefined ? undefined : encodeShortcode(id)))
  }
}

function sendMediaObject(c: AppContext, { media, credit, links }: ShownMedia): Response {
  const answer: Envelope<MediaObject> = { meta: { code: 200 }, data: buildMediaObject(media, credit, links) }
  const licence = credit.licence === undefined ? [] : [{ href: credit.licence.url, rel: 'license' }]
  return sendText(c, JSON.stringify(answer), { ...HEADERS, ...linkHeader(licence) })
}
