import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below those that Linux gives to whoever asks for any port, or connects (32768 to 60999): between the moment at which a port is found free and the
 * one at which a program listens on it, nobody gets it by chance. https://docs.kernel.org/networking/ip-sysctl.html#ip-variables
 */
const FIRST = 10_240
const SLICES = 16
const SLICE = 1_400

/** Test files that run at the same time have different numbers here, so each has ports of its own. */
const first = FIRST + SLICE * (Number(process.env.VITEST_POOL_ID ?? 0) % SLICES)
let next = Math.floor(Math.random() * SLICE)

/** A port of 127.0.0.1 on which nothing listens, and which nobody else will be given. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < SLICE; tries += 1) {
    const port = first + next
    next = (next + 1) % SLICE
    if (await isFree(port)) return port
  }
  throw new Error(`Expected a free port from ${first} on but ${SLICE} were taken`)
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
  } catch {
    return false // Taken, which is an answer.
  }
  probe.close()
  await once(probe, 'close')
  return true
}
