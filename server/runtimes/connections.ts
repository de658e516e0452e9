import { once } from 'node:events'
import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, type Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as after, setImmediate as nextTurn } from 'node:timers/promises'
import { stallCutter } from './stall-cutter.ts'

/** How long a client may be slow while others are served (L1), and how many there may be. Times are in milliseconds. */
export interface ConnectionLimits {
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number
  /** From the first byte of a request to the end of its body. */
  readonly requestMs: number
  /** Between two requests on one connection. */
  readonly keepAliveMs: number
  /** Without taking a byte of what waits for it. */
  readonly stalledMs: number
  /** How often all of these are looked at. */
  readonly checkEveryMs: number
  readonly maxConnections: number
  /** For answers in flight, once the server was asked to stop. */
  readonly drainMs: number
}

/** Node's own defaults are a minute for headers, five for a body, and for ever for a client that takes nothing. */
export const CONNECTION_LIMITS: ConnectionLimits = {
  headersMs: 5000,
  requestMs: 15_000,
  keepAliveMs: 5000,
  stalledMs: 60_000, // `send_timeout` of nginx, where nothing else is set.
  // All that are late are cut in one turn, 0.09 ms of everybody’s time each: a crowd of them is better cut in parts.
  checkEveryMs: 250,
  maxConnections: 2000,
  drainMs: 10_000,
}

/** What a server did with its connections. */
export interface ConnectionCounts {
  open: number
  /** Closed at once, since there were too many. */
  refused: number
  /** Closed since the client took nothing. */
  stalled: number
}

/** The connections of one server. */
export interface Connections {
  readonly counts: Readonly<ConnectionCounts>
  /** Soon stops accepting, and resolves when the last connection is closed: each after the answer that it is about, or at the end of the time. */
  drain(): Promise<void>
}

/**
 * For `createServer`: once the server stops, its answers say so, and the client opens another connection, elsewhere, for its next request.
 *
 * @param isParting  Asked when the headers of an answer are sent.
 */
export function partingResponse(isParting: () => boolean): typeof ServerResponse {
  return class<Request extends IncomingMessage> extends ServerResponse<Request> {
    override writeHead(status: number, second?: string | HeaderList, third?: HeaderList): this {
      if (isParting()) this.shouldKeepAlive = false
      return typeof second === 'string' ? super.writeHead(status, second, third) : super.writeHead(status, second)
    }
  }
}

type HeaderList = OutgoingHttpHeaders | OutgoingHttpHeader[]

/** While the server stops: soon enough that nobody begins another request on a connection that has been answered. */
const PARTING_CHECK_MS = 100

/** So many connections may wait to be accepted (Node's `backlog`). */
const MAX_UNACCEPTED = 511

/** Afterwards all that had come by now is read: `close` would tear down connections on which the system holds a request that nobody saw. */
async function hearOut(server: Server): Promise<void> {
  let hasCome = false
  server.on('connection', () => {
    hasCome = true
  })
  await after(PARTING_CHECK_MS)
  // A timer may be late, and comes before what has arrived meanwhile; and in each turn Node accepts one connection of those that wait.
  for (let turn = 0; turn < MAX_UNACCEPTED; turn += 1) {
    hasCome = false
    await nextTurn()
    if (!hasCome) return
  }
}

/** Watches the connections of a server that does not listen yet. */
export function watchConnections(server: Server, { checkEveryMs, stalledMs, maxConnections, drainMs }: ConnectionLimits): Connections {
  const counts = { open: 0, refused: 0, stalled: 0 }
  server.maxConnections = maxConnections
  server.on('drop', () => {
    counts.refused += 1
  })
  const open = openConnections(server, counts)
  const cutIfStalled = stallCutter(stalledMs, () => {
    counts.stalled += 1
  })
  const lookAtAll = () => {
    const now = performance.now()
    for (const socket of open.sockets) cutIfStalled(socket, now)
  }
  // Looked at from time to time, since a timer for each answer would cost more than most answers do.
  const checking = setInterval(lookAtAll, checkEveryMs).unref()
  return {
    counts,
    async drain() {
      await closeAfterAnswers(server, open, drainMs)
      clearInterval(checking)
    },
  }
}

interface OpenConnections {
  readonly sockets: ReadonlySet<Socket>
  /** On which nothing was ever asked, as far as the runtime knows. */
  unasked(): readonly Socket[]
}

/** The connections of a server, counted as they come and go. */
function openConnections(server: Server, counts: ConnectionCounts): OpenConnections {
  const sockets = new Set<Socket>()
  // Bun says of every connection that nothing was read from it.
  let areBytesCounted = false
  server.on('connection', (socket) => {
    sockets.add(socket)
    counts.open = sockets.size
    socket.once('close', () => {
      sockets.delete(socket)
      areBytesCounted ||= socket.bytesRead > 0
      counts.open = sockets.size
    })
  })
  return {
    sockets,
    unasked() {
      const unread = [...sockets].filter(({ bytesRead }) => bytesRead === 0)
      return areBytesCounted || unread.length < sockets.size ? unread : []
    },
  }
}

/** Resolves when the last connection is closed: each after the answer that it is about, all at the end of the time. */
async function closeAfterAnswers(server: Server, { sockets, unasked }: OpenConnections, drainMs: number): Promise<void> {
  const deadline = setTimeout(() => server.closeAllConnections(), drainMs)
  if (sockets.size > 0) await hearOut(server)
  const closed = once(server, 'close')
  server.close()
  // To Node a connection is idle once it has been answered; one on which nothing was ever asked would be waited for.
  for (const socket of unasked()) socket.destroy()
  const parting = setInterval(() => server.closeIdleConnections(), PARTING_CHECK_MS)
  await closed
  for (const timer of [parting, deadline]) clearTimeout(timer)
}
