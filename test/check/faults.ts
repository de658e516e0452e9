import { httpFetcher } from '../../server/adapters/fetcher/http.ts'
import { parse5Parser } from '../../server/adapters/html-parser/parse5.ts'
import { metadataReader } from '../../server/adapters/inspector/metadata-reader.ts'
import { checkPages } from '../../server/usecases/check/check-pages.ts'

export interface Faults {
  readonly pictures: number
  /** Everything that is not as it should be, by its rule. */
  readonly faults: readonly string[]
}

/** What `placard check` says against a page or picture on loopback. */
export async function faultsOf(url: string): Promise<Faults> {
  const deps = { fetcher: httpFetcher({ allowPrivate: true, timeoutMs: 20_000 }), parser: parse5Parser(), metadata: metadataReader() }
  const { targets } = await checkPages(deps, { urls: [url], minimum: 100 })
  const pictures = targets.flatMap((target) => target.pictures)
  const missing = pictures.flatMap(({ results }) => results.filter(({ remedy }) => remedy !== undefined))
  return {
    pictures: pictures.length,
    faults: [...targets.flatMap(({ notes }) => notes), ...missing.map(({ rule, says }) => `${rule}: ${says}`)],
  }
}
