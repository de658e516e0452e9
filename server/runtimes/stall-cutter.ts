/** What is asked of a socket of `node:net`, or of Bun's, whose own `writableLength` is always 0. */
export interface Sending {
  readonly writableLength: number
  /** Of all that was given to it, whether it has gone out or not. */
  readonly bytesWritten: number
  destroy(): unknown
  /** What Node and Bun know besides, and no document speaks of; elsewhere a piece counts as taken when all of it is. */
  readonly _handle?: { readonly writeQueueSize?: number } | null
  readonly _httpMessage?: { readonly writableLength: number } | null
}

/** How far a client has come with what waits for it. */
interface Progress {
  /** Bytes, in whole pieces. */
  readonly taken: number
  /** Bytes that are left of the piece that is going out; `undefined` where nobody says. */
  readonly left: number | undefined
  /** When it was first seen to be so far. */
  readonly since: number
}

/**
 * Called for every socket again and again, it sees to it that one is destroyed in which bytes wait and of which none goes out for so long.
 *
 * Counted from when the client last took something; the time-outs of Node begin anew with whatever is written, and are up to twice as long.
 *
 * @returns  Takes a socket and the time, in milliseconds of any clock that never goes back.
 */
export function stallCutter(stalledMs: number, onCut: () => void): (socket: Sending, now: number) => void {
  const waiting = new WeakMap<Sending, Progress>()
  return (socket, now) => {
    const length = socket.writableLength || (socket._httpMessage?.writableLength ?? 0)
    // All is taken, and it is our turn to send more.
    if (length === 0) return void waiting.delete(socket)
    const taken = socket.bytesWritten - length
    const left = socket._handle?.writeQueueSize
    const before = waiting.get(socket)
    if (before === undefined || taken !== before.taken || left !== before.left) return void waiting.set(socket, { taken, left, since: now })
    if (now - before.since < stalledMs) return
    waiting.delete(socket)
    onCut()
    socket.destroy()
  }
}
