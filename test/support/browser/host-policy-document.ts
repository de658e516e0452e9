import { CODE_FORMS } from '../../../server/core/card/embed-code.ts'
import { hostPolicy } from '../../../server/core/card/host-policy.ts'
import { documentedDirectives, hostPolicies, LEFT_WITHOUT, NONCE, type PolicyFacts, policyText } from './host-policies.ts'

const BASE = 'https://placard.example'
const INTEGRITY = 'sha384-…'
const FACTS: PolicyFacts = { base: BASE, integrity: INTEGRITY, watch: '' }

const EXAMPLES = [
  ['origin', 'By the origin', `<script async src="${BASE}/embed.js" charset="utf-8"></script>`],
  [
    'nonce',
    'By a nonce, another for every answer, which may come with `strict-dynamic`',
    `<script nonce="RANDOM" async src="${BASE}/embed.js" charset="utf-8"></script>`,
  ],
  [
    'hash',
    'By the hash of a pinned script, and nothing else',
    `<script async src="${BASE}/w/…/embed.js" integrity="${INTEGRITY}" crossorigin="anonymous" charset="utf-8"></script>`,
  ],
] as const

/** The document for publishers: everything in it comes from the policies that the engines are tested under. */
export function hostPolicyDocument(): string {
  const sources = { ...documentedDirectives(FACTS, 'origin'), 'media-src': BASE, 'frame-src': BASE }
  const directives = Object.entries(LEFT_WITHOUT).map(
    ([name, left]) => `| \`${name}\` | \`${sources[name as keyof typeof sources]?.trim()}\` | ${left} |`,
  )
  const examples = EXAMPLES.map(([script, title, tag]) => {
    const policy = policyText(documentedDirectives(FACTS, script)).replaceAll(' ;', ';').replace(NONCE, 'RANDOM')
    return `**${title}**\n\n\`\`\`http\nContent-Security-Policy: ${policy}\n\`\`\`\n\n\`\`\`html\n${tag}\n\`\`\`\n`
  })
  const forms = CODE_FORMS.map((form) => {
    const needs = hostPolicy(form, BASE, { video: true }).map(({ name, sources }) => `\`${name} ${sources.join(' ')}\``)
    return `| ${form} | ${needs.join('<br>')} |`
  })
  return `# What a page must allow

<!-- Made from test/support/browser/host-policies.ts, whose policies test/widget/engines.test.ts opens in Chromium, Firefox and WebKit. -->

A page with \`default-src 'none'\` needs these directives and no others; \`${BASE}\` is the address of the Placard server.

| directive | source | where a page does not allow it |
| --- | --- | --- |
${directives.join('\n')}

No \`style-src\`, \`font-src\`, \`worker-src\` or \`'unsafe-…'\` of any kind. Trusted Types need no policy: \`require-trusted-types-for 'script'; trusted-types
'none'\` is fine. Pages isolated by \`Cross-Origin-Embedder-Policy\`, \`require-corp\` or \`credentialless\`, and sandboxed ones with \`allow-scripts\`
need nothing more. Paths may be named: \`${BASE}/embed.js\` for the script, \`/v1/cards\` for the data, \`/t/\` for pictures, \`/v/\` for films, \`/p/\` for frames.

## Three ways to allow the script

${examples.join('\n')}
## By the form of the code

The least of all, with each source's path, as the page of every picture names it under its embed code; \`media-src\` is for videos only. Forms other
than those of React and WordPress are opened under exactly this by test/widget/host-policy-forms.test.ts.

| form | directives |
| --- | --- |
${forms.join('\n')}

\`react\` is \`element\` with a script that the component adds to the page: allow it by its origin or give the component its \`nonce\`. Where Trusted Types are
required, put the script tag into the page itself; the component finds it and adds none. \`wordpress\` is \`full\`; a WordPress without the plugin shows the
frame, and needs what \`frame\` needs.

## The pages that are tested

In each the card is drawn, styled, at work and correctly credited, without a violation or an error.

${hostPolicies(FACTS)
  .map(({ name }) => `- ${name}`)
  .join('\n')}
`
}
