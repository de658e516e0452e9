import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Output, RenderJob } from '../../../server/adapters/thumbnails/job.ts'
import { type ProcessPool, processPool } from '../../../server/adapters/thumbnails/process/pool.ts'
import { createRenderQueue } from '../../../server/adapters/thumbnails/queue.ts'
import { renderTogether } from '../../../server/adapters/thumbnails/together.ts'
import { BrokenMediaError, OverloadedError, UnavailableError } from '../../../server/core/errors.ts'
import type { Media } from '../../../server/core/media.ts'
import { opening, thumbnailerContract } from '../../contracts/thumbnailer.ts'
import { bridge, originalBytes, privateMedia } from '../../fixtures/media.ts'
import { mapCache, settableClock } from '../../support/memory/adapters.ts'
import { renderScript } from '../../support/programs/render-script.ts'

const script = renderScript()
const { folder } = script

function create(options: { readonly maxMemoryBytes?: number; readonly program?: string } = {}): ProcessPool {
  const { program = process.execPath, ...more } = options
  const env = { PATH: process.env.PATH ?? '', HOME: tmpdir() }
  const pool = processPool({ command: { program, args: [script.path(), '100000000', '30000'], env, nice: 10 }, ...more })
  script.opened.push(pool)
  return pool
}

thumbnailerContract('renderTogether in processes', () =>
  renderTogether({
    runner: create(),
    queue: createRenderQueue({ concurrency: 1, queue: 64, timeoutMs: 60_000 }),
    intermediates: mapCache(settableClock()),
  }),
)

const SMALL: Output = { width: 300, height: 200, fit: 'whole', format: 'jpg', effort: 'quick' }

const SMALL_KEY = privateMedia.original.key

/** A job that any process can do. */
function job(changes: Partial<RenderJob> = {}): RenderJob {
  return { open: opening(originalBytes('small.jpg')), outputs: () => [SMALL], ...changes }
}

/** What to call in `outputs`, when the process has the whole picture and is about to begin. */
function atEach(deed: () => void, times = 1): () => readonly Output[] {
  let left = times
  return () => {
    if (left > 0) deed()
    left -= 1
    return [SMALL]
  }
}

const kill = (pool: ProcessPool, signal: NodeJS.Signals) => () => {
  for (const pid of pool.pids()) process.kill(pid, signal)
}

