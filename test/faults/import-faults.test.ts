import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pictureFolder } from '../../server/adapters/folder/fs.ts'
import { parseConfig, readEnv } from '../../server/config.ts'
import { createApp } from '../../server/http/app.ts'
import { type LocalDeps, openLocalDeps } from '../../server/runtimes/local-deps.ts'
import { importMedia } from '../../server/usecases/import/import-media.ts'
import { TEST_MS } from '../support/patience.ts'
import { bundleScript } from '../support/programs/bundle.ts'
import { makeNoise, makePictures, readCollection } from '../support/programs/import-world.ts'
import { type FaultPlan, failingPort, systemError } from '../support/servers/failing-port.ts'
import { tempFolder } from '../support/temp-folder.ts'

const PICTURES = 4
const CODES = ['ENOSPC', 'EIO', 'EMFILE'] as const

let folder: string
let pictures: string
let script: string

beforeAll(async () => {
  // Inside the project, where the script finds sharp.
  mkdirSync('node_modules/.cache', { recursive: true })
  folder = mkdtempSync(resolve('node_modules/.cache/faults-'))
  pictures = join(folder, 'pictures')
  mkdirSync(pictures)
  await makePictures(pictures, PICTURES)
  script = await bundleScript('programs/import-and-tell.ts', folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const openDeps = (data: string) => openLocalDeps(parseConfig(readEnv({ PLACARD_DATA: data })), { assetFolders: [], writeLog: () => {} })
const noFault = (): FaultPlan => ({ calls: 0, failAt: 0, error: () => new Error('never') })

/** Imports with faults in the originals and the catalogue. */
async function importWith(deps: LocalDeps, plan: FaultPlan, from = pictures) {
  const faulty = { ...deps, catalogue: failingPort(deps.catalogue, plan), originals: failingPort(deps.originals, plan) }
  return await importMedia(faulty, pictureFolder(from, { maxOriginalBytes: deps.config.maxOriginalBytes }), { concurrency: 1 })
}

/** Every media that there is can be asked for, and seen. @returns How many. */
async function expectReads(deps: LocalDeps): Promise<number> {
  const app = createApp(deps)
  const media = await deps.catalogue.list({ limit: 100 })
  for (const { shortcode, revision } of media) {
    const url = encodeURIComponent(`${deps.config.baseUrl}/p/${shortcode}/`)
    const answers = await Promise.all([app.request(`/oembed?url=${url}`), app.request(`/t/${shortcode}/${revision}/150.jpg`)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  }
  return media.length
}

describe('a fault in any one call of an import (D4)', () => {
  it.for(CODES)('fails one picture for its reason, and nothing else: %s', async (code, { task }) => {
    const counted = noFault()
    const whole = await openDeps(tempFolder())
    await importWith(whole, counted)
    await whole.close()
    for (let failAt = 1; failAt <= counted.calls; failAt += 1) {
      const data = tempFolder()
      const deps = await openDeps(data)
      const report = await importWith(deps, { calls: 0, failAt, error: () => systemError(code) })
      expect([failAt, report.counts.failed, report.counts.new]).toEqual([failAt, 1, PICTURES - 1])
      expect(report.failures[0]?.reason).toContain(code)
      // Without a restart: the next run finds what is missing.
      expect((await importWith(deps, noFault())).counts).toEqual({ new: 1, changed: 0, unchanged: PICTURES - 1, failed: 0 })
      await deps.close()
      const found = await readCollection(data)
      expect([found.damage, found.media.length, found.originals.length]).toEqual([[], PICTURES, PICTURES])
    }
    task.meta.fault = {
      fault: `${code} in a port`,
      cycles: counted.calls,
      held: 'one picture fails for its reason; the next run completes',
    }
  })

  it.for(CODES)('that stays fails all that follow, and reading goes on: %s', async (code, { task }) => {
    const deps = await openDeps(tempFolder())
    const report = await importWith(deps, { calls: 0, failAt: 8, stays: true, error: () => systemError(code) })
    expect(report.counts.new + report.counts.failed).toBe(PICTURES)
    expect(report.counts.failed).toBeGreaterThan(0)
    expect(await expectReads(deps)).toBe(report.counts.new)
    expect((await importWith(deps, noFault())).counts.new).toBe(report.counts.failed)
    expect(await expectReads(deps)).toBe(PICTURES)
    await deps.close()
    task.meta.fault = { fault: `${code} that stays`, cycles: 1, held: 'reads go on; writes fail clearly; recovery without restart' }
  })
})

/** Calls that change a disk, or open a file; those of Node's own start are among them only for the last. */
const CALLS = {
  ENOSPC: 'fsync,fdatasync,pwrite64,rename,mkdir',
  EIO: 'fsync,fdatasync,pwrite64,rename',
  EMFILE: 'openat',
} as const
// The release asks for each of some two hundred: PLACARD_FAULT_STEPS=1000 npm run test:faults
const STEPS = Number(process.env.PLACARD_FAULT_STEPS ?? 4)
const NO_STRACE = process.platform !== 'linux' || spawnSync('strace', ['-V']).error !== undefined

/** Imports under strace; `rest` says what it watches or does. @returns What it wrote down, and how many pictures were acknowledged. */
function importTraced(data: string, code: keyof typeof CALLS, ...rest: readonly string[]) {
  const log = join(folder, 'strace.log')
  const files = [
    ...Array.from({ length: PICTURES }, (_, n) => join(pictures, `${n}.png`)),
    ...['', '-wal'].map((end) => join(data, `catalogue.sqlite${end}`)),
  ]
  const filter = code === 'EMFILE' ? files.flatMap((path) => ['-P', path]) : []
  // strace counts the calls of each thread and each name by themselves.
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1' }
  const args = ['-f', '-qq', '-o', log, ...filter, ...rest, process.execPath, script, pictures, data]
  const { stdout } = spawnSync('strace', args, { encoding: 'utf8', env })
  const text = readFileSync(log, 'utf8')
  const calls = text.match(/^\d+ +\w+(?=\()/gm) ?? []
  return { calls, isHit: text.includes('(INJECTED)'), acknowledged: stdout.split('\n').filter((line) => line.startsWith('ok ')).length }
}

/** @param calls  Each as thread and name. */
function mostOfOneKind(calls: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const call of calls) counts.set(call, (counts.get(call) ?? 0) + 1)
  return Math.max(...counts.values())
}

describe.skipIf(NO_STRACE)('a fault in a call of the system, as strace injects it (D4)', () => {
  it.for(CODES)('leaves nothing half, and the next run completes: %s', { timeout: TEST_MS + STEPS * 10_000 }, async (code, { task }) => {
    const all = mostOfOneKind(importTraced(tempFolder(), code, '-e', `trace=${CALLS[code]}`).calls)
    const steps = Math.min(STEPS, all)
    for (let step = 1; step <= steps; step += 1) {
      const data = tempFolder()
      const when = Math.ceil((step * all) / steps)
      const { isHit, acknowledged } = importTraced(data, code, '-e', `inject=${CALLS[code]}:error=${code}:when=${when}`)
      expect([when, isHit]).toEqual([when, true])
      const between = await readCollection(data)
      expect([when, between.damage]).toEqual([when, []])
      expect(between.media.length).toBeGreaterThanOrEqual(acknowledged)
      expect(spawnSync(process.execPath, [script, pictures, data], { encoding: 'utf8' }).status).toBe(0)
      const found = await readCollection(data)
      expect([when, found.damage, found.media.length, found.originals.length]).toEqual([when, [], PICTURES, PICTURES])
    }
    task.meta.fault = {
      fault: `${code} from the system`,
      cycles: steps,
      held: 'nothing acknowledged is lost, nothing is half; the next run completes',
    }
  })
})

it.skipIf(NO_STRACE)('a data folder that is made outlives a power cut, and those above it, once a picture is acknowledged (D3)', () => {
  const home = tempFolder()
  importTraced(join(home, 'new', 'data'), 'EIO', '-y', '-e', 'trace=mkdir,fsync,write')
  const lines = readFileSync(join(folder, 'strace.log'), 'utf8').split('\n')
  const last = (text: string) => lines.findLastIndex((line) => line.includes(text))
  const made = last(`mkdir("${join(home, 'new', 'data')}", 0700`)
  const synced = [home, join(home, 'new'), join(home, 'new', 'data')].map((path) => last(`<${path}>)`))
  const acknowledged = lines.findIndex((line) => /write\(1<.*"ok /.test(line))
  expect([made >= 0, synced.every((at) => made < at && at < acknowledged)]).toEqual([true, true])
})

/** A disk of its own, so small that it is soon full. @returns `undefined` where this user may not have one. */
function mountSmallDisk(megabytes: number): string | undefined {
  const disk = join(folder, 'disk')
  mkdirSync(disk, { recursive: true })
  const mounted =
    process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk]).status === 0
  return mounted ? disk : undefined
}

describe('a disk that is really full (D4)', () => {
  it('fails what does not fit, serves what does, and takes the rest when there is room, without a restart', async ({ task, skip }) => {
    const disk = mountSmallDisk(3)
    if (disk === undefined) return skip('mounting a small disk takes root')
    try {
      const large = join(folder, 'large')
      mkdirSync(large)
      await makeNoise(large, 8) // 8 x 0.7 MB
      const deps = await openDeps(join(disk, 'data'))
      const report = await importWith(deps, noFault(), large)
      expect(report.counts.new).toBeGreaterThan(0)
      expect(report.counts.failed).toBeGreaterThan(0)
      for (const { reason } of report.failures) expect(reason).toMatch(/ENOSPC|disk is full|neither full nor read-only/)
      expect(await expectReads(deps)).toBe(report.counts.new)
      expect(spawnSync('mount', ['-o', 'remount,size=40m', disk]).status).toBe(0)
      expect((await importWith(deps, noFault(), large)).counts).toMatchObject({ new: report.counts.failed, failed: 0 })
      expect(await expectReads(deps)).toBe(8)
      await deps.close()
      expect(await readCollection(join(disk, 'data'))).toMatchObject({ damage: [] })
      task.meta.fault = {
        fault: 'a disk of 3 MB',
        cycles: 1,
        held: 'what fits is served, the rest fails clearly; taken once there is room',
      }
    } finally {
      // Lazily: the driver of SQLite keeps its files open until its statements are collected.
      spawnSync('umount', ['-l', disk])
    }
  })
})
