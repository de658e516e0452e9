import { once } from 'node:events'
import { connect } from 'node:net'
import type { Random } from './random.ts'

/** Everything that comes back for these bytes, Latin-1, until the server closes the connection. With `isDone` the client says at once that nothing follows. */
export async function exchangeBytes(port: number, request: string, { isDone = false } = {}): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  let answer = ''
  socket.on('data', (piece: string) => {
    answer += piece
  })
  // A server that has had enough resets the connection; what it said before counts.
  socket.on('error', () => {})
  if (isDone) socket.end(request, 'latin1')
  else socket.write(request, 'latin1')
  if (!socket.closed) await once(socket, 'close')
  return answer
}

/** The status of each answer in what came back. */
export function statusesOf(answer: string): readonly number[] {
  return [...answer.matchAll(/HTTP\/1\.1 (\d{3}) [A-Z]/g)].map(([, status]) => Number(status))
}

/** Sixty forms of a Host that is not ours: other names, other spellings, no names at all. */
export const HOSTS: readonly string[] = [
  ...[
    'evil.example',
    'EVIL.example',
    'evil.example.',
    '.evil.example',
    'evil..example',
    'www.evil.example',
    'evil',
    'localhost.evil.example',
  ],
  ...[
    'evil.example:80',
    'evil.example:443',
    'evil.example:0',
    'evil.example:99999',
    'evil.example:',
    'evil.example:x',
    'evil.example:-1',
    'evil.example:80:80',
  ],
  ...[
    'placard.example.evil.example',
    'placard.example@evil.example',
    'evil.example@placard.example',
    'evil.example#placard.example',
    'evil.example?placard.example',
  ],
  ...[
    'evil.example/placard.example',
    'evil.example\\placard.example',
    'placard.example%2eevil.example',
    'evil.example%00placard.example',
    'evil.example%23',
    'evil.example%0d%0a',
  ],
  ...[
    'http://evil.example',
    'https://evil.example/',
    '//evil.example',
    '/evil.example',
    'evil.example/',
    'evil.example/p/x/',
    'javascript:evil',
    'data:text/html,evil',
  ],
  ...[
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '0',
    '0.0.0.0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::1',
    '::1',
    '[evil]',
    '169.254.169.254',
    '10.0.0.1:8787',
  ],
  ...[
    'xn--evl-2na.example',
    'ev\xefl.example',
    '\xff',
    'evil example',
    'evil\texample',
    'evil.example, placard.example',
    'placard.example,evil.example',
    '*',
    '*.evil.example',
  ],
  ...[
    '"evil"',
    '<script>evil</script>',
    "evil'",
    'evil;x',
    'evil|x',
    '{evil}',
    '$evil',
    '{{evil}}',
    '-evil',
    '_evil',
    'e'.repeat(300),
    `${'evil.'.repeat(60)}example`,
    ' ',
    '',
  ],
]

/** Request targets that name another place, or no place. */
export const TARGETS: readonly string[] = [
  ...[
    'http://evil.example/',
    'https://evil.example/p/CODE/',
    'HTTP://EVIL.example/p/CODE',
    'http://evil.example:80/p/CODE/embed/',
    'http://a:evil@placard.example/p/CODE',
  ],
  ...[
    'http:evil.example/',
    'http:/evil.example/',
    'http:///evil.example/',
    'ftp://evil.example/',
    'javascript:evil',
    'evil.example',
    'evil.example:443',
    '//evil.example/p/CODE',
    '///evil.example',
  ],
  ...[
    '/\\evil.example/',
    '\\\\evil.example\\',
    '/p/CODE/..//evil.example',
    '/p/CODE/%2e%2e/x',
    '/p/CODE;evil',
    '/p/CODE%00evil',
    '/p/CODE/%0d%0aevil:x',
    '/p/CODE#evil',
    '/p//CODE/',
    '/./p/CODE/',
    '/%70/CODE/',
  ],
  ...[
    '*',
    '?',
    '#',
    '%',
    '/?url=//evil.example',
    '/oembed?url=http://evil.example/p/CODE/',
    '/oembed?url=\xff\xfe',
    '/%',
    '/%ff',
    '/\xff',
    '/\x7f',
    '/"evil"',
    '/<evil>',
    '/{evil}',
    '/|evil',
    '/^',
    '/`',
  ],
]

const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: evil.example\r\n\r\n'
const post = (headers: readonly string[], body: string) => `POST /oembed HTTP/1.1\r\nHost: x\r\n${headers.join('\r\n')}\r\n\r\n${body}`

