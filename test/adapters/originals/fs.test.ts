import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openOriginalsFolder } from '../../../server/adapters/originals/fs.ts'
import { UnavailableError } from '../../../server/core/errors.ts'
import type { OriginalKey } from '../../../server/core/media.ts'
import { arrivingOriginalsContract } from '../../contracts/arriving.ts'
import { originalsContract, readOriginal } from '../../contracts/originals.ts'
import { originalBytes } from '../../fixtures/media.ts'
import { bundleScript } from '../../support/programs/bundle.ts'
import { tempFolder } from '../../support/temp-folder.ts'

originalsContract('openOriginalsFolder', () => openOriginalsFolder(join(tempFolder(), 'originals')))
arrivingOriginalsContract('openOriginalsFolder', () => openOriginalsFolder(join(tempFolder(), 'originals')))

const bytes = originalBytes('bridge.jpg')
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
const pathOf = (folder: string, key: string) => join(folder, key.slice(0, 2), key.slice(2, 4), key)

function namesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))
}

describe('openOriginalsFolder', () => {
  it('keeps one file, named by its hash, and no temporary (D3)', async () => {
    const folder = tempFolder()
    const store = await openOriginalsFolder(folder)
    await Promise.all([store.put(bytes), store.put(bytes), store.put(bytes)])
    const key = await store.put(bytes)
    expect(namesBelow(folder)).toEqual([key])
    expect(readFileSync(pathOf(folder, key)).equals(bytes)).toBe(true)
  })

  it.skipIf(process.platform === 'win32')('lets no other user of the machine in, though the folder above does (O9)', async () => {
    const folder = join(tempFolder(), 'originals')
    chmodSync(dirname(folder), 0o755)
    await openOriginalsFolder(folder)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it('finds after a restart what was put before', async () => {
    const folder = tempFolder()
    const key = await (await openOriginalsFolder(folder)).put(bytes)
    expect(await readOriginal(await openOriginalsFolder(folder), key)).toEqual(bytes)
  })

  it('sweeps temporaries of a dead process, not those of a running one (D5)', async () => {
    const folder = tempFolder()
    mkdirSync(join(folder, 'incoming'))
    writeFileSync(join(folder, 'incoming', 'old'), 'part')
    utimesSync(join(folder, 'incoming', 'old'), 0, 0)
    writeFileSync(join(folder, 'incoming', 'new'), 'part')
    await openOriginalsFolder(folder)
    expect(readdirSync(join(folder, 'incoming'))).toEqual(['new'])
  })

  it('makes room of parts that nobody goes on with, also in a process that never ends (D5)', async () => {
    const folder = tempFolder()
    const originals = await openOriginalsFolder(folder)
    const send = async (text: string, start = 0) => {
      const part = new TextEncoder().encode(text)
      const key = sha256(part) as OriginalKey
      const arriving = { bytes: part.length, sha256: key, body: new Blob([part]).stream() }
      await originals.receivePart({ key, range: { start, end: start + part.length } }, arriving)
      return join(folder, 'incoming', `${key}.${start}`)
    }
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
    const abandoned = await send('abandoned')
    const waiting = await send('waiting')
    utimesSync(abandoned, hoursAgo(25), hoursAgo(25))
    utimesSync(waiting, hoursAgo(23), hoursAgo(23))
    await send('a later part', 8_388_608)
    expect(readdirSync(join(folder, 'incoming'))).toHaveLength(3)
    const first = await send('another original')
    const left = readdirSync(join(folder, 'incoming'))
    expect(left).toHaveLength(3)
    expect([abandoned, waiting, first].map((path) => left.includes(basename(path)))).toEqual([false, true, true])
    // Nor does another process that opens the folder meanwhile take from the push what it goes on with.
    await openOriginalsFolder(folder)
    expect(readdirSync(join(folder, 'incoming'))).toEqual(left)
  })

  it('fails the read of every file with one bit flipped, and stores it again at the next put (D3)', async () => {
    const folder = tempFolder()
    const store = await openOriginalsFolder(folder)
    const originals = Array.from({ length: 100 }, (_, index) =>
      Uint8Array.from({ length: 300 }, (_unused, offset) => (offset * (index + 1)) % 251),
    )
    for (const original of originals) {
      const key = await store.put(original)
      const damaged = original.slice()
      damaged[Number.parseInt(key.slice(0, 2), 16)] = (damaged[Number.parseInt(key.slice(0, 2), 16)] ?? 0) ^ 4
      writeFileSync(pathOf(folder, key), damaged)
      await expect(readOriginal(store, key)).rejects.toThrow(UnavailableError)
      expect(await store.open(key)).toBeUndefined()
      await store.put(original)
      expect(await readOriginal(store, key)).toEqual(original)
    }
    expect(readdirSync(join(folder, 'damaged'))).toHaveLength(100)
  })

  it('stores again a file that was cut off', async () => {
    const folder = tempFolder()
    const store = await openOriginalsFolder(folder)
    const key = await store.put(bytes)
    truncateSync(pathOf(folder, key), 1000)
    await store.put(bytes)
    expect(await readOriginal(store, key)).toEqual(bytes)
  })

  it('says where and why when it cannot open, write or read', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'file'), '')
    await expect(openOriginalsFolder(join(folder, 'file'))).rejects.toThrow(UnavailableError)
    await expect(openOriginalsFolder(join(folder, 'file'))).rejects.toThrow(join(folder, 'file'))
    const store = await openOriginalsFolder(folder)
    const key = sha256(bytes)
    // A file where a folder must be, as if the disk refused.
    writeFileSync(join(folder, key.slice(0, 2)), '')
    await expect(store.put(bytes)).rejects.toThrow(UnavailableError)
    await expect(store.open(key as OriginalKey)).rejects.toThrow(UnavailableError)
    expect(readdirSync(join(folder, 'incoming'))).toEqual([])
  })

  it('acknowledges nothing that kill -9 can take back (D2)', async () => {
    const folder = tempFolder()
    const script = await bundleScript('programs/put-originals.ts', tempFolder())
    for (let round = 0; round < 30; round += 1) {
      const acknowledged = await putUntilKilled(script, folder, 1 + (round % 7))
      expect(acknowledged.length).toBeGreaterThan(round % 7)
      for (const key of acknowledged) expect(sha256(readFileSync(pathOf(folder, key)))).toBe(key)
    }
    const stored = readdirSync(folder).filter((name) => name.length === 2)
    for (const part of stored) {
      for (const name of namesBelow(join(folder, part))) expect(sha256(readFileSync(pathOf(folder, name)))).toBe(name)
    }
    const store = await openOriginalsFolder(folder)
    expect(await readOriginal(store, await store.put(bytes))).toEqual(bytes)
  })

  it.skipIf(spawnSync('strace', ['-V']).error !== undefined)(
    'syncs the file, renames it, syncs its folder, in that order (D3)',
    async () => {
      const folder = join(tempFolder(), 'originals')
      const trace = join(tempFolder(), 'trace')
      const script = await bundleScript('programs/put-originals.ts', tempFolder())
      const watched = ['-f', '-y', '-s', '100', '-e', 'trace=write,pwrite64,fsync,rename,renameat2', '-o', trace]
      const { stdout } = spawnSync('strace', [...watched, process.execPath, script, folder, '1'], { encoding: 'utf8' })
      const key = stdout.trim()
      const lines = readFileSync(trace, 'utf8').split('\n')
      const at = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line))
      const [written, synced, renamed] = [
        at(new RegExp(`write.*${key}`)),
        at(new RegExp(`fsync\\(.*${key}`)),
        at(new RegExp(`rename.*${key}`)),
      ]
      const folders = [dirname(pathOf(folder, key)), dirname(dirname(pathOf(folder, key))), folder]
      const folderSyncs = folders.map((path) => lines.findLastIndex((line) => line.includes('fsync(') && line.includes(`<${path}>`)))
      const acknowledged = at(new RegExp(`write\\(1<.*${key}`))
      expect([
        written >= 0,
        synced > written,
        renamed > synced,
        Math.min(...folderSyncs) > renamed,
        acknowledged > Math.max(...folderSyncs),
      ]).toEqual(Array.from({ length: 5 }, () => true))
    },
  )
})

/** Runs a process that puts originals, kills it once it has acknowledged `count`, and answers all that it had. */
function putUntilKilled(script: string, folder: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, [script, folder, '100000'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
    if (output.split('\n').length > count) child.kill('SIGKILL')
  })
  return new Promise((resolve) => child.on('close', () => resolve(output.split('\n').slice(0, -1))))
}
