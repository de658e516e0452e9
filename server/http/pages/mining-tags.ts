import type { MiningTerms } from '../../core/licences/data-mining.ts'
import { html, type Markup } from '../../core/text/html.ts'

/** What TDMRep reads in the head of a page: of the page alone, which is why its pictures have headers of their own. */
export function miningTags({ reservation, policy }: MiningTerms): Markup {
  return html`${reservation !== undefined && html`<meta name="tdm-reservation" content="${reservation}">\n`}${policy !== undefined && html`<meta name="tdm-policy" content="${policy}">\n`}`
}

/** The words of `<meta name="robots">`. */
export function robotsTag(words: readonly string[], { robots }: MiningTerms): Markup {
  return html`<meta name="robots" content="${[...words, ...robots].join(', ')}">`
}
