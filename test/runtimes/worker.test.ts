import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqliteCatalogue } from '../../server/adapters/catalogue/sqlite.ts'
import { bridge, portrait } from '../fixtures/media.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { ORIGIN } from '../support/servers/runtimes.ts'
import { FRESH, missingWorkerd, type RunningWorker, startWorker, transferCommand, WORKER_TOKEN } from '../support/servers/workerd.ts'

const missing = missingWorkerd()
if (missing) process.stderr.write(`placard: tests of the Worker are skipped; ${missing}\n`)

const SECRETS = { PLACARD_SIGNING_KEY: Buffer.alloc(32, 7).toString('base64'), PLACARD_OWNER_TOKEN: WORKER_TOKEN }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'placard-worker-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One command of the built command line on a data folder. @returns Its exit code, and all that it has said. */
async function placard(words: readonly string[], data: string): Promise<{ code: number | null; said: string }> {
  const child = spawnPlacard(words, data)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (piece: unknown) => {
      said += String(piece)
    })
  }
  const [code] = await once(child, 'close')
  return { code, said }
}

function spawnPlacard(words: readonly string[], data: string): ChildProcess {
  const { program, args } = transferCommand(words, data)
  return spawn(program, args, { cwd: data, env: { PATH: process.env.PATH ?? '', PLACARD_DATA: data } })
}

describe.skipIf(missing !== undefined)('a Worker that is not complete', () => {
  it.each([
    ['its database', 'DB', SECRETS, ['d1_databases']],
    ['its bucket', 'MEDIA', SECRETS, ['r2_buckets']],
    ['its key', 'PLACARD_SIGNING_KEY', { PLACARD_OWNER_TOKEN: WORKER_TOKEN }, []],
  ] as const)('without %s is not ready, and names it in its log', async (_what, name, secrets, without) => {
    const worker = await startWorker(join(folder, name), { PLACARD_ORIGIN: ORIGIN, ...secrets }, without)
    try {
      const answer = await fetch(`${worker.baseUrl}/ready`, { headers: FRESH })
      expect({ status: answer.status, body: await answer.json() }).toEqual({
        status: 503,
        body: { status: 'unavailable', failing: ['configuration'] },
      })
      await expect.poll(() => worker.written()).toContain(name)
      expect(worker.written()).not.toContain(WORKER_TOKEN)
    } finally {
      await worker.stop()
    }
  })
})

/** What workerd keeps of a binding below this folder is no database any more; what it keeps of itself is. */
function spoil(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}\.sqlite/.test(name))
  for (const name of files) {
    if (name.endsWith('.sqlite')) writeFileSync(join(folder, name), 'no database at all '.repeat(500))
    else rmSync(join(folder, name))
  }
}

describe.skipIf(missing !== undefined)('a Worker whose stores fail (L5)', () => {
  it.each([
    ['its database', 'catalogue', 'd1', 'Check the database behind the binding DB in wrangler.jsonc'],
    ['its bucket', 'originals', 'r2', 'Check the binding MEDIA in wrangler.jsonc'],
  ])('is not ready without %s, names the binding in its log, and lives', async (_what, part, store, remedy) => {
    const home = join(folder, `spoilt-${store}`)
    const settings = { PLACARD_ORIGIN: ORIGIN, ...SECRETS }
    const whole = await startWorker(home, settings)
    expect((await fetch(`${whole.baseUrl}/ready`)).status).toBe(200)
    expect(whole.written()).not.toContain(remedy)
    await whole.stop()
    spoil(join(home, store))
    const worker = await startWorker(home, settings)
    try {
      const answer = await fetch(`${worker.baseUrl}/ready`, { headers: FRESH })
      expect({ status: answer.status, body: await answer.json() }).toEqual({
        status: 503,
        body: { status: 'unavailable', failing: [part] },
      })
      expect((await fetch(`${worker.baseUrl}/health`, { headers: FRESH })).status).toBe(200)
      await expect.poll(() => worker.written()).toContain(remedy)
    } finally {
      await worker.stop()
    }
  })
})

