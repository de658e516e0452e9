import type { Arbitrary } from 'fast-check'
import { HOSTILE_TEXTS } from '../../fixtures/hostile-texts.ts'
import { fixtureMedia } from '../../fixtures/media.ts'
import { fc } from '../properties.ts'

/** Begins every payload, so that it is known again; what follows would end a text, an attribute, a tag or a line. */
export const CANARY = 'zq7x'
const BREAKERS = [
  `${CANARY}<script>alert(1)</script>`,
  `${CANARY}"><img src=x onerror=alert(1)>`,
  `${CANARY}'"\`</title></style></textarea>-->`,
  `${CANARY}]]><x/>`,
  `${CANARY}\r\nSet-Cookie: a=b\r\n\r\n<b>`,
  `${CANARY}\0\u2028\u2029\ufeff\u202e<i>`,
  `javascript:alert('${CANARY}<b>')`,
]

const codes = fixtureMedia.map(({ shortcode }) => shortcode)
const NUMBERS = [
  '0',
  '-1',
  '1',
  '320',
  '1e308',
  'NaN',
  'Infinity',
  '0x10',
  '1.5',
  ' 1',
  '٣',
  '9'.repeat(400),
  '2147483648',
  '9223372036854775808',
]
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  '..',
  '.',
  '%00',
  '%2e%2e%2f',
  '%252f',
  '%c0%ae',
  '%',
  '%zz',
  '//',
  '\\',
  ';a=b',
  '\ud800',
]
const FILES = [
  '320.jpg',
  '150.webp',
  '640.avif',
  '641.jpg',
  '320.png',
  '320.JPG',
  'video.mp4',
  'en.vtt',
  'xx-yy.vtt',
  'copy.js',
  'card.css',
  'embed.js',
  '320.jpg.br',
]

/** Values of a parameter or a part of a path: right ones, nearly right ones, and attacks. */
export const hostileValue: Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...codes) },
  { weight: 2, arbitrary: fc.constantFrom(...BREAKERS) },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...FILES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.nat(4).map((power) => 'a'.repeat(10 ** power)) },
)

/** Values that a route reads, each with chances of its own. */
const SENSIBLE: Readonly<Record<string, readonly string[]>> = {
  url: [
    ...codes.map((code) => `https://placard.example/p/${code}/`),
    'https://evil.example/p/x/',
    `https://placard.example/p/${CANARY}<b>/`,
    `//placard.example\\@evil`,
  ],
  codes: [codes.join(','), ','.repeat(60), `${codes[0]},${CANARY}<b>`, codes.concat(codes).concat(codes).join(',')],
  format: ['json', 'xml', 'XML', `${CANARY}<b>`],
  type: ['rich', 'photo', 'video', 'link'],
  lang: ['de', 'de-AT', 'ar', 'x-klingon', 'i-default', `${CANARY}<b>`],
  size: ['t', 'm', 'l', 'x'],
  theme: ['auto', 'dark', 'light'],
  form: ['full', 'pinned', 'element', 'react', 'wordpress', 'frame'],
  callback: ['f', 'alert', 'a.b', `${CANARY}<script>`],
  maxwidth: NUMBERS,
  maxheight: NUMBERS,
  omitscript: ['true', '0', 'yes'],
  hidecaption: ['true', '0', 'yes'],
  caption: ['on', 'off', ''],
  before: [...codes, '1', `${CANARY}<b>`],
  after: ['1', '0', '-1', `${CANARY}<b>`],
  since: ['2026-01-01', '0', `${CANARY}<b>`],
  limit: NUMBERS,
  visibility: ['public', 'private', 'unlisted', `${CANARY}<b>`],
}

const pair = fc
  .constantFrom(...Object.keys(SENSIBLE), '__proto__', 'constructor', 'x[]', '')
  .chain((name) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof(hostileValue, fc.constantFrom(...(Object.hasOwn(SENSIBLE, name) ? (SENSIBLE[name] ?? []) : ['']))),
    ),
  )

/** A query, encoded as a browser would or in part not at all. */
export const hostileQuery: Arbitrary<string> = fc
  .tuple(fc.array(pair, { maxLength: 5 }), fc.boolean())
  .map(([pairs, isEncoded]) =>
    pairs.map(([name, value]) => (isEncoded ? `${encode(name)}=${encode(value)}` : `${name}=${value.replaceAll('#', '')}`)).join('&'),
  )

/** The path of a route, such as `/p/:code/`, with a value for each of its parameters. */
export function hostilePath(pattern: string): Arbitrary<string> {
  const parts = pattern.split('/').map((part) => (part.startsWith(':') || part === '*' ? partOf(part) : fc.constant(part)))
  return fc.tuple(...parts).map((values) => values.join('/'))
}

function partOf(name: string): Arbitrary<string> {
  const sensible: Readonly<Record<string, readonly string[]>> = {
    ':code': codes,
    ':revision': ['1', '2', '0', '01', '999999999', '1e3'],
    ':item': ['1', '2', '21', '01'],
    ':file': FILES,
    ':id': ['52469179311195136', '9223372036854775807', '18446744073709551616'],
  }
  const right = sensible[name] ?? ['0.1.0']
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...right) },
    { weight: 2, arbitrary: hostileValue.map(encode) },
    { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
  )
}

/** Headers that the app reads, or that attackers hope it does. */
export const hostileHeaders: Arbitrary<Readonly<Record<string, string>>> = fc.dictionary(
  fc.constantFrom(
    ...['if-none-match', 'if-match', 'range', 'if-range', 'accept', 'accept-encoding', 'accept-language', 'origin', 'referer', 'cookie'],
    ...[
      'authorization',
      'x-forwarded-host',
      'x-forwarded-proto',
      'forwarded',
      'x-original-url',
      'x-http-method-override',
      'content-type',
      'sec-fetch-dest',
    ],
  ),
  fc.oneof(
    fc.constantFrom(
      '*',
      'W/"',
      '"","',
      'bytes=0-',
      'bytes=-1',
      'bytes=5-1',
      'bytes=0-0,2-3',
      'br;q=0',
      'Bearer',
      'Bearer x',
      'Basic eDp5',
      'null',
      'application/json',
    ),
    fc.constantFrom(
      `${CANARY}<script>`,
      `"${CANARY}<b>"`,
      `https://${CANARY}.example`,
      'a'.repeat(4_000),
      ' '.repeat(4_000),
      ','.repeat(4_000),
      '"'.repeat(4_000),
    ),
    fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((text) => text.trim()),
  ),
  { maxKeys: 4 },
)

export const hostileMethod: Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constant('GET') },
  { weight: 1, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'get', 'X') },
)

/** Bodies for those who send one. */
export const hostileBody: Arbitrary<string> = fc.oneof(
  fc.json(),
  fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    '{"edits":[null]}',
    '{"__proto__":{"x":1}}',
    `{"edits":[{"code":"${codes[0]}","set":{"title":"${CANARY}<b>"}}]}`,
  ),
  fc.constant('[').map((bracket) => bracket.repeat(50_000)),
  fc.constant(`{"credit":"${'a'.repeat(100_000)}"}`),
)

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
