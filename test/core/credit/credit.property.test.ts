import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { SaxesParser } from 'saxes'
import { expect, it } from 'vitest'
import { creditFor } from '../../../server/core/credit/credit.ts'
import { buildRights } from '../../../server/core/file-rights/rights-packet.ts'
import type { Description } from '../../../server/core/media.ts'
import { runsText } from '../../../server/core/text/text-run.ts'
import { silent } from '../../fixtures/media.ts'
import { fc } from '../../support/properties.ts'

const PERMALINK = 'https://placard.example/p/C6aHDKgAQA/'

// Pieces of published cross-site scripting lists (OWASP, PortSwigger), of XML attacks and of direction tricks, in any order.
const PIECES = [
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg/onload=alert(1)>',
    "' onfocus=alert(1) autofocus '",
    '</bdi></a></cite>',
  ],
  ...[
    '<!--',
    '-->',
    ']]>',
    '<![CDATA[',
    '<?xpacket end="w"?>',
    '</rdf:RDF>',
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>',
    '&y;',
    '&amp;',
    '&#0;',
  ],
  ...[
    '\u202e',
    '\u2067',
    '\u200b',
    '\ufeff',
    '\u0000',
    '\ufffe',
    '\ud800',
    '\u0335'.repeat(9),
    '\n',
    '©',
    '(c)',
    '©',
    'Photo:',
    ' / ',
    ', ',
  ],
  ...['Ann Owner', 'ann owner', 'Agency', 'مريم', '山田', '2020', '', ' '],
]
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 5 }).map((pieces) => pieces.join(''))
const url = fc.oneof(
  fc.constantFrom(
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' \u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
  ),
  fc.constantFrom('//evil.example/', 'https://user@evil.example/', 'https://evil.example/"><script>', 'https://аgency.example/', PERMALINK),
  text,
)
const alt = fc.array(fc.record({ lang: fc.constantFrom('x-default', 'de', '"><script>'), text }), { maxLength: 3 })
const descriptions: fc.Arbitrary<Description> = fc
  .record(
    {
      ...{ title: alt, caption: alt, altText: alt, copyrightNotice: alt, usageTerms: alt, creditLine: text, source: fc.oneof(text, url) },
      ...{ licenceUrl: url, licensorUrl: url, licensorName: text, digitalSourceType: text, dataMining: text },
      creators: fc.array(fc.record({ name: text, url }), { maxLength: 4 }),
    },
    { requiredKeys: [] },
  )
  .map((said) => ({ ...silent, ...said }))

function elementsOf(nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): readonly DefaultTreeAdapterTypes.Element[] {
  return nodes.flatMap((node) => ('tagName' in node ? [node, ...elementsOf(node.childNodes)] : []))
}

function textOf(nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): string {
  return nodes.map((node) => ('childNodes' in node ? textOf(node.childNodes) : 'value' in node ? node.value : '')).join('')
}

const RUNS = { numRuns: 3000 }

it('makes links, isolates and titles of metadata and no other element or attribute (W12)', () => {
  fc.assert(
    fc.property(descriptions, (description) => {
      const elements = elementsOf(parseFragment(creditFor({ description }, PERMALINK).html).childNodes)
      const allowed: Readonly<Record<string, readonly string[]>> = { a: ['href', 'rel'], bdi: ['lang'], cite: [] }
      for (const { tagName, attrs } of elements) {
        expect(Object.keys(allowed)).toContain(tagName)
        for (const { name, value } of attrs) {
          expect(allowed[tagName]).toContain(name)
          if (name === 'href') expect(value).toMatch(/^https?:\/\/[a-z0-9.-]+\//)
        }
      }
    }),
    RUNS,
  )
})

it('reads the same as text and as HTML, so that no name is lost or added', () => {
  fc.assert(
    fc.property(descriptions, (description) => {
      const { html, shortText } = creditFor({ description }, PERMALINK)
      const read = textOf(parseFragment(html).childNodes)
      expect(read.replace('licensed under ', '')).toBe(shortText)
    }),
    RUNS,
  )
})

it('never shows a character that turns or hides its neighbours (W13)', () => {
  fc.assert(
    fc.property(descriptions, (description) => {
      const { text: whole, byline, rights, author, usageTerms = '' } = creditFor({ description }, PERMALINK)
      const shown = [whole, runsText(byline), runsText(rights), author?.name ?? '', usageTerms].join('\n')
      expect(shown).not.toMatch(/[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe]|(?:^|[·—] )\p{M}|\p{Mn}{5}/u)
      expect(shown.isWellFormed()).toBe(true)
    }),
    RUNS,
  )
})

it('writes packets that are well-formed XML with namespaces, below 64 KB (W12)', () => {
  fc.assert(
    fc.property(descriptions, (description) => {
      const { xmp } = buildRights({ description }, creditFor({ description }, PERMALINK), PERMALINK)
      const parser = new SaxesParser({ xmlns: true, fragment: true })
      parser.on('error', (error) => {
        throw error
      })
      parser.write(xmp.replace(/^<\?xpacket[^>]*>/, '')).close()
      expect(xmp.length).toBeLessThan(16_000)
    }),
    RUNS,
  )
})
