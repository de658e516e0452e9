import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { type Oracle, openOracle } from '../support/exiftool.ts'
import { inFile, inHeaders, inOneLine, inWords, merge, tableOf } from './credit-paths/remains.ts'
import { FORUM, LINKS, MAIL, sanitise, wordsOf } from './credit-paths/sanitise.ts'

const PERMALINK = `https://placard.example/p/${bridge.shortcode}/`
const BY = 'https://creativecommons.org/licenses/by/4.0/'
const wordsIn = (html: string) => {
  const { text, links } = wordsOf(html)
  return inOneLine(inWords(text, links))
}

let exiftool: Oracle
beforeAll(async () => {
  exiftool = await openOracle()
})
afterAll(() => exiftool.end())

describe('the eye of the credit matrix', () => {
  // What becomes of the same picture elsewhere: it must see what is lost.
  it.each([
    ['a photo in a stock WordPress', `<a href="${PERMALINK}"><img src="/640.jpg" alt="The bridge at dusk"></a>`, 'LOST | LOST | link'],
    ['a link alone', `<a href="${PERMALINK}">The bridge at dusk</a>`, 'LOST | LOST | link'],
    ['an image alone', '<img src="/640.jpg" alt="Photo: Zoë Łęcka, CC BY 4.0">', 'LOST | LOST | LOST'],
    ['a name without its letters', '<p>Zoe Lecka</p>', 'LOST | LOST | LOST'],
    ['another version of the licence', `<a href="https://creativecommons.org/licenses/by/3.0/">CC BY 3.0</a>`, 'LOST | LOST | LOST'],
    ['another picture', '<a href="https://placard.example/p/AAAA/">Zoë Łęcka</a>', 'text | LOST | LOST'],
    ['a whole credit', `<a href="${PERMALINK}?lang=de">x</a> Zoë Łęcka <a href="${BY}">CC BY 4.0</a>`, 'text | text+link | link'],
    ['a name in other code points', '<p>Zoe\u0308 Łe\u0328cka</p>', 'text | LOST | LOST'],
  ])('sees what is left of %s', (_name, html, left) => {
    expect(wordsIn(html)).toBe(left)
  })

  it('reads addresses that are broken over lines', () => {
    expect(inOneLine(inWords(`https://creativecommons.org/\nlicenses/by/4.0/ placard.example/p/\n${bridge.shortcode}/`))).toBe(
      'LOST | text | text',
    )
  })

  it('finds nothing in a file that says nothing, and nothing in headers without links', async () => {
    expect(inOneLine(inFile(await exiftool.read(await exiftool.make('jpeg', { 'XMP-dc:Title': 'Zoë Łęcka' }))))).toBe('LOST | LOST | LOST')
    expect(inOneLine(inHeaders(new Headers()))).toBe('LOST | LOST | LOST')
    const link = `<${PERMALINK}>; rel="describedby", <${BY}>; rel="license"`
    expect(inOneLine(merge(inHeaders(new Headers({ link })), inWords('')))).toBe('LOST | header | header')
  })

  it('prints a table that can be read', () => {
    const remains = inWords('Zoë Łęcka')
    expect(tableOf([{ path: 'a', what: 'b', remains }])).toBe(
      'path  what is left  creator  licence  source\n----  ------------  -------  -------  ------\na     b             text     LOST     LOST\n',
    )
  })
})

describe('the sanitiser of the credit matrix', () => {
  const html = `<blockquote class="x" cite="/p/"><p style="a"><a href="/p/" onclick="x()"><picture><source srcset="/b"><img src="/a" class="c" alt="&quot;A&quot;"></picture>T</a></p></blockquote><iframe src="/f"><p>no</p></iframe><script>no</script>`
  it.each([
    ['mail', MAIL, '<blockquote cite="/p/"><p><a href="/p/"><img src="/a" alt="&quot;A&quot;">T</a></p></blockquote>'],
    ['a forum', FORUM, '<blockquote><p><a href="/p/"><img src="/a" alt="&quot;A&quot;">T</a></p></blockquote>'],
    ['the narrowest', LINKS, '<a href="/p/">T</a>'],
  ])('leaves what %s leaves', (_name, kept, left) => {
    expect(sanitise(html, kept)).toBe(left)
  })
})
