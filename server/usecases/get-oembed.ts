import type { Box } from '../core/fit.ts'
import { buildOEmbedDocument } from '../core/oembed-document.ts'
import { langOfUrl, parseResourceUrl } from '../core/resource-url.ts'
import type { Deps } from '../ports/deps.ts'
import type { OEmbedDocument } from '../wire/oembed.ts'
import type { Lang } from '../wire/words.ts'
import { getMedia } from './get-media.ts'

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
}

/**
 * The oEmbed answer for an address of this server.
 *
 * @throws {NotFoundError} if the address is not ours or nobody has it.
 * @throws {NotAllowedError | GoneError} if the media may not be shown.
 */
export async function getOEmbed(deps: Pick<Deps, 'catalogue' | 'clock' | 'config'>, request: OEmbedRequest): Promise<OEmbedDocument> {
  const { baseUrl, providerName } = deps.config
  const { url, box, type, script, caption, lang } = request
  const shown = await getMedia(deps, parseResourceUrl(url, baseUrl), lang ?? langOfUrl(url))
  return buildOEmbedDocument({ ...shown, provider: { name: providerName, url: `${baseUrl}/` }, box, type, script, caption, baseUrl })
}
