import type { Config } from '../config.ts'
import type { Lang } from '../wire/words.ts'
import { type PageHeaders, pageHeadersFor } from './respond.ts'

/** What every page needs of the configuration, computed once. */
export interface SiteContext {
  readonly baseUrl: string
  readonly provider: { readonly name: string; readonly url: string }
  /** Of words for those who ask for no language. */
  readonly lang: Lang
  readonly pageHeaders: PageHeaders
}

/** The site of a configuration. */
export function siteFor({ baseUrl, providerName, lang }: Pick<Config, 'baseUrl' | 'providerName' | 'lang'>): SiteContext {
  return { baseUrl, provider: { name: providerName, url: `${baseUrl}/` }, lang, pageHeaders: pageHeadersFor(baseUrl) }
}
