import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Frame, Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The least of axe that is called here. */
interface Axe {
  run(context: Document, options: object): Promise<{ violations: readonly Violation[] }>
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary: string }[]
}

/** WCAG 2.2, levels A and AA, and what axe holds to be good practice beside it. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

/**
 * What axe-core finds in one document, shadow roots included; each finding as `rule: element: what is wrong`.
 *
 * Frames are documents of their own: pass each. Evaluated by the debugger, so that no policy of the page is in its way or has to be
 * loosened for it.
 *
 * @param disabled  Rules that do not apply to this document, each with its reason where it is passed.
 */
export async function findIssues(page: Page | Frame, disabled: readonly string[] = []): Promise<readonly string[]> {
  await page.evaluate(`if (!globalThis.axe) { ${source} }`)
  const violations = await page.evaluate(
    async ({ tags, disabled }) => {
      const { axe } = globalThis as unknown as { axe: Axe }
      const rules = Object.fromEntries([['target-size', { enabled: true }], ...disabled.map((rule) => [rule, { enabled: false }])])
      const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags }, rules, iframes: false })
      return violations.map(({ id, impact, nodes }) => ({
        id,
        impact,
        nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })),
      }))
    },
    { tags: TAGS, disabled },
  )
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.flat().join(' ')}: ${node.failureSummary}`))
}
