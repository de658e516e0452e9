import type { Config } from '../config.ts'
import { type PageHeaders, pageHeadersFor } from './respond.ts'

/** What every page needs of the configuration, computed once. */
export interface SiteContext {
  readonly baseUrl: string
  readonly provider: { readonly name: string; readonly url: string }
  readonly pageHeaders: PageHeaders
}

/** The site of a configuration. */
export function siteFor({ baseUrl, providerName }: Pick<Config, 'baseUrl' | 'providerName'>): SiteContext {
  return { baseUrl, provider: { name: providerName, url: `${baseUrl}/` }, pageHeaders: pageHeadersFor(baseUrl) }
}
