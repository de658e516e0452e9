import { altTextOf } from '../../core/card/card-text.ts'
import { chooseStrip, stripAlt } from '../../core/credit/credit-strip.ts'
import { buildOEmbedDocument, type CreditedPhoto } from '../../core/documents/oembed-document.ts'
import { isRestricted, mayEmbed } from '../../core/embedding/policy.ts'
import { NotAllowedError } from '../../core/errors.ts'
import { langOfUrl, parseResourceUrl } from '../../core/identity/resource-url.ts'
import type { Media } from '../../core/media.ts'
import type { Box } from '../../core/pictures/fit.ts'
import type { Deps } from '../../ports/deps.ts'
import type { OEmbedDocument } from '../../wire/oembed.ts'
import type { Lang } from '../../wire/words.ts'
import { present, requireMedia, type ShownMedia } from './get-media.ts'

export interface OEmbedRequest {
  /** As the consumer sent it; never fetched (O6). */
  readonly url: string
  /** The consumer's maxwidth and maxheight. */
  readonly box: Box
  readonly type: 'rich' | 'photo' | 'video'
  /** Whether `html` ends with the script. */
  readonly script: boolean
  readonly caption: boolean
  /** Of words and texts; by default the one that the address itself names. */
  readonly lang?: Lang
  /** Whose page asks, if one does: most consumers are programs and no pages. */
  readonly origin?: string
}

export interface OEmbedAnswer {
  readonly document: OEmbedDocument
  /** Whether another page could have got another answer. */
  readonly varies: boolean
}

/**
 * The oEmbed answer for an address of this server.
 *
 * @throws {NotFoundError} if the address is not ours or nobody has it.
 * @throws {NotAllowedError | GoneError} if the media may not be shown, or not by whoever asks.
 */
export async function getOEmbed(deps: Pick<Deps, 'catalogue' | 'clock' | 'config'>, request: OEmbedRequest): Promise<OEmbedAnswer> {
  const { baseUrl, providerName } = deps.config
  const { url, box, type, script, caption, lang } = request
  const media = await requireMedia(deps, parseResourceUrl(url, baseUrl))
  requireEmbeddable(media, request, baseUrl)
  const { media: told, credit, links } = present(media, deps.config, lang ?? langOfUrl(url))
  const credited = type === 'photo' ? creditedPhoto(present(media, deps.config), box) : undefined
  const provider = { name: providerName, url: `${baseUrl}/` }
  const parts = { media: told, credit, links, provider, box, type, script, caption, baseUrl, ...(credited && { credited }) }
  const document = buildOEmbedDocument(parts)
  return { document, varies: isRestricted(media) }
}

/**
 * A program that asks may ask for pages that may embed the media: its html is the credit and a frame that knows where it stands, and the script
 * that asks again. A bare picture would stand anywhere.
 */
function requireEmbeddable(media: Media, { type, origin }: OEmbedRequest, baseUrl: string): void {
  if (!isRestricted(media)) return
  const isNowhere = media.embedding?.hosts === 'nobody' || type === 'photo'
  if (isNowhere || (origin !== undefined && !mayEmbed(media.embedding, origin, baseUrl))) {
    throw new NotAllowedError('The owner of this picture does not let it be embedded there.', 'restricted')
  }
}

/** Told in the server's own language, as the image is, whatever the document is told in. */
function creditedPhoto({ media, credit, links }: ShownMedia, box: Box): CreditedPhoto | undefined {
  const chosen = chooseStrip(media, { credit, permalink: links.permalink, box })
  if (chosen === undefined) return undefined
  const { strip, width, height } = chosen
  return { url: links.credited(strip), width, height, alt: stripAlt(altTextOf(media).text, credit) }
}
