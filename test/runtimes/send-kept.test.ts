import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Answer } from '../../server/ports/answers.ts'
import { sendKept } from '../../server/runtimes/send-kept.ts'
import { settableClock } from '../support/memory/adapters.ts'

const etag = 'W/"5-a"'
const answer: Answer = Object.freeze({
  route: '/p/:code/',
  etag,
  headers: Object.freeze({ 'content-type': 'text/plain', 'content-length': '5', etag }),
  body: Buffer.from('h\xe9llo', 'latin1'),
  headersOfNotModified: Object.freeze({ etag }),
})

/** A connection on which everything arrives, unless it is held up. */
class Wire extends Socket {
  readonly chunks: Buffer[] = []
  isHeldUp = false

  get text(): string {
    return Buffer.concat(this.chunks).toString('latin1')
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)
    if (!this.isHeldUp) done()
  }

  override _writev(chunks: readonly { readonly chunk: Buffer | string; readonly encoding: BufferEncoding }[], done: () => void): void {
    for (const { chunk, encoding } of chunks) this._write(chunk, encoding, () => {})
    if (!this.isHeldUp) done()
  }
}

interface Asked {
  readonly version?: '1.0' | '1.1'
  readonly isHeldUp?: boolean
  readonly keepAlive?: boolean
}

function ask(say: (response: ServerResponse) => void, { version = '1.1', isHeldUp = false, keepAlive = true }: Asked = {}): Wire {
  const request = new IncomingMessage(new Socket())
  Object.assign(request, { method: 'GET', httpVersion: version, httpVersionMajor: 1, httpVersionMinor: Number(version.at(-1)) })
  const response = new ServerResponse(request)
  if (!keepAlive) response.shouldKeepAlive = false
  const wire = new Wire()
  wire.isHeldUp = isHeldUp
  response.assignSocket(wire)
  say(response)
  return wire
}

const dated = (date: string) =>
  `HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 5\r\netag: W/"5-a"\r\nDate: ${date}\r\nConnection: keep-alive\r\n\r\nh\xe9llo`

describe('a kept answer', () => {
  it('goes out in one piece from the second time on, with the date of its moment', () => {
    const clock = settableClock(Date.UTC(2026, 6, 1, 12))
    const send = sendKept(clock)
    const first = ask((response) => send(response, answer, 200))
    const second = ask((response) => send(response, answer, 200))
    expect(first.text).toBe(dated(/Date: (.*)\r/.exec(first.text)?.[1] ?? ''))
    expect(second.text).toBe(dated('Wed, 01 Jul 2026 12:00:00 GMT'))
    expect(second.chunks).toHaveLength(1)
    clock.advance(1000)
    expect(ask((response) => send(response, answer, 200)).text).toBe(dated('Wed, 01 Jul 2026 12:00:01 GMT'))
  })

  it('is a 304 without a body to whoever has it', () => {
    const send = sendKept(settableClock(Date.UTC(2026, 6, 1, 12)))
    ask((response) => send(response, answer, 304))
    expect(ask((response) => send(response, answer, 304)).text).toBe(
      'HTTP/1.1 304 Not Modified\r\netag: W/"5-a"\r\nDate: Wed, 01 Jul 2026 12:00:00 GMT\r\nConnection: keep-alive\r\n\r\n',
    )
  })

  it.each([{ version: '1.0' }, { keepAlive: false }] as const)('says that the connection ends where it does: %j', (asked) => {
    const send = sendKept(settableClock())
    for (let times = 0; times < 2; times += 1) ask((response) => send(response, answer, 200))
    expect(ask((response) => send(response, answer, 200), asked).text).toContain('\r\nConnection: close\r\n')
    expect(ask((response) => send(response, answer, 200)).text).toContain('\r\nConnection: keep-alive\r\n')
  })

  it('keeps its date while a client takes its time, whatever others are sent', () => {
    const clock = settableClock(Date.UTC(2026, 6, 1, 12))
    const send = sendKept(clock)
    ask((response) => send(response, answer, 200))
    const slow = ask((response) => send(response, answer, 200), { isHeldUp: true })
    clock.advance(1000)
    for (let times = 0; times < 3; times += 1) ask((response) => send(response, answer, 200))
    expect(slow.text).toBe(dated('Wed, 01 Jul 2026 12:00:00 GMT'))
  })

  it('closes no connection for the reason that Node has for another one (L2)', () => {
    const send = sendKept(settableClock(Date.UTC(2026, 6, 1, 12)))
    // To Node, whoever waits for a 100 that does not come may send anything next.
    const closed = ask((response) => send(Object.assign(response, { _expect_continue: true }), answer, 200))
    expect(closed.text).toContain('Connection: close')
    for (let times = 0; times < 2; times += 1) {
      expect(ask((response) => send(response, answer, 200)).text).toContain('Connection: keep-alive')
    }
  })

  it('tells its response what it was, and that it is over', () => {
    const send = sendKept(settableClock())
    ask((response) => send(response, answer, 304))
    ask((response) => {
      send(response, answer, 304)
      expect([response.statusCode, response.headersSent, response.writableEnded]).toEqual([304, true, true])
    })
  })
})
