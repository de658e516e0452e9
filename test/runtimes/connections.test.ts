import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { CONNECTION_LIMITS, watchConnections } from '../../server/runtimes/connections.ts'

const CLIENTS = 60
/** All together several times as long as a server that stops listens at least. */
const WORK_MS = 8

it('a server that stops answers every request that had arrived, though it had not accepted its connection yet (L3)', async () => {
  const server = createServer((_, response) => {
    const begun = performance.now()
    while (performance.now() - begun < WORK_MS) {}
    response.setHeader('Connection', 'close').end('whole')
  })
  const connections = watchConnections(server, CONNECTION_LIMITS)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  const clients = Array.from({ length: CLIENTS }, () => connect(port, '127.0.0.1'))
  onTestFinished(() => {
    for (const client of clients) client.destroy()
  })
  const answers = Promise.all(clients.map(answerTo))
  await once(server, 'connection')
  await connections.drain()
  expect((await answers).filter((answer) => answer.endsWith('whole'))).toHaveLength(CLIENTS)
})

/** All that it is answered until its connection ends. */
async function answerTo(client: Socket): Promise<string> {
  let answer = ''
  client.on('error', () => {}) // A reset is what must not come.
  client.on('data', (piece) => {
    answer += String(piece)
  })
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(client, 'close')
  return answer
}
