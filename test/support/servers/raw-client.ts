import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** One connection, on which bytes are sent as a test likes. */
export interface RawClient {
  readonly socket: Socket
  /** All that has come back so far, a character a byte. */
  received(): string
  /** Resolves when the server has closed the connection, however it did. */
  readonly closed: Promise<void>
}

/** A connection to the server, once it stands. */
export async function rawClient(baseUrl: string, bytes = ''): Promise<RawClient> {
  const { port, hostname } = new URL(baseUrl)
  const socket = connect(Number(port), hostname).setEncoding('latin1')
  let received = ''
  socket.on('data', (piece) => {
    received += String(piece)
  })
  socket.on('error', () => {}) // A reset is one way to close.
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  socket.write(bytes)
  return { socket, received: () => received, closed }
}
