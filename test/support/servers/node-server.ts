import { once } from 'node:events'
import { connect } from 'node:net'
import type { ConnectionLimits } from '../../../server/runtimes/connections.ts'
import { serveOnNode } from '../../../server/runtimes/node.ts'
import { type MemoryDeps, type MemoryOverrides, memoryDeps, testConfig } from '../memory/deps.ts'
import { freePort } from './free-port.ts'

export interface NodeServer {
  /** `http://127.0.0.1:…`; also the base of every address it emits. */
  readonly baseUrl: string
  readonly deps: MemoryDeps
  /** Everything that comes back for these bytes, until the server closes the connection. */
  exchange(request: string): Promise<string>
  close(): Promise<void>
}

/** The real server on loopback, on in-memory ports. */
export async function startNodeServer(
  overrides: Omit<MemoryOverrides, 'clock'> = {},
  limits: Partial<ConnectionLimits> = {},
): Promise<NodeServer> {
  const port = await freePort()
  const baseUrl = `http://127.0.0.1:${port}`
  const deps = memoryDeps({ ...overrides, config: { ...testConfig, port, baseUrl } })
  const server = await serveOnNode(deps, { limits })
  return { baseUrl, deps, exchange: (request) => exchange(port, request), close: () => server.close() }
}

async function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('utf8')
  // Not `end`: a half-closed connection looks like a client that went away.
  socket.write(request)
  let answer = ''
  socket.on('data', (piece) => {
    answer += piece
  })
  await once(socket, 'close')
  return answer
}