/** Requests whose end two programs might see at two places; the second request must never be answered. */
export const SMUGGLING: Readonly<Record<string, string>> = {
  'length and chunks': post([`Content-Length: ${SMUGGLED.length + 5}`, 'Transfer-Encoding: chunked'], `0\r\n\r\n${SMUGGLED}`),
  'chunks and length': post(['Transfer-Encoding: chunked', 'Content-Length: 4'], `5c\r\n${SMUGGLED}`),
  'two lengths': post(['Content-Length: 0', `Content-Length: ${SMUGGLED.length}`], SMUGGLED),
  'a list of lengths': post([`Content-Length: 0, ${SMUGGLED.length}`], SMUGGLED),
  'a negative length': post(['Content-Length: -1'], SMUGGLED),
  'a length with a plus': post(['Content-Length: +0'], SMUGGLED),
  'a length in hex': post(['Content-Length: 0x0'], SMUGGLED),
  'a length of spaces': post(['Content-Length: 0 0'], SMUGGLED),
  'a length beyond numbers': post(['Content-Length: 99999999999999999999999'], SMUGGLED),
  'a coding after chunked': post(['Transfer-Encoding: chunked, identity'], `0\r\n\r\n${SMUGGLED}`),
  'a coding that nobody knows': post(['Transfer-Encoding: xchunked'], `0\r\n\r\n${SMUGGLED}`),
  'chunked in disguise': post(['Transfer-Encoding: \x0bchunked'], `0\r\n\r\n${SMUGGLED}`),
  'chunked behind a space': post(['Transfer-Encoding : chunked'], `0\r\n\r\n${SMUGGLED}`),
  'chunked on a folded line': post(['Transfer-Encoding:', ' chunked'], `0\r\n\r\n${SMUGGLED}`),
  'a chunk of a negative size': post(['Transfer-Encoding: chunked'], `-1\r\n${SMUGGLED}`),
  'a chunk of 2^64': post(['Transfer-Encoding: chunked'], `10000000000000000\r\n${SMUGGLED}`),
  'a chunk in 0x': post(['Transfer-Encoding: chunked'], `0x0\r\n\r\n${SMUGGLED}`),
  'a chunk ended by a bare feed': post(['Transfer-Encoding: chunked'], `0\n\n${SMUGGLED}`),
  'a chunk that goes on': post(['Transfer-Encoding: chunked'], `1\r\nab\r\n0\r\n\r\n${SMUGGLED}`),
  'lines ended by bare feeds': `POST /oembed HTTP/1.1\nHost: x\nContent-Length: 0\n\n${SMUGGLED}`,
  'a bare return in a line': `GET / HTTP/1.1\r\nHost: x\rX: y\r\n\r\n${SMUGGLED}`,
  'a NUL in a line': `GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n${SMUGGLED}`,
  'a space before the colon': `GET / HTTP/1.1\r\nHost : x\r\n\r\n${SMUGGLED}`,
  'a first line that is folded': `GET / HTTP/1.1\r\n Host: x\r\n\r\n${SMUGGLED}`,
  'a line without a colon': `GET / HTTP/1.1\r\nHost: x\r\nevil\r\n\r\n${SMUGGLED}`,
  'a name with a space': `GET / HTTP/1.1\r\nHost: x\r\nX Y: z\r\n\r\n${SMUGGLED}`,
  'no name': `GET / HTTP/1.1\r\nHost: x\r\n: z\r\n\r\n${SMUGGLED}`,
}

/** Bytes that are hardly requests. */
export const OTHER_BYTES: Readonly<Record<string, string>> = {
  nothing: '',
  'empty lines': '\r\n'.repeat(1_000),
  'a request of 1990': 'GET /\r\n',
  'version 1.2': 'GET / HTTP/1.2\r\nHost: x\r\nConnection: close\r\n\r\n',
  'version 9.9': 'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
  'version 1.0 without a host': 'GET / HTTP/1.0\r\n\r\n',
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a hello of TLS': '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
  'another protocol': 'SSH-2.0-OpenSSH_9.2\r\n',
  'a method in small letters': 'get / HTTP/1.1\r\nHost: x\r\n\r\n',
  'a long method': `${'A'.repeat(20_000)} / HTTP/1.1\r\nHost: x\r\n\r\n`,
  'a long target': `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  'a long header': `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`,
  '10,000 headers': `GET / HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(10_000)}\r\n`,
  '1,500 short headers': `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${'a:b\r\n'.repeat(1_500)}\r\n`,
  'a long cookie': `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ${'a=b;'.repeat(3_000)}\r\n\r\n`,
  'an upgrade to websocket':
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n',
  'an upgrade to h2c':
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
  'an expectation': 'POST /oembed HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na',
  'an expectation of nonsense': 'POST /oembed HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: evil\r\nContent-Length: 1\r\n\r\na',
  'a tunnel': 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n',
  'a trace': 'TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Secret: evil\r\n\r\n',
  'options of everything': 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'a reading with a body': 'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nevil!',
  'thirty requests at once': `${'GET /health HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(29)}GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  'a hundred requests at once': `${'GET /health HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(100)}GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  'half a request': 'GET / HTTP/1.1\r\nHost: x\r\nX: ',
  'half a body': 'POST /oembed HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf',
  'chunks with long extensions': `POST /oembed HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(20_000)}\r\na\r\n0\r\n\r\n`,
  'many trailers': `POST /oembed HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${'X: y\r\n'.repeat(5_000)}\r\n`,
}

const BLOWS = [
  '\0',
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  ' ',
  '\t',
  ':',
  ',',
  '"',
  '%',
  '\\',
  '//',
  '?',
  '\xff',
  'Host: evil\r\n',
  'Content-Length: 9\r\n',
  'Transfer-Encoding: chunked\r\n',
] as const

/** A sound request with up to five blows to it. */
export function mangle(request: string, random: Random): string {
  let mangled = request
  for (let blows = 1 + random.int(5); blows > 0; blows -= 1) {
    const at = random.int(mangled.length + 1)
    const removed = random.int(3) === 0 ? random.int(20) : 0
    const added = random.int(4) === 0 ? String.fromCharCode(random.int(256)) : random.pick(BLOWS)
    mangled = mangled.slice(0, at) + added + mangled.slice(at + removed)
  }
  return mangled
}
