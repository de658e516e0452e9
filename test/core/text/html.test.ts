import { describe, expect, it } from 'vitest'
import { escapeMarkup, html, jsonForScript } from '../../../server/core/text/html.ts'
import { parseHtml, parseXml } from '../../support/markup-tree.ts'
import { fc } from '../../support/properties.ts'

/** Texts full of what means something to a parser. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '&lt;',
        '&#0;',
        ']]>',
        '<!--',
        '-->',
        '</script>',
        '\0',
        '\u2028',
        '\ud800',
        '\ufffe',
        'é',
        '\n',
      ),
      { maxLength: 9 },
    )
    .map((parts) => parts.join('')),
)

describe('html', () => {
  it('escapes text and attribute values', () => {
    expect(html`<a title="${'"><b>&\'</b>'}">${'<i>&amp;</i>'}</a>`.toString()).toBe(
      '<a title="&quot;&gt;&lt;b&gt;&amp;&#39;&lt;/b&gt;">&lt;i&gt;&amp;amp;&lt;/i&gt;</a>',
    )
  })

  it('keeps markup of its own, joins lists, and leaves nothing for undefined and false', () => {
    const items = ['a', 'b<'].map((item) => html`<li>${item}</li>`)
    expect(html`<ul>${items}</ul>${undefined}${false}${0}`.toString()).toBe('<ul><li>a</li><li>b&lt;</li></ul>0')
  })

  it('takes a string of markup for text', () => {
    expect(html`${html`<b></b>`.toString()}`.toString()).toBe('&lt;b&gt;&lt;/b&gt;')
  })

  it('gives every parser the text back, in element and attribute, or U+FFFD for what XML forbids (O2, O3)', () => {
    const readable = (text: string) => text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
    fc.assert(
      fc.property(hostile, (text) => {
        const normal = readable(text).replace(/\r\n?/g, '\n')
        const markup = html`<p title="${text}">${text}</p>`.toString()
        const inHtml = parseHtml(markup)
        expect(inHtml).toEqual([{ name: 'p', attributes: { title: normal }, children: normal === '' ? [] : [normal] }])
        // XML reads a line break in an attribute as a space.
        const attribute = normal.replace(/[\t\n]/g, ' ')
        expect(parseXml(markup)).toEqual([{ name: 'p', attributes: { title: attribute }, children: normal === '' ? [] : [normal] }])
      }),
      { numRuns: 2000 },
    )
  })
})

describe('escapeMarkup', () => {
  it.each([
    ['\0', '\ufffd'],
    ['\u001f', '\ufffd'],
    ['\t\n', '\t\n'],
    ['\ud83d', '\ufffd'],
    ['\ud83d\ude00', '\ud83d\ude00'],
    ['\ufffe\uffff', '\ufffd\ufffd'],
    [']]>', ']]&gt;'],
  ])('writes %j as %j (O3)', (text, written) => {
    expect(escapeMarkup(text)).toBe(written)
  })
})

describe('jsonForScript', () => {
  it('cannot end its script, nor open a comment in it (O3)', () => {
    expect(jsonForScript({ a: '</script><!--&\u2028\u2029' })).toBe('{"a":"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029"}')
  })

  it('is JSON that says the same (O3)', () => {
    fc.assert(
      fc.property(fc.jsonValue(), hostile, (value, text) => {
        expect(JSON.parse(jsonForScript({ value, text }))).toEqual(JSON.parse(JSON.stringify({ value, text })))
        expect(jsonForScript({ value, text })).not.toContain('<')
      }),
    )
  })
})
