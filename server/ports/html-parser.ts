import type { PageNodes } from '../core/check/page-nodes.ts'

export interface HtmlParser {
  /**
   * What a browser without script makes of the text, by the algorithm of the HTML standard. Never throws.
   *
   * @returns `undefined` for a page that is too much for it.
   */
  parse(html: string): PageNodes | undefined
}
