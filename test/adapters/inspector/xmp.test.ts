import { describe, expect, it } from 'vitest'
import { parseXmp } from '../../../server/adapters/inspector/xmp.ts'
import { describeFacts } from '../../../server/core/file-metadata/embedded-metadata.ts'
import { NS, type XmpProperties } from '../../../server/core/file-rights/xmp-properties.ts'
import { fc } from '../../support/properties.ts'

const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
const DC = `xmlns:dc="${NS.dc}"`

function packet(body: string, namespaces = DC): string {
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${RDF}><rdf:Description rdf:about="" ${namespaces}>${body}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

function parse(text: string): XmpProperties {
  const result = parseXmp(new TextEncoder().encode(text))
  if ('problem' in result) throw new Error(result.problem)
  return result.properties
}

function problemOf(text: string): string | undefined {
  const result = parseXmp(new TextEncoder().encode(text))
  return 'problem' in result ? result.problem : undefined
}

const describeXmp = (text: string) => describeFacts({ xmp: parse(text) })

describe('parseXmp', () => {
  it('goes by the namespace URI, whatever the prefix', () => {
    const body = '<q:creator><rdf:Seq><rdf:li>Zoë</rdf:li></rdf:Seq></q:creator>'
    expect(describeXmp(packet(body, `xmlns:q="${NS.dc}"`)).creators).toEqual([{ name: 'Zoë' }])
  })

  it('passes over a familiar prefix with a foreign URI', () => {
    const body = '<dc:creator><rdf:Seq><rdf:li>Mallory</rdf:li></rdf:Seq></dc:creator>'
    expect(describeXmp(packet(body, 'xmlns:dc="http://evil.example/"')).creators).toEqual([])
  })

  it('decodes predefined entities, character references and CDATA once', () => {
    const body =
      '<dc:creator><rdf:Seq><rdf:li>&quot;&#xC9;&quot; &amp;amp; S&#246;hne <![CDATA[<b>&amp;</b>]]></rdf:li></rdf:Seq></dc:creator>'
    expect(describeXmp(packet(body)).creators).toEqual([{ name: '"É" &amp; Söhne <b>&amp;</b>' }])
  })

  it('keeps languages apart, the default first', () => {
    const body =
      '<dc:title><rdf:Alt><rdf:li xml:lang="de-at">Brücke</rdf:li><rdf:li xml:lang="x-default">Bridge</rdf:li><rdf:li xml:lang="not a tag">!</rdf:li></rdf:Alt></dc:title>'
    expect(describeXmp(packet(body)).title).toEqual([
      { lang: 'x-default', text: 'Bridge' },
      { lang: 'de-AT', text: 'Brücke' },
    ])
  })

  it.each([
    [
      'rdf:parseType',
      '<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorName>A</plus:LicensorName><plus:LicensorURL>https://a.example/</plus:LicensorURL></rdf:li></rdf:Seq></plus:Licensor>',
    ],
    [
      'a nested description',
      '<plus:Licensor><rdf:Bag><rdf:li><rdf:Description><plus:LicensorName>A</plus:LicensorName><plus:LicensorURL>https://a.example/</plus:LicensorURL></rdf:Description></rdf:li></rdf:Bag></plus:Licensor>',
    ],
    [
      'attributes of the item',
      '<plus:Licensor><rdf:Seq><rdf:li plus:LicensorName="A" plus:LicensorURL="https://a.example/"/></rdf:Seq></plus:Licensor>',
    ],
    [
      'attributes of a nested description',
      '<plus:Licensor><rdf:Seq><rdf:li><rdf:Description plus:LicensorName="A" plus:LicensorURL="https://a.example/"/></rdf:li></rdf:Seq></plus:Licensor>',
    ],
  ])('reads a struct by %s', (_form, body) => {
    expect(describeXmp(packet(body, `xmlns:plus="${NS.plus}"`))).toMatchObject({ licensorName: 'A', licensorUrl: 'https://a.example/' })
  })

  it('reads rdf:resource, rdf:value with qualifiers, and property attributes', () => {
    const namespaces = `xmlns:cc="${NS.cc}" xmlns:ps="${NS.photoshop}" xmlns:r="${NS.xmpRights}" ps:Credit="By attribute"`
    const body =
      '<cc:license rdf:resource="http://creativecommons.org/licenses/by/4.0/"/><ps:Source rdf:parseType="Resource"><rdf:value>Agency</rdf:value><ps:Note>n</ps:Note></ps:Source>'
    expect(describeXmp(packet(body, namespaces))).toMatchObject({
      creditLine: 'By attribute',
      licenceUrl: 'http://creativecommons.org/licenses/by/4.0/',
      source: 'Agency',
    })
  })

  it('reads UTF-16 with a byte order mark, and stops at the padding', () => {
    const text = `\ufeff${packet('<dc:title>Zoë</dc:title>')}\0\0`
    const utf16 = new Uint8Array(Uint16Array.from(text, (character) => character.charCodeAt(0)).buffer)
    const result = parseXmp(utf16)
    expect('properties' in result && result.properties.get(`${NS.dc}title`)).toEqual({ kind: 'text', text: 'Zoë' })
  })
})

describe('hostile packets (I7)', () => {
  it.each([
    [
      'a document type with entities',
      `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${packet('<dc:title>&b;</dc:title>')}`,
      /document type/,
    ],
    ['an unknown entity', packet('<dc:title>&nbsp;</dc:title>'), /entity/],
    ['a tag that is never closed', '<rdf:RDF', /root element/],
    ['no RDF at all', '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', /no rdf:RDF/],
    ['nothing', '', /./],
    ['41 levels', packet('<dc:a>'.repeat(41) + '</dc:a>'.repeat(41)), /deep/],
    ['20,001 elements', packet('<dc:a/>'.repeat(20_001)), /more than 20000/],
    ['20,001 attributes', packet('', Array.from({ length: 20_001 }, (_, index) => `xmlns:n${index}="urn:n"`).join(' ')), /more than 20000/],
    ['1 MB and a byte', `${packet('')}${' '.repeat(1_000_000)}`, /bytes are more/],
  ])('%s gives no XMP and a reason', (_name, text, reason) => {
    expect(problemOf(text)).toMatch(reason)
  })

  it('names of prototype members are names like any other', () => {
    const body = '<p:__proto__>x</p:__proto__><p:constructor>y</p:constructor>'
    expect(describeXmp(packet(body, 'xmlns:p="http://p.example/"')).creators).toEqual([])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('only http and https links pass, and text stays text', () => {
    const namespaces = `${DC} xmlns:r="${NS.xmpRights}" xmlns:plus="${NS.plus}"`
    const body =
      '<r:WebStatement>javascript:alert(1)</r:WebStatement><plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorURL>data:text/html,x</plus:LicensorURL></rdf:li></rdf:Seq></plus:Licensor><dc:rights>&lt;script>\u202e©</dc:rights>'
    const description = describeXmp(packet(body, namespaces))
    expect(description).not.toHaveProperty('licenceUrl')
    expect(description).not.toHaveProperty('licensorUrl')
    expect(description.copyrightNotice).toEqual([{ lang: 'x-default', text: '<script>©' }])
  })

  it('5,000 mutated packets never throw, and none takes long', () => {
    const seed = new TextEncoder().encode(
      packet(
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A &amp; B</rdf:li></rdf:Alt></dc:title><plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorURL>https://a.example/</plus:LicensorURL></rdf:li></rdf:Seq></plus:Licensor>',
        `${DC} xmlns:plus="${NS.plus}"`,
      ),
    )
    const edit = fc.record({ at: fc.nat(seed.length), remove: fc.nat(12), insert: fc.uint8Array({ maxLength: 12 }) })
    let slowestMs = 0
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const bytes = edits.reduce((all, { at, remove, insert }) => [...all.slice(0, at), ...insert, ...all.slice(at + remove)], [...seed])
        const start = performance.now()
        const result = parseXmp(Uint8Array.from(bytes))
        if ('properties' in result) describeFacts({ xmp: result.properties })
        slowestMs = Math.max(slowestMs, performance.now() - start)
      }),
      { numRuns: 5_000, seed: 7 },
    )
    expect(slowestMs).toBeLessThan(500) // about 1; the machine may be busy
  })
})
