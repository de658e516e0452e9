import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { makePictures } from '../support/programs/import-world.ts'
import { freePort } from '../support/servers/free-port.ts'
import { tempFolder } from '../support/temp-folder.ts'

// The built command line, as `npm start` runs it; `pretest` has built it. Every process is a real one: what one of them has open, another one finds locked.
const placard = resolve('dist/server/placard.js')
const PICTURES = 40

const environment = (data: string, more: Record<string, string> = {}) => ({ PATH: process.env.PATH, PLACARD_DATA: data, ...more })

function run(data: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [placard, ...args], { env: environment(data), encoding: 'utf8' })
  return { status, stdout, stderr }
}

function start(data: string, args: readonly string[], more?: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [placard, ...args], { env: environment(data, more), stdio: ['ignore', 'pipe', 'ignore'] })
}

const originalsIn = (folder: string) => {
  const originals = join(folder, 'originals')
  return existsSync(originals)
    ? readdirSync(originals, { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name))
    : []
}

async function kill(child: ChildProcess, when: () => boolean): Promise<void> {
  const ended = once(child, 'exit')
  while (child.exitCode === null && !when()) await setImmediate()
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await ended
}

async function serve(data: string): Promise<{ readonly child: ChildProcess; readonly baseUrl: string }> {
  const port = await freePort()
  const child = start(data, ['serve'], { PORT: String(port) })
  await once(child.stdout!, 'data') // The line that says it listens.
  return { child, baseUrl: `http://127.0.0.1:${port}` }
}

/** Stands still once it has an original in `folder`, and has not ended; a run that was quicker is begun anew. */
async function startAndStop(folder: string, begin: () => ChildProcess): Promise<ChildProcess> {
  for (;;) {
    rmSync(join(folder, 'originals'), { recursive: true, force: true }) // So that it has something to do.
    const child = begin()
    while (originalsIn(folder).length === 0) await setImmediate()
    child.kill('SIGSTOP')
    for (let turn = 0; turn < 2; turn++) await setImmediate() // Node tells of its end in a turn of its own.
    if (child.exitCode === null) return child
  }
}

it('backups made while a server reads and an import writes are whole, each of one moment (D7)', async () => {
  const [pictures, data, root] = [tempFolder(), tempFolder(), tempFolder()]
  await makePictures(pictures, PICTURES)
  run(data, 'import', join(pictures, '..', 'nothing')) // Makes an empty catalogue, and fails.
  const { child: server, baseUrl } = await serve(data)
  const importing = start(data, ['import', pictures])
  const imported = once(importing, 'exit')
  const works: number[] = []
  for (let index = 0; importing.exitCode === null; index++) {
    const backup = join(root, `${index}`)
    expect(run(data, 'backup', backup)).toMatchObject({ status: 0 })
    expect(run(data, 'backup', 'verify', backup)).toMatchObject({ status: 0 })
    const restored = join(root, `restored-${index}`)
    expect(run(restored, 'backup', 'restore', backup)).toMatchObject({ status: 0 })
    const { status, stdout } = run(restored, 'verify')
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^(\d+) works?: \1 of \1 originals? whole/) })
    works.push(Number.parseInt(stdout, 10))
    expect((await fetch(`${baseUrl}/ready`)).status).toBe(200)
  }
  await imported
  expect(works).toEqual([...works].sort((a, b) => a - b))
  server.kill('SIGTERM')
  expect(await once(server, 'exit')).toEqual([0, null])
  const last = join(root, 'last')
  expect(run(data, 'backup', last).stdout).toMatch(new RegExp(`^${PICTURES} works, ${PICTURES} originals`))
})

it('a backup that is killed is none, or the one before, and the next one heals it (D7)', async () => {
  const [pictures, data, backup] = [tempFolder(), tempFolder(), join(tempFolder(), 'backup')]
  await makePictures(pictures, PICTURES)
  expect(run(data, 'import', pictures).status).toBe(0)
  for (const count of [1, 12, 24]) {
    await kill(start(data, ['backup', backup]), () => originalsIn(backup).length >= count)
    if (existsSync(join(backup, 'manifest.json'))) continue // It was quicker.
    expect(run(data, 'backup', 'verify', backup)).toMatchObject({ status: 1, stderr: expect.stringContaining('never finished') })
  }
  expect(run(data, 'backup', backup).status).toBe(0)
  const code = /placard|\/p\/([\w-]+)\//.exec(run(data, 'export', '--format', 'json').stdout.match(/\/p\/[\w-]+\//)?.[0] ?? '')?.[1] ?? ''
  for (let round = 0; round < 6; round++) {
    expect(run(data, 'set', code, '--title', `Round ${round}`).status).toBe(0)
    const files = () => readdirSync(backup).join()
    const before = files()
    await kill(start(data, ['backup', backup]), () => round % 2 === 0 || files() !== before)
    expect(run(data, 'backup', 'verify', backup)).toMatchObject({ status: 0 })
  }
  expect(run(data, 'backup', backup).status).toBe(0)
  expect(readdirSync(join(backup, 'incoming'))).toEqual([])
  expect(readdirSync(backup)).toHaveLength(7)
})

