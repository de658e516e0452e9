import type { Config } from '../config.ts'
import { type MiningTerms, miningTerms } from '../core/licences/data-mining.ts'
import type { Media } from '../core/media.ts'
import { present, type ShownMedia } from '../usecases/serve/get-media.ts'
import type { Lang } from '../wire/words.ts'
import type { HeaderSet } from './headers.ts'
import { miningHeaders } from './mining-headers.ts'
import { type PageHeaders, pageHeadersFor } from './page-headers.ts'

/** What every page needs of the configuration, computed once. */
export interface SiteContext {
  readonly baseUrl: string
  readonly provider: { readonly name: string; readonly url: string }
  /** Of words for those who ask for no language. */
  readonly lang: Lang
  readonly pageHeaders: PageHeaders
  /** The owner's account in the fediverse; absent where they have none here. */
  readonly fediverseCreator?: string
  /** What is said of one media about mining, in headers and tags; of all of them if there is none. */
  mining(media?: Pick<Media, 'description'>): MiningTerms
  /** The headers of pages that show several media. */
  readonly generalMining: HeaderSet
  /** A media whose existence is no secret as a reader is told of it, in the language that was asked for. */
  tell(media: Media, asked?: Lang): ShownMedia
}

/** The site of a configuration. */
export function siteFor(config: Config): SiteContext {
  const { baseUrl, providerName, lang, dataMining, tdmPolicy, fediverseCreator } = config
  const mining = (media?: Pick<Media, 'description'>) => miningTerms(media ? media.description.dataMining : dataMining, tdmPolicy)
  const provider = { name: providerName, url: `${baseUrl}/` }
  return {
    baseUrl,
    provider,
    lang,
    pageHeaders: pageHeadersFor(baseUrl),
    mining,
    generalMining: miningHeaders(mining()),
    tell: (media, asked) => present(media, config, asked),
    ...(fediverseCreator !== undefined && { fediverseCreator }),
  }
}
