import { minedBy, miningCodeOf } from '../licences/data-mining.ts'
import { elementsOf, type PageNodes } from './page-nodes.ts'
import { metaContent } from './pictures-on-page.ts'

/** What one place says of mining: kept for the owner, left free, or nothing. */
export type MiningWord = 'reserved' | 'free' | undefined

type Headers = Readonly<Record<string, string>>

/** By TDMRep, or by the words that robots of AI are asked to read. */
export function miningInHeaders(headers: Headers): MiningWord {
  return wordOf(headers['tdm-reservation'], headers['x-robots-tag'])
}

/** The page's own meta elements, which speak for its text and not for its pictures. */
export function miningInPage(nodes: PageNodes): MiningWord {
  return wordOf(metaContent(nodes, 'tdm-reservation'), robotsOf(nodes))
}

/** By the PLUS property of a file. */
export function miningInFile(dataMining: string | undefined): MiningWord {
  const code = miningCodeOf(dataMining)
  if (code === undefined) return undefined
  return minedBy(code) === 'all' ? 'free' : 'reserved'
}

/** Whether a search engine may list the page, as it and its headers say. */
export function isIndexed(nodes: PageNodes, headers: Headers): boolean {
  return ![robotsOf(nodes), headers['x-robots-tag'] ?? ''].some((words) => /\b(?:noindex|none)\b/i.test(words))
}

function wordOf(reservation: string | undefined, robots: string | undefined): MiningWord {
  if (reservation?.trim() === '1' || /\bno(?:image)?ai\b/i.test(robots ?? '')) return 'reserved'
  return reservation?.trim() === '0' ? 'free' : undefined
}

function robotsOf(nodes: PageNodes): string {
  const robots = elementsOf(nodes, 'meta').filter(({ element }) => element.attributes.name?.toLowerCase() === 'robots')
  return robots.map(({ element }) => element.attributes.content ?? '').join(', ')
}