it('two backups into one folder do not meet, and a killed one locks nobody out', async () => {
  const [pictures, data, backup] = [tempFolder(), tempFolder(), join(tempFolder(), 'backup')]
  await makePictures(pictures, PICTURES)
  expect(run(data, 'import', pictures).status).toBe(0)
  expect(run(data, 'backup', backup).status).toBe(0)
  const child = await startAndStop(backup, () => start(data, ['backup', backup]))
  const ended = once(child, 'exit')
  const busy = (stderr: string) => ({ status: 1, stderr: expect.stringContaining(stderr) })
  expect(run(data, 'backup', backup)).toMatchObject(busy('another process writes, verifies or restores it: wait until it has ended'))
  expect(run(data, 'backup', 'verify', backup)).toMatchObject(busy('another process is writing the one in'))
  const elsewhere = join(tempFolder(), 'new')
  expect(run(elsewhere, 'backup', 'restore', backup)).toMatchObject(busy('another process is writing the one in'))
  child.kill('SIGKILL')
  await ended
  expect(run(data, 'backup', backup).status).toBe(0)
  expect(run(data, 'backup', 'verify', backup).status).toBe(0)
})

it('nobody else restores, or begins a collection, where a backup is restored', async () => {
  const [pictures, data, backup, elsewhere] = [tempFolder(), tempFolder(), join(tempFolder(), 'backup'), join(tempFolder(), 'new')]
  await makePictures(pictures, PICTURES)
  expect(run(data, 'import', pictures).status).toBe(0)
  expect(run(data, 'backup', backup).status).toBe(0)
  const child = await startAndStop(elsewhere, () => {
    rmSync(elsewhere, { recursive: true, force: true })
    return start(elsewhere, ['backup', 'restore', backup])
  })
  const ended = once(child, 'exit')
  expect(run(elsewhere, 'backup', 'restore', backup)).toMatchObject({ status: 1, stderr: expect.stringContaining('another process does') })
  expect(run(data, 'backup', 'verify', backup)).toMatchObject({ status: 0 })
  expect(run(elsewhere, 'import', pictures)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('a backup is being restored there'),
  })
  child.kill('SIGCONT')
  expect(await ended).toEqual([0, null])
  expect(run(elsewhere, 'verify').stdout).toMatch(new RegExp(`^${PICTURES} works: ${PICTURES} of ${PICTURES} originals whole`))
})

it('a restore waits for nobody, sets aside what is there, and is killed without harm', async () => {
  const [pictures, data, backup] = [tempFolder(), tempFolder(), join(tempFolder(), 'backup')]
  await makePictures(pictures, PICTURES)
  expect(run(data, 'import', pictures).status).toBe(0)
  expect(run(data, 'backup', backup).status).toBe(0)
  const { child: server } = await serve(data)
  expect(run(data, 'backup', 'restore', backup, '--force')).toMatchObject({ status: 1, stderr: expect.stringContaining('Stop the server') })
  server.kill('SIGTERM')
  await once(server, 'exit')
  mkdirSync(join(data, 'thumbnails', '00'), { recursive: true })
  expect(run(data, 'backup', 'restore', backup)).toMatchObject({ status: 1, stderr: expect.stringContaining('--force') })
  expect(run(data, 'backup', 'restore', backup, '--force')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('What was there before'),
  })
  const aside = readdirSync(data).find((name) => name.startsWith('replaced-')) ?? ''
  expect(readdirSync(join(data, aside))).toEqual(expect.arrayContaining(['catalogue.sqlite', 'signing.key', 'thumbnails']))
  expect(run(data, 'verify').stdout).toMatch(new RegExp(`^${PICTURES} works: ${PICTURES} of ${PICTURES} originals whole`))
  const elsewhere = join(tempFolder(), 'new')
  for (const count of [1, 20]) {
    await kill(start(elsewhere, ['backup', 'restore', backup]), () => originalsIn(elsewhere).length >= count)
    if (existsSync(join(elsewhere, 'catalogue.sqlite'))) rmSync(elsewhere, { recursive: true }) // It was quicker.
  }
  expect(run(elsewhere, 'backup', 'restore', backup).status).toBe(0)
  expect(run(elsewhere, 'verify').status).toBe(0)
})
