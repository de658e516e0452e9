import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Answer } from '../ports/answers.ts'
import type { Clock } from '../ports/system.ts'

/** Sends a kept answer, whole or as a 304, and ends the response. */
export type SendKept = (response: ServerResponse, answer: Answer, status: 200 | 304) => void

/** The head that Node made of an answer, and that there is none to make. No document speaks of them, hence `canRepeat`. */
interface Inside {
  statusCode: number
  _header?: string | null
  _headerSent?: boolean
}

/** An answer as it went over the wire: head and body in one piece, which Node hands to the system without a copy. */
interface Message {
  readonly bytes: Buffer
  /** Where the value of its `Date` begins. */
  readonly dateAt: number
  /** Of which second the value is. */
  second: number
}

/**
 * Sends kept answers with the least work that `node:http` has for it.
 *
 * What Node makes of an answer is sent again as it is, but for its date; checking and joining a dozen headers is a fifth of what an answer costs.
 * Only to HTTP/1.1 on a connection that stays open: there the head depends on nothing else. All others get the answer by public means.
 */
export function sendKept(clock: Clock): SendKept {
  return canRepeat() ? repeating(clock) : byNode
}

function byNode(response: ServerResponse, { headers, headersOfNotModified, body }: Answer, status: 200 | 304): void {
  if (status === 304) return void response.writeHead(304, headersOfNotModified).end()
  response.writeHead(200, headers).write(body)
  // `end(body)` would hold it back, to send it as a list with an empty text behind it: a third of what the whole answer costs.
  response.socket?.uncork()
  response.end()
}

function repeating(clock: Clock): SendKept {
  const messages = { 200: new WeakMap<Answer, Message>(), 304: new WeakMap<Answer, Message>() }
  const dateOf = lastOf((second) => new Date(second * 1000).toUTCString())
  return (response, answer, status) => {
    const { socket } = response
    // A response without a socket waits for its turn behind another one.
    if (socket?.writable !== true || !response.shouldKeepAlive || response.req.httpVersion !== '1.1')
      return byNode(response, answer, status)
    const known = messages[status].get(answer)
    if (known === undefined) {
      byNode(response, answer, status)
      const message = messageOf(response, status === 200 ? answer.body : undefined)
      if (message) messages[status].set(answer, message)
      return
    }
    const second = Math.floor(clock.now() / 1000)
    if (known.second !== second) known.bytes.write(dateOf(second), known.dateAt, 'latin1')
    known.second = second
    repeat(response, known.bytes, status)
    // A client that takes its time keeps these bytes, and the date in them; everyone else gets others.
    if (socket.writableLength > 0) messages[status].delete(answer)
  }
}

function repeat(response: ServerResponse, bytes: Buffer, status: 200 | 304): void {
  const inside: Inside = response
  inside.statusCode = status
  inside._header = 'in the message'
  inside._headerSent = true
  response.socket?.write(bytes)
  response.end()
}

/** What has just been sent, to be sent again; `undefined` if Node does not tell its head, or that has no date, or ends the connection. */
function messageOf(response: ServerResponse, body: Uint8Array | undefined): Message | undefined {
  // Node may have found a reason while it made the head, which is nobody else's.
  if (!response.shouldKeepAlive) return undefined
  const { _header: head }: Inside = response
  const before = '\r\nDate: '
  const at = typeof head === 'string' ? head.indexOf(before) : -1
  if (!head || at === -1) return undefined
  return { bytes: Buffer.concat([Buffer.from(head, 'latin1'), body ?? new Uint8Array()]), dateAt: at + before.length, second: Number.NaN }
}

/** What was made of this number, once for as long as it is the same. */
function lastOf(make: (of: number) => string): (of: number) => string {
  let last = Number.NaN
  let text = ''
  return (of) => {
    if (of !== last) text = make(of)
    last = of
    return text
  }
}

/** Whether this runtime sends a message that it is given as it sends one of its own: tried once, to a connection that leads nowhere. */
function canRepeat(): boolean {
  const answer = {
    route: '/',
    etag: '"a"',
    headers: { etag: '"a"', 'content-length': '1' },
    headersOfNotModified: { etag: '"a"' },
    body: Buffer.from('a'),
  }
  const send = repeating({ now: () => 0 })
  const heard = (status: 200 | 304) => hear((response) => send(response, answer, status))
  const dated = (message: string) => message.replace(/\r\nDate: .{29}\r\n/, '\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n')
  try {
    return ([200, 304] as const).every((status) => dated(heard(status)) === heard(status))
  } catch {
    // Another runtime, in which a response is nothing without its server.
    return false
  }
}

/** Everything that this response says, to HTTP/1.1. */
function hear(say: (response: ServerResponse) => void): string {
  const request = new IncomingMessage(new Socket())
  Object.assign(request, { method: 'GET', httpVersion: '1.1', httpVersionMajor: 1, httpVersionMinor: 1 })
  const response = new ServerResponse(request)
  const socket = new Listener()
  response.assignSocket(socket)
  say(response)
  return socket.heard
}

class Listener extends Socket {
  heard = ''

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.heard += typeof chunk === 'string' ? chunk : chunk.toString('latin1')
    done()
  }

  override _writev(chunks: readonly { readonly chunk: Buffer | string; readonly encoding: BufferEncoding }[], done: () => void): void {
    for (const { chunk, encoding } of chunks) this._write(chunk, encoding, () => {})
    done()
  }
}
