import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { CONNECTION_LIMITS, watchConnections } from '../../../server/runtimes/connections.ts'

// Run unbuilt by Deno and Bun: the server is told to stop while a client takes nothing of its answer and another one waits after its own.

const ANSWER = new Uint8Array(30_000_000) // More than all the buffers of a connection.
let begun = 0
const server = createServer((request, response) => {
  begun += 1
  response.end(request.url === '/short' ? 'short' : ANSWER)
})
const connections = watchConnections(server, { ...CONNECTION_LIMITS, drainMs: 300 })
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  const [slow, idle] = ['/long', '/short'].map((path) => {
    const client = connect(port, '127.0.0.1')
    client.on('error', () => {}) // A reset is one way to be cut.
    client.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
    return client
  }) as [ReturnType<typeof connect>, ReturnType<typeof connect>]
  slow.pause()
  let hasShort = false
  idle.on('data', () => {
    hasShort = true
  })
  const looking = setInterval(async () => {
    if (begun < 2 || !hasShort) return
    clearInterval(looking)
    await connections.drain()
    slow.destroy()
    idle.destroy()
    process.stdout.write('stopped\n')
  }, 20)
})