describe.skipIf(missing !== undefined)('a collection that is pushed to a Worker', () => {
  let worker: RunningWorker
  let data: string
  beforeAll(async () => {
    worker = await startWorker(join(folder, 'whole'), { PLACARD_ORIGIN: ORIGIN, ...SECRETS })
    data = join(folder, 'data')
    await makeCollection(data, [bridge, portrait])
  })
  afterAll(() => worker?.stop())

  const ask = (path: string, init?: RequestInit) => fetch(worker.baseUrl + path, { ...init, headers: { ...FRESH, ...init?.headers } })
  const withToken = { Authorization: `Bearer ${WORKER_TOKEN}` }

  it('goes on where the push was killed, and is the same at last', async () => {
    const child = spawnPlacard(['push', worker.baseUrl], data)
    // As soon as something has arrived.
    await expect
      .poll(async () => (await ask(`/v1/owner/transfer/originals/${bridge.original.key}`, { headers: withToken })).status)
      .toBe(200)
    child.kill('SIGKILL')
    await once(child, 'close')
    expect((await placard(['push', worker.baseUrl], data)).said).toContain('2 new, 0 changed, 0 unchanged, 0 failed; 1 original')
    expect((await placard(['push', worker.baseUrl], data)).said).toContain('0 new, 0 changed, 2 unchanged, 0 failed; 0 originals sent')
    const thumbnail = await ask(`/t/${portrait.shortcode}/1/640.webp`)
    expect({ status: thumbnail.status, type: thumbnail.headers.get('content-type') }).toEqual({ status: 200, type: 'image/webp' })
  })

  it('is withdrawn there at once, which a push does not undo and a pull brings home', async () => {
    const body = JSON.stringify({ status: { kind: 'withdrawn', reason: 'privacy' } })
    const headers = { ...withToken, 'Content-Type': 'application/json', 'If-Match': '*' }
    expect((await ask(`/v1/owner/media/${bridge.shortcode}`, { method: 'PATCH', headers, body })).status).toBe(200)
    for (const path of [`/t/${bridge.shortcode}/1/640.webp`, `/p/${bridge.shortcode}/`, `/t/${bridge.shortcode}/1/320.jpg`]) {
      expect((await ask(path)).status).toBe(410)
    }
    const pushed = await placard(['push', worker.baseUrl], data)
    expect(pushed.code).toBe(1)
    expect(pushed.said).toContain('placard pull brings that here first')
    expect((await placard(['pull', worker.baseUrl], data)).said).toContain('0 new, 1 changed, 1 unchanged, 0 failed')
    const catalogue = await openSqliteCatalogue(join(data, 'catalogue.sqlite'))
    expect((await catalogue.findByShortcode(bridge.shortcode))?.standing).toMatchObject({ kind: 'withdrawn', reason: 'privacy' })
    await catalogue.close()
    expect((await placard(['push', worker.baseUrl], data)).said).toContain('0 new, 0 changed, 2 unchanged, 0 failed')
  })

  it('says that a thumbnail is not there which nobody has pushed, and nothing here makes', async () => {
    const secret = { headers: { ...withToken, 'Content-Type': 'application/json', 'If-Match': '*' } }
    const body = JSON.stringify({ title: 'Another title' })
    expect((await ask(`/v1/owner/media/${portrait.shortcode}`, { method: 'PATCH', ...secret, body })).status).toBe(200)
    expect((await ask(`/t/${portrait.shortcode}/2/640.webp`)).status).toBe(503)
    await expect.poll(() => worker.written()).toContain('run placard push, or bind IMAGES')
  })

  it('is told to nobody without the token', async () => {
    expect((await ask('/v1/owner/transfer/media', { headers: { Authorization: `Bearer plc_${'x'.repeat(44)}` } })).status).toBe(401)
  })
})
