/** How a publisher's policy names the script. */
export type ScriptAllowedBy = 'origin' | 'nonce' | 'hash'

/** What a publisher allows. Everything else is forbidden, styles by `style-src` above all. */
export interface HostPolicy {
  readonly name: string
  readonly script: ScriptAllowedBy
  /** Response headers of the page. */
  readonly headers: Readonly<Record<string, string>>
  /** A policy that stands in the page itself. */
  readonly meta?: string
}

export interface PolicyFacts {
  /** Placard's base URL. */
  readonly base: string
  /** Of the pinned script, as in its attribute. */
  readonly integrity: string
  /** Hash source of a script that the test itself puts into the page. */
  readonly watch: string
}

export const NONCE = 'ZGdrYS5qc2Q'

/** Every directive that a host with `default-src 'none'` needs, and what is lost without it. No `style-src`, `font-src` or `worker-src`. */
export function documentedDirectives({ base, integrity, watch }: PolicyFacts, script: ScriptAllowedBy): Readonly<Record<string, string>> {
  const sources = { origin: base, nonce: `'nonce-${NONCE}' 'strict-dynamic'`, hash: `'${integrity}'` }
  return { 'script-src': `${sources[script]} ${watch}`, 'connect-src': base, 'img-src': base }
}

/** What a page is left with where it does not allow a directive; `engines.test.ts` takes each away in turn. */
export const LEFT_WITHOUT = {
  'script-src': 'The fallback stays: the picture, linked, with its whole credit.',
  'connect-src': 'The fallback stays.',
  'img-src': 'The card stands with its whole credit; the alternative text stands for the picture.',
  'media-src': 'For films only. The poster stays, with the whole credit.',
  'frame-src': 'Asked for by `data-placard-mode="frame"` only. Without it the card is drawn in place of the frame.',
} as const

/** The directives as a policy's text. */
export function policyText(directives: Readonly<Record<string, string>>, ...more: readonly string[]): string {
  return ["default-src 'none'", ...Object.entries(directives).map((each) => each.join(' ')), "base-uri 'none'", ...more].join('; ')
}

const TRUSTED_TYPES = {
  '': [],
  'Trusted Types': ["require-trusted-types-for 'script'", "trusted-types 'none'"],
} as const

const DOCUMENTS = {
  '': {},
  'COEP require-corp': { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' },
  'COEP credentialless': { 'cross-origin-embedder-policy': 'credentialless', 'cross-origin-opener-policy': 'same-origin' },
  sandboxed: { sandbox: 'sandbox allow-scripts' },
} as const

/** The matrix of W2: 3 ways to allow the script x Trusted Types x kinds of documents, and policies of other shapes. */
export function hostPolicies(facts: PolicyFacts): readonly HostPolicy[] {
  const scripts = ['origin', 'nonce', 'hash'] as const
  const strict = scripts.flatMap((script) =>
    Object.entries(TRUSTED_TYPES).flatMap(([types, typesPolicy]) =>
      Object.entries(DOCUMENTS).map(([kind, { sandbox, ...headers }]: [string, Record<string, string>]) => {
        const policy = policyText(documentedDirectives(facts, script), ...typesPolicy, ...(sandbox ? [sandbox] : []))
        return {
          name: [script, types, kind].filter((part) => part !== '').join(', '),
          script,
          headers: { ...headers, 'content-security-policy': policy },
        }
      }),
    ),
  )
  return [...strict, ...otherShapes(facts)]
}

function otherShapes(facts: PolicyFacts): readonly HostPolicy[] {
  const byOrigin = documentedDirectives(facts, 'origin')
  const { base, watch } = facts
  const csp = (policy: string) => ({ 'content-security-policy': policy })
  const paths = {
    'script-src': `${base}/embed.js ${watch}`,
    'connect-src': `${base}/v1/cards`,
    'img-src': `${base}/t/ ${base}/static/`,
  }
  return [
    { name: 'origin, no styles but nothing else said', script: 'origin', headers: csp("style-src 'none'") },
    {
      name: 'origin, no styles, fonts, workers, objects',
      script: 'origin',
      headers: csp("style-src 'none'; font-src 'none'; worker-src 'none'; object-src 'none'"),
    },
    { name: 'origin, each source with its path', script: 'origin', headers: csp(policyText(paths)) },
    {
      name: 'origin, as script-src-elem',
      script: 'origin',
      headers: csp(policyText({ 'script-src-elem': byOrigin['script-src'] ?? '', 'connect-src': base, 'img-src': base })),
    },
    {
      name: 'nonce, two policies at once',
      script: 'nonce',
      headers: csp(
        `${policyText(documentedDirectives(facts, 'nonce'))}, ${policyText({ 'script-src': "*  'unsafe-inline'", 'connect-src': '*', 'img-src': '*' })}`,
      ),
    },
    {
      name: 'origin, in the page itself',
      script: 'origin',
      headers: {},
      meta: policyText(byOrigin, "require-trusted-types-for 'script'", "trusted-types 'none'"),
    },
  ]
}
