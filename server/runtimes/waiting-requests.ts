import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/** A browser or a proxy sends nothing before it has its answer; tools for measuring have up to 16 requests on their way. */
const MAX_WAITING = 32

/**
 * Answers requests, but not those of a client that sends ever more of them without an answer: its connection is closed.
 *
 * Node parses all that has come at once, a thousand requests in 64 kB, and keeps each of their answers until those before it have been taken.
 *
 * @param maxWaiting  So many may wait behind one on the same connection.
 */
export function refuseQueues(listener: RequestListener, maxWaiting: number = MAX_WAITING): RequestListener {
  const counts = new WeakMap<Socket, number>()
  const add = (socket: Socket, change: 1 | -1) => {
    const count = (counts.get(socket) ?? 0) + change
    counts.set(socket, count)
    return count
  }
  return (request, response) => {
    // It is its turn: so it is with nearly all of them.
    if (response.socket !== null) return listener(request, response)
    const { socket } = request
    // What was parsed with the one that was too many.
    if (socket.destroyed) return
    if (add(socket, 1) > maxWaiting) return void socket.destroy()
    response.once('close', () => add(socket, -1))
    listener(request, response)
  }
}
