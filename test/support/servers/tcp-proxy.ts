import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A network between two programs, which fails when it is told to. */
export interface TcpProxy {
  readonly port: number
  /** Every connection is cut, and new ones are too. */
  cut(): void
  /** Connections stay, and nothing more comes through. */
  silence(): void
  /** Cuts one connection when these bytes come along: before they arrive, or after they have, before they are answered. */
  cutAt(text: string, place: 'request' | 'answer'): void
  /** New connections work again. */
  mend(): void
  close(): Promise<void>
}

/** On loopback, in front of a port of it. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let isCut = false
  let trap: { text: string; place: 'request' | 'answer' } | undefined
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(target, '127.0.0.1')
    near.on('data', (chunk) => {
      const sprung = trap && chunk.includes(trap.text) ? trap : undefined
      if (sprung) {
        trap = undefined
        far.unpipe(near)
        far.once('data', () => near.destroy()).resume()
      }
      if (sprung?.place === 'request') near.destroy()
      else if (!near.isPaused()) far.write(chunk)
    })
    far.pipe(near)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    cut,
    silence() {
      for (const socket of sockets) {
        socket.unpipe()
        socket.pause()
      }
    },
    cutAt(text, place) {
      trap = { text, place }
    },
    mend() {
      isCut = false
    },
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
