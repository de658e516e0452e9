import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { CONNECTION_LIMITS, watchConnections } from '../../../server/runtimes/connections.ts'

// Run unbuilt by Deno and Bun: two clients ask for more than all buffers hold and take nothing. Ends with a line when both have been cut.

const PIECE = new Uint8Array(60_000)
const PIECES = 500

/** As fast as the client takes it. */
function sendPieces(response: ServerResponse, left: number): void {
  for (let piece = left; piece > 0; piece -= 1)
    if (!response.write(PIECE)) return void response.once('drain', () => sendPieces(response, piece - 1))
  response.end()
}

const server = createServer((request, response) => {
  if (request.url === '/whole') response.end(new Uint8Array(PIECES * PIECE.length))
  else sendPieces(response, PIECES)
})
const connections = watchConnections(server, { ...CONNECTION_LIMITS, stalledMs: 300, checkEveryMs: 50, drainMs: 60_000 })
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  const clients = ['/whole', '/pieces'].map((path) => {
    const client = connect(port, '127.0.0.1').pause()
    client.on('error', () => {}) // A reset is one way to be cut.
    client.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    return client
  })
  const looking = setInterval(() => {
    if (connections.counts.stalled < clients.length || connections.counts.open > 0) return
    clearInterval(looking)
    for (const client of clients) client.destroy()
    void connections.drain().then(() => process.stdout.write(`cut ${connections.counts.stalled}\n`))
  }, 50)
})