const isThere = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('processPool', () => {
  it('uses one process for one job after the other, and another only for jobs at the same time', async () => {
    const pool = create()
    await pool.run(job())
    const [first] = pool.pids()
    await pool.run(job())
    expect(pool.pids()).toEqual([first])
    await Promise.all([pool.run(job()), pool.run(job())])
    expect(pool.pids()).toHaveLength(2)
  })

  it('tries a job once more in a fresh process when its own is killed (I4)', async () => {
    const pool = create()
    const [outcome] = await pool.run(job({ outputs: atEach(kill(pool, 'SIGKILL')) }))
    const { width } = await sharp(outcome && 'bytes' in outcome ? outcome.bytes : new Uint8Array()).metadata()
    expect(width).toBe(300)
  })

  it.each([
    ['SIGKILL', UnavailableError],
    ['SIGTERM', UnavailableError],
    ['SIGSEGV', BrokenMediaError],
    ['SIGABRT', BrokenMediaError],
  ] as const)('gives up after two processes that ended by %s, and does the next job (I4)', async (signal, expected) => {
    const pool = create()
    await expect(pool.run(job({ outputs: atEach(kill(pool, signal), 2) }))).rejects.toThrow(expected)
    expect(await pool.run(job())).toHaveLength(1)
  })

  it('loses no other job to a crash (I4)', async () => {
    const pool = create()
    // They hold their processes until the crash is over: the newest process is always the one that is to crash.
    let goOn = () => {}
    const gate = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const open = opening(originalBytes('small.jpg'))
    const others = Array.from({ length: 3 }, () => pool.run(job({ open: () => gate.then(open) })))
    const crashing = pool.run(job({ outputs: atEach(() => process.kill(pool.pids().at(-1) ?? 0, 'SIGSEGV'), 2) }))
    await expect(crashing).rejects.toThrow(BrokenMediaError)
    goOn()
    expect((await Promise.all(others)).map((outcomes) => outcomes.length)).toEqual([1, 1, 1])
  })

  it('ends the process of a job whose time is over, even one that hangs: it takes no more CPU (I3)', async () => {
    const pool = create()
    await pool.run(job())
    const [hung = 0] = pool.pids()
    const deadline = new AbortController()
    const running = pool.run(job({ outputs: atEach(kill(pool, 'SIGSTOP')) }), deadline.signal)
    deadline.abort(new OverloadedError('too late', 30))
    await expect(running).rejects.toThrow('too late')
    expect([isThere(hung), pool.pids()]).toEqual([false, []])
    expect(await pool.run(job())).toHaveLength(1)
  })

  it('ends a process that would not come back from a picture: 49 megapixels of AVIF, stopped as they are decoded (I3)', async () => {
    const pool = create()
    const heavy = await sharp({ create: { width: 7000, height: 7000, channels: 3, background: '#357' } })
      .avif({ effort: 0, quality: 30 })
      .toBuffer()
    const deadline = new AbortController()
    const running = pool.run(
      job({ open: opening(heavy), outputs: atEach(() => setTimeout(() => deadline.abort(new Error('late')), 50)) }),
      deadline.signal,
    )
    await expect(running).rejects.toThrow('late')
    expect(pool.pids()).toEqual([])
  })

  it('keeps the process when the picture cannot be opened, or ends too soon', async () => {
    const pool = create()
    await pool.run(job())
    const before = pool.pids()
    const reason = new Error('gone')
    await expect(pool.run(job({ open: () => Promise.reject(reason) }))).rejects.toBe(reason)
    const short = async () => ({ ...(await job().open()), bytes: originalBytes('small.jpg').length + 1 })
    await expect(pool.run(job({ open: short }))).rejects.toThrow('but received')
    expect(await pool.run(job())).toHaveLength(1)
    expect(pool.pids()).toEqual(before)
  })

  it('lets the process read a file of this machine by itself: nothing of it passes through this one', async () => {
    const path = join(folder, 'small.jpg')
    writeFileSync(path, originalBytes('small.jpg'))
    const unread = new ReadableStream({ pull: () => Promise.reject(new Error('read here')) }, { highWaterMark: 0 })
    const open = async () => ({ body: unread, bytes: originalBytes('small.jpg').length, file: { path, key: SMALL_KEY } })
    expect(await create().run(job({ open }))).toMatchObject([{ bytes: expect.any(Uint8Array) }])
  })

  it('makes nothing of another picture than the one that was asked for, whatever it has kept of the last one', async () => {
    const file = (media: Media, name: string) => {
      writeFileSync(join(folder, name), originalBytes(name))
      const told = { path: join(folder, name), key: media.original.key }
      return async () => ({ ...(await opening(originalBytes(name))()), file: told })
    }
    const [small, large] = [file(privateMedia, 'small.jpg'), file(bridge, 'bridge.jpg')]
    const pool = create()
    const [alone] = await create().run(job({ open: small }))
    await pool.run(job({ open: large }))
    expect((await pool.run(job({ open: small })))[0]).toEqual(alone)
    expect(await pool.run(job({ open: small }))).toEqual([alone])
  })

  it.each([
    ['whose bytes are not those that its key names (D3)', Buffer.concat([originalBytes('small.jpg'), Buffer.from('!')])],
    ['that is gone', undefined],
  ])('reads the original here in place of a file %s', async (_what, damaged) => {
    const path = join(folder, 'damaged.jpg')
    rmSync(path, { force: true })
    if (damaged) writeFileSync(path, damaged)
    const told = new UnavailableError('Expected the bytes to match')
    const body = new ReadableStream({ pull: () => Promise.reject(told) }, { highWaterMark: 0 })
    const open = async () => ({ body, bytes: 1000, file: { path, key: SMALL_KEY } })
    const pool = create()
    await expect(pool.run(job({ open }))).rejects.toBe(told)
    expect(await pool.run(job())).toMatchObject([{ bytes: expect.any(Uint8Array) }])
  })

  it('starts another process in place of one that has grown', async () => {
    const pool = create({ maxMemoryBytes: 1 })
    await pool.run(job())
    expect(pool.pids()).toEqual([])
  })

  it('says that nothing can be decoded where the program cannot be started', async () => {
    await expect(create({ program: '/nowhere/node' }).run(job())).rejects.toThrow(UnavailableError)
  })

  it.runIf(process.platform === 'linux')('gives way to whatever answers requests, and sees no secret', async () => {
    const pool = create()
    await pool.run(job())
    const [pid = 0] = pool.pids()
    const behindTheName = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    expect(behindTheName[16]).toBe('10') // nice, the 19th field (proc(5))
    const names = readFileSync(`/proc/${pid}/environ`, 'latin1')
      .split('\0')
      .map((entry) => entry.split('=')[0])
    expect(names.filter((name) => name !== '')).toEqual(['PATH', 'HOME'])
  })

  it('ends all when it is closed, those that work too, and takes no more', async () => {
    const pool = create()
    let stop = () => {}
    const stopped = new Promise<void>((resolve) => {
      stop = resolve
    })
    const hang = () => {
      kill(pool, 'SIGSTOP')()
      stop()
    }
    const running = pool.run(job({ outputs: atEach(hang) })).catch((error: unknown) => error)
    await stopped
    await pool.run(job())
    const pids = pool.pids()
    await pool.close()
    expect(await running).toBeInstanceOf(UnavailableError)
    expect(pids.filter(isThere)).toEqual([])
    await expect(pool.run(job())).rejects.toThrow('stopping')
  })
})
