import { IncomingMessage, ServerResponse } from 'node:http'
import { connect, Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { freshAnswers, noAnswers } from '../../server/adapters/cache/answers.ts'
import { watchCatalogue } from '../../server/adapters/catalogue/watched.ts'
import { UnavailableError } from '../../server/core/errors.ts'
import { firstAnswers } from '../../server/runtimes/first-answers.ts'
import { bridge, fixtureMedia } from '../fixtures/media.ts'
import { memoryCatalogue, settableClock } from '../support/memory/adapters.ts'
import { save } from '../support/memory/save.ts'
import { startNodeServer } from '../support/servers/node-server.ts'

const PATH = `/p/${bridge.shortcode}/`

/** A server whose catalogue answers when it is let; how often it and the memory were asked. */
async function heldUpServer() {
  const clock = settableClock()
  const inner = memoryCatalogue(fixtureMedia)
  const asked = { catalogue: 0, memory: 0 }
  const gate: { open: () => void; fail: (error: Error) => void } = { open: () => {}, fail: () => {} }
  const opened = new Promise<void>((resolve, reject) => Object.assign(gate, { open: resolve, fail: reject }))
  const held = {
    ...inner,
    mark: async () => 1,
    async findByShortcode(...args: Parameters<typeof inner.findByShortcode>) {
      asked.catalogue += 1
      // Only the first one may fail.
      await opened.catch((error: unknown) => (asked.catalogue === 1 ? Promise.reject(error) : undefined))
      return await inner.findByShortcode(...args)
    },
  }
  const { catalogue, freshness } = watchCatalogue(held, clock)
  const kept = freshAnswers({ maxBytes: 10_000_000, freshness })
  const answers = {
    ...kept,
    find(target: string) {
      asked.memory += 1
      return kept.find(target)
    },
  }
  const shared = { catalogue, clock, answers }
  const server = await startNodeServer(shared)
  await expect.poll(() => freshness.generation()).toBeDefined()
  return { ...server, asked, gate, clock, catalogue: { ...catalogue, findByShortcode: inner.findByShortcode } }
}

type HeldUp = Awaited<ReturnType<typeof heldUpServer>>

/** So many requests for one address, of which all have arrived. */
async function askAtOnce({ baseUrl, asked }: HeldUp, count: number) {
  const before = asked.memory
  const answers = Array.from({ length: count }, () => fetch(baseUrl + PATH))
  await expect.poll(() => asked.memory - before).toBe(count)
  return answers
}

/** A request whose client goes away when `leave` is called; it has arrived. */
async function askAndLeave({ baseUrl, asked }: HeldUp) {
  const before = asked.memory
  const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1')
  socket.write(`GET ${PATH} HTTP/1.1\r\nHost: a\r\n\r\n`)
  await expect.poll(() => asked.memory - before).toBe(1)
  return { leave: () => socket.destroy() }
}

describe('identical requests for what is not kept', () => {
  it('cost one answer, which all of them get', async () => {
    const server = await heldUpServer()
    const answers = await askAtOnce(server, 64)
    server.gate.open()
    const told = await Promise.all(answers.map(async (answer) => [(await answer).status, await (await answer).text()]))
    expect(new Set(told.map(String)).size).toBe(1)
    expect(told[0]?.[0]).toBe(200)
    expect(server.asked.catalogue).toBe(1)
    await server.close()
  })

  it('are on their own once the client of the first one has left', async () => {
    const server = await heldUpServer()
    const first = await askAndLeave(server)
    const answers = await askAtOnce(server, 3)
    expect(server.asked.catalogue).toBe(1)
    first.leave()
    await expect.poll(() => server.asked.catalogue).toBe(4)
    server.gate.open()
    expect(await Promise.all(answers.map(async (answer) => (await answer).status))).toEqual([200, 200, 200])
    await server.close()
  })

  it('do not fail with the first one', async () => {
    const server = await heldUpServer()
    const [first, ...others] = await askAtOnce(server, 4)
    server.gate.fail(new UnavailableError('Expected the catalogue to answer'))
    expect((await first)?.status).toBe(503)
    expect(await Promise.all(others.map(async (answer) => (await answer).status))).toEqual([200, 200, 200])
    await server.close()
  })

  it('show a withdrawal that came while they waited (C1)', async () => {
    const server = await heldUpServer()
    const answers = await askAtOnce(server, 4)
    await save(server.catalogue, { ...bridge, standing: { kind: 'withdrawn', reason: 'privacy', at: server.clock.now() } })
    server.gate.open()
    expect(await Promise.all(answers.map(async (answer) => (await answer).status))).toEqual([410, 410, 410, 410])
    await server.close()
  })

  it('cost nothing more, and one line of the log, if their client leaves', async () => {
    const server = await heldUpServer()
    const answers = await askAtOnce(server, 1)
    const second = await askAndLeave(server)
    second.leave()
    await askAtOnce(server, 1).then((more) => answers.push(...more))
    server.gate.open()
    expect(await Promise.all(answers.map(async (answer) => (await answer).status))).toEqual([200, 200])
    await expect.poll(() => server.deps.logged.filter(({ fields }) => fields.status === 499)).toHaveLength(1)
    expect(server.asked.catalogue).toBe(1)
    await server.close()
  })
})

function response(): ServerResponse {
  return new ServerResponse(new IncomingMessage(new Socket()))
}

/** The response was sent, and the connection lives on. */
async function finish(sent: ServerResponse, status: number): Promise<void> {
  sent.statusCode = status
  sent.assignSocket(new Socket().resume())
  Object.defineProperty(sent, 'writableFinished', { value: true })
  sent.emit('close')
  await Promise.resolve()
}

const keeping = { ...noAnswers, begin: () => 1 }

describe('firstAnswers', () => {
  it('lets nobody wait where nothing is kept', () => {
    const firsts = firstAnswers(noAnswers)
    expect([1, 2].map(() => firsts.waits('/a', response(), () => {}))).toEqual([false, false])
  })

  it('lets nobody wait for too long', async () => {
    const firsts = firstAnswers(keeping, { maxMs: 1, maxRequests: 1 })
    firsts.waits('/a', response(), () => {})
    await new Promise<void>((resolve) => firsts.waits('/a', response(), resolve))
    expect(firsts.waits('/a', response(), () => {})).toBe(false)
  })

  it('lets nobody be held up again and again by clients that do not read (L1)', async () => {
    const firsts = firstAnswers(keeping, { maxMs: 1, maxRequests: 10 })
    firsts.waits('/a', response(), () => {})
    await new Promise<void>((resolve) => firsts.waits('/a', response(), resolve))
    // The next one that takes nothing, and whoever comes after it.
    expect([1, 2].map(() => firsts.waits('/a', response(), () => {}))).toEqual([false, false])
  })

  it('lets so many wait and not one more', async () => {
    const firsts = firstAnswers(keeping, { maxMs: 60_000, maxRequests: 2 })
    const first = response()
    firsts.waits('/a', first, () => {})
    expect([1, 2, 3].map(() => firsts.waits('/a', response(), () => {}))).toEqual([true, true, false])
    await finish(first, 404)
    firsts.waits('/a', response(), () => {})
    expect(firsts.waits('/a', response(), () => {})).toBe(true)
  })

  it.each([
    { status: 200, waits: false },
    { status: 404, waits: true },
  ])('remembers for a while that a $status was not kept: $waits', async ({ status, waits }) => {
    const firsts = firstAnswers(keeping)
    const first = response()
    firsts.waits('/a', first, () => {})
    const released = new Promise<void>((resolve) => firsts.waits('/a', response(), resolve))
    await finish(first, status)
    await released
    const second = response()
    firsts.waits('/a', second, () => {})
    expect(firsts.waits('/a', response(), () => {})).toBe(waits)
    await finish(second, 404)
  })

  it('releases those who wait when the answer is kept, before it is sent', async () => {
    const firsts = firstAnswers(keeping)
    firsts.waits('/a', response(), () => {})
    const released = new Promise<void>((resolve) => firsts.waits('/a', response(), resolve))
    const answer = { route: '/', etag: '"a"', headers: {}, body: new Uint8Array(), headersOfNotModified: {} }
    firsts.answers.keep('/a', answer, 1)
    await released
  })
})
