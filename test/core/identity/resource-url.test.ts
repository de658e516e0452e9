import { describe, expect, it } from 'vitest'
import { parseResourceUrl } from '../../../server/core/identity/resource-url.ts'
import { fc } from '../../support/properties.ts'

const BASE = 'https://placard.example'
const CODE = 'Bcizg1_B3nu'

describe('parseResourceUrl', () => {
  it.each([
    ['the permalink', `https://placard.example/p/${CODE}/`],
    ['without the last slash', `https://placard.example/p/${CODE}`],
    ['the frame', `https://placard.example/p/${CODE}/embed/`],
    ['the frame without slash', `https://placard.example/p/${CODE}/embed`],
    ['the captioned frame', `https://placard.example/p/${CODE}/embed/captioned/`],
    ['the redirect to a thumbnail', `https://placard.example/p/${CODE}/media/?size=l`],
    ['a thumbnail, so that a copied image address still leads to its credit', `https://placard.example/t/${CODE}/7/640.webp`],
    ['http for https', `http://placard.example/p/${CODE}/`],
    ['an upper-case host and scheme', `HTTPS://Placard.EXAMPLE/p/${CODE}/`],
    ['the port of its scheme, spelled out', `https://placard.example:443/p/${CODE}/`],
    ['the port of http, spelled out', `http://placard.example:80/p/${CODE}/`],
    ['tracking parameters', `https://placard.example/p/${CODE}/?utm_source=a&igsh=b`],
    ['parameters without slash', `https://placard.example/p/${CODE}?utm_source=a`],
    ['a plus in the query', `https://placard.example/p/${CODE}/?q=a+b`],
    ['a decoded plus in the query', `https://placard.example/p/${CODE}/?q=a b`],
    ['a fragment', `https://placard.example/p/${CODE}/#licence`],
    ['a wp-embed secret', `https://placard.example/p/${CODE}/embed/#?secret=AbCdEfGhIj`],
    ['white space around it', ` \n https://placard.example/p/${CODE}/\t`],
    ['one more layer of encoding', `https%3A%2F%2Fplacard.example%2Fp%2F${CODE}%2F`],
    ['the same in lower case', `https%3a%2f%2fplacard.example%2fp%2f${CODE}%2f`],
    ['half of it encoded', `http%3A//placard.example/p/${CODE}/`],
    ['an encoded query', `https%3A%2F%2Fplacard.example%2Fp%2F${CODE}%2F%3Futm_source%3Da%2Bb`],
  ])('knows %s', (_what, url) => {
    expect(parseResourceUrl(url, BASE)).toBe(CODE)
  })

  it('knows every spelling of the address of an unlisted media, whose code is long', () => {
    const long = `${CODE}Zm9yLW93bmVycy1vbmx5IQ`
    const page = `https://placard.example/p/${long}`
    for (const url of [`${page}/`, page, `${page}/embed/captioned/`, `${page}/media/`, `https://placard.example/t/${long}/7/640.webp`]) {
      expect(parseResourceUrl(url, BASE)).toBe(long)
    }
    for (const wrong of [`${long}A`, long.slice(0, -1), `${long.slice(0, -1)}R`]) {
      expect(parseResourceUrl(`https://placard.example/p/${wrong}/`, BASE)).toBeUndefined()
    }
  })

  it.each([
    ['http://localhost:8787', `http://localhost:8787/p/${CODE}/`],
    ['http://localhost:8787', `https://localhost:8787/p/${CODE}/`],
    ['https://example.org/pictures', `https://example.org/pictures/p/${CODE}/`],
    ['https://example.org/pictures', `http://example.org/pictures/t/${CODE}/1/150.jpg`],
    ['https://[::1]:8787', `http://[::1]:8787/p/${CODE}/`],
    ['https://xn--bcher-kva.example', `https://bücher.example/p/${CODE}/`],
    ['https://xn--bcher-kva.example', `https://xn--bcher-kva.example/p/${CODE}/`],
  ])('with the base %s, knows %s', (base, url) => {
    expect(parseResourceUrl(url, base)).toBe(CODE)
  })

  it.each([
    ['http://localhost:8787', `http://localhost/p/${CODE}/`],
    ['http://localhost:8787', `http://localhost:8788/p/${CODE}/`],
    ['http://localhost:8787', `http://127.0.0.1:8787/p/${CODE}/`],
    ['https://example.org/pictures', `https://example.org/p/${CODE}/`],
    ['https://example.org/pictures', `https://example.org/pictures2/p/${CODE}/`],
    ['https://example.org/pictures', `https://example.org/Pictures/p/${CODE}/`],
  ])('with the base %s, does not know %s', (base, url) => {
    expect(parseResourceUrl(url, base)).toBeUndefined()
  })

  it.each([
    ['nothing', ''],
    ['no address', 'not a url'],
    ['the code alone', CODE],
    ['no scheme', `placard.example/p/${CODE}/`],
    ['a scheme-relative address', `//placard.example/p/${CODE}/`],
    ['another scheme', `ftp://placard.example/p/${CODE}/`],
    ['script', `javascript:location='https://placard.example/p/${CODE}/'`],
    ['data', `data:text/html,https://placard.example/p/${CODE}/`],
    ['a file', `file:///p/${CODE}/`],
    ['another host', `https://evil.example/p/${CODE}/`],
    ['a sub-domain', `https://www.placard.example/p/${CODE}/`],
    ['our host as a sub-domain', `https://placard.example.evil.example/p/${CODE}/`],
    ['our host with a trailing dot', `https://placard.example./p/${CODE}/`],
    ['another port', `https://placard.example:8443/p/${CODE}/`],
    ['the port of the other scheme', `http://placard.example:443/p/${CODE}/`],
    ['a port out of range', `https://placard.example:99999/p/${CODE}/`],
    ['user information', `https://user:secret@placard.example/p/${CODE}/`],
    ['our host as user information', `https://placard.example@evil.example/p/${CODE}/`],
    ['a backslash after our host', `https://placard.example\\@evil.example/p/${CODE}/`],
    ['backslashes for slashes', `https:\\\\placard.example\\p\\${CODE}\\`],
    ['one slash', `https:/placard.example/p/${CODE}/`],
    ['three slashes', `https:///placard.example/p/${CODE}/`],
    ['an empty path segment', `https://placard.example//p/${CODE}/`],
    ['two slashes at the end', `https://placard.example/p/${CODE}//`],
    ['dot segments', `https://placard.example/x/../p/${CODE}/`],
    ['encoded dot segments', `https://placard.example/x/%2e%2e/p/${CODE}/`],
    ['encoded slashes', `https://placard.example/p%2F${CODE}%2F`],
    ['an encoded host', `https://pl%61card.example/p/${CODE}/`],
    ['a tab inside', `https://placard.example/p/\t${CODE}/`],
    ['a line break inside', `https://placard.exa\nmple/p/${CODE}/`],
    ['a NUL', `https://placard.example/p/${CODE}\0/`],
    ['a Cyrillic look-alike', `https://plаcard.example/p/${CODE}/`],
    ['a full-width look-alike', `https://ｐlacard.example/p/${CODE}/`],
    ['an ideographic full stop', `https://placard。example/p/${CODE}/`],
    ['our address inside a query', `https://evil.example/?url=https://placard.example/p/${CODE}/`],
    ['two layers of encoding too many', `https%253A%252F%252Fplacard.example%252Fp%252F${CODE}%252F`],
    ['a broken escape', `https%3A%2F%2Fplacard.example%2Fp%2F${CODE}%2F%`],
    ['the start page', 'https://placard.example/'],
    ['another page', 'https://placard.example/demo/'],
    ['no code', 'https://placard.example/p/'],
    ['a code with a leading zero', `https://placard.example/p/A${CODE}/`],
    ['a code of 2^63', 'https://placard.example/p/IAAAAAAAAAA/'],
    ['upper-case path', `https://placard.example/P/${CODE}/`],
    ['more path', `https://placard.example/p/${CODE}/embed/captioned/more/`],
    ['a thumbnail of no format', `https://placard.example/t/${CODE}/7/640.svg`],
    ['9,000 characters', `https://placard.example/p/${CODE}/?q=${'a'.repeat(9000)}`],
    ['9,000 slashes', `https://placard.example/${'/'.repeat(9000)}`],
  ])('does not know %s (O6)', (_what, url) => {
    expect(parseResourceUrl(url, BASE)).toBeUndefined()
  })

  it('takes 2,000 characters and not one more', () => {
    const start = `https://placard.example/p/${CODE}/?q=`
    expect(parseResourceUrl(start.padEnd(1999, 'a'), BASE)).toBe(CODE)
    expect(parseResourceUrl(start.padEnd(2000, 'a'), BASE)).toBe(CODE)
    expect(parseResourceUrl(start.padEnd(2001, 'a'), BASE)).toBeUndefined()
  })

  it('never throws (O6)', () => {
    const pieces = fc.constantFrom(
      'https:',
      'http%3A',
      '/',
      '//',
      '\\',
      '@',
      ':',
      'placard.example',
      '/p/',
      CODE,
      '%2F',
      '%',
      '#',
      '?',
      '[',
      '..',
    )
    const text = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, (url) => {
        parseResourceUrl(url, BASE)
      }),
      { numRuns: 5000 },
    )
  })

  it('knows only addresses that a browser, too, would ask our host for (O6)', () => {
    const prefix = fc.constantFrom('https://placard.example', 'http://placard.example', 'https://placard.example:443')
    const noise = fc.string({ unit: fc.constantFrom('@', '/', '\\', '.', ':', '#', '?', '%', 'a', ' ', '\t'), maxLength: 5 })
    fc.assert(
      fc.property(prefix, noise, noise, (start, before, after) => {
        const url = `${start}${before}/p/${CODE}${after}`
        if (parseResourceUrl(url, BASE) !== undefined) {
          expect(new URL(url)).toMatchObject({ hostname: 'placard.example', username: '', port: '' })
        }
      }),
      { numRuns: 5000 },
    )
  })
})
