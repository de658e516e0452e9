import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { refuseQueues } from '../../server/runtimes/waiting-requests.ts'
import { type NodeServer, startNodeServer } from '../support/servers/node-server.ts'
import { rawClient } from '../support/servers/raw-client.ts'

let server: NodeServer
beforeAll(async () => {
  server = await startNodeServer()
})
afterAll(() => server.close())

const get = (more = '') => `GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n${more}\r\n`
const answers = (received: string) => received.match(/HTTP\/1\.1 200/g)?.length

it('answers thirty-two requests that wait behind one, in their turn', async () => {
  const received = await server.exchange(get().repeat(32) + get('Connection: close\r\n'))
  expect(answers(received)).toBe(33)
})

it('closes the connection of a client that sends ever more requests without an answer (L4)', async () => {
  const { received, closed } = await rawClient(server.baseUrl, get().repeat(800))
  await closed
  expect(answers(received()) ?? 0).toBeLessThanOrEqual(33)
})

it('asks for nothing of what was parsed with the request that was too many', () => {
  const asked: unknown[] = []
  const listener = refuseQueues((request) => asked.push(request), 2)
  const socket = { destroyed: false, destroy: () => Object.assign(socket, { destroyed: true }) }
  // Only these are read of a request that waits.
  const ask = () => listener({ socket } as unknown as IncomingMessage, { socket: null, once: () => {} } as unknown as ServerResponse)
  for (let count = 0; count < 9; count += 1) ask()
  expect([asked.length, socket.destroyed]).toEqual([2, true])
})
