import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDiskCache } from '../../../server/adapters/cache/disk.ts'
import { memoryCache } from '../../../server/adapters/cache/memory.ts'
import { tieredCache } from '../../../server/adapters/cache/tiered.ts'
import { UnavailableError } from '../../../server/core/errors.ts'
import { boundedCacheContract, byteCacheContract } from '../../contracts/byte-cache.ts'
import { settableClock } from '../../support/memory/adapters.ts'
import { tempFolder } from '../../support/temp-folder.ts'

byteCacheContract('memoryCache', async (options) => memoryCache(options))
boundedCacheContract('memoryCache', async (options) => memoryCache(options))
byteCacheContract('openDiskCache', (options) => openDiskCache({ folder: tempFolder(), ...options }))
boundedCacheContract('openDiskCache', (options) => openDiskCache({ folder: tempFolder(), ...options }))
byteCacheContract('tieredCache', async (options) =>
  tieredCache(memoryCache(options), await openDiskCache({ folder: tempFolder(), ...options })),
)

const text = (value: string) => new TextEncoder().encode(value)
const plain = (bytes: Uint8Array | undefined) => bytes && new Uint8Array(bytes)
const KEY = 'p1/C6aHDKgAQA/1/640.webp'

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )
}

describe('openDiskCache', () => {
  it.skipIf(process.platform === 'win32')('makes a folder that other users of the machine cannot look into (O9)', async () => {
    const folder = join(tempFolder(), 'thumbnails')
    await openDiskCache({ folder, maxBytes: 1000, clock: settableClock() })
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  const clock = settableClock()

  it('finds after a restart what it kept before, until its time is over', async () => {
    const folder = tempFolder()
    await (await openDiskCache({ folder, maxBytes: 1000, clock })).put(KEY, text('a'), 60)
    const restarted = await openDiskCache({ folder, maxBytes: 1000, clock })
    expect(plain(await restarted.find(KEY))).toEqual(text('a'))
    const later = settableClock(clock.now() + 60_001)
    expect(await (await openDiskCache({ folder, maxBytes: 1000, clock: later })).find(KEY)).toBeUndefined()
    expect(filesBelow(folder)).toEqual([])
  })

  it('remembers through a restart what was used last (I9)', async () => {
    const folder = tempFolder()
    const time = settableClock()
    const cache = await openDiskCache({ folder, maxBytes: 5000, clock: time })
    for (const name of ['a', 'b', 'c']) {
      await cache.put(name, new Uint8Array(1000), 6000)
      time.advance(1000)
    }
    await cache.find('a')
    time.advance(1000)
    const restarted = await openDiskCache({ folder, maxBytes: 3200, clock: time })
    await restarted.put('d', new Uint8Array(1000), 6000)
    expect(await restarted.find('b')).toBeUndefined()
    expect(await restarted.find('a')).toBeDefined()
    expect(await restarted.find('d')).toBeDefined()
  })

  it('uses at most its bytes on disk (I9)', async () => {
    const folder = tempFolder()
    const cache = await openDiskCache({ folder, maxBytes: 50_000, clock })
    await Promise.all(Array.from({ length: 100 }, (_, index) => cache.put(`k${index}`, new Uint8Array(2000), 60)))
    const used = filesBelow(folder).reduce((sum, file) => sum + statSync(file).size, 0)
    expect(used).toBeLessThanOrEqual(50_000)
    expect(used).toBeGreaterThan(40_000)
  })

  it.each([
    ['cut off', (path: string) => truncateSync(path, 45)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['changed in one bit', (path: string) => writeFileSync(path, flipLastBit(readFileSync(path)))],
  ])('does not answer a file that is %s, and removes it', async (_name, damage) => {
    const folder = tempFolder()
    const cache = await openDiskCache({ folder, maxBytes: 1000, clock })
    await cache.put(KEY, text('some bytes'), 60)
    const [path = ''] = filesBelow(folder)
    damage(path)
    expect(await cache.find(KEY)).toBeUndefined()
    expect(filesBelow(folder)).toEqual([])
  })

  it("does not answer another key's file that was moved in place of its own", async () => {
    const folder = tempFolder()
    const cache = await openDiskCache({ folder, maxBytes: 1000, clock })
    await cache.put('a', text('of a'), 60)
    const [a = ''] = filesBelow(folder)
    await cache.put('b', text('of b'), 60)
    const b = filesBelow(folder).find((path) => path !== a) ?? ''
    writeFileSync(a, readFileSync(b))
    expect(await cache.find('a')).toBeUndefined()
  })

  it('says without a look at the disk what it has not got; what others put there is found by the next who opens it (L6)', async () => {
    const folder = tempFolder()
    const cache = await openDiskCache({ folder, maxBytes: 1000, clock })
    await (await openDiskCache({ folder, maxBytes: 1000, clock })).put(KEY, text('of another process'), 60)
    expect(await cache.find(KEY)).toBeUndefined()
    const next = await openDiskCache({ folder, maxBytes: 1000, clock })
    expect(plain(await next.find(KEY))).toEqual(text('of another process'))
  })

  it('keeps what could not be read for a moment, and counts it on (I9)', async () => {
    const folder = tempFolder()
    const cache = await openDiskCache({ folder, maxBytes: 5000, clock })
    await cache.put(KEY, text('a'), 60)
    const [path = ''] = filesBelow(folder)
    renameSync(path, `${path}.aside`)
    mkdirSync(path) // EISDIR stands for EMFILE and its kin.
    expect(await cache.find(KEY)).toBeUndefined()
    rmdirSync(path)
    renameSync(`${path}.aside`, path)
    expect(plain(await cache.find(KEY))).toEqual(text('a'))
  })

  it('sweeps temporaries of a dead process, not those of a running one (D5)', async () => {
    const folder = tempFolder()
    await (await openDiskCache({ folder, maxBytes: 1000, clock })).put(KEY, text('a'), 60)
    const [path = ''] = filesBelow(folder)
    writeFileSync(`${path}.old.tmp`, 'x')
    utimesSync(`${path}.old.tmp`, 0, 0)
    writeFileSync(`${path}.new.tmp`, 'x')
    utimesSync(`${path}.new.tmp`, clock.now() / 1000, clock.now() / 1000)
    await openDiskCache({ folder, maxBytes: 1000, clock })
    expect(filesBelow(folder).sort()).toEqual([path, `${path}.new.tmp`].sort())
  })

  it('leaves no temporary behind', async () => {
    const folder = tempFolder()
    const cache = await openDiskCache({ folder, maxBytes: 1_000_000, clock })
    await Promise.all(Array.from({ length: 20 }, () => cache.put(KEY, new Uint8Array(1000), 60)))
    expect(filesBelow(folder)).toHaveLength(1)
  })

  it('says where and why when it cannot open or write', async () => {
    const folder = tempFolder()
    const file = join(folder, 'file')
    writeFileSync(file, '')
    await expect(openDiskCache({ folder: file, maxBytes: 1000, clock })).rejects.toThrow(UnavailableError)
    await expect(openDiskCache({ folder: file, maxBytes: 1000, clock })).rejects.toThrow(file)
    const cache = await openDiskCache({ folder: join(folder, 'cache'), maxBytes: 1000, clock })
    // A file stands where the folder of this key would be made, as if the disk refused.
    writeFileSync(join(folder, 'cache', 'ca'), '')
    await expect(cache.put('a', text('x'), 60)).rejects.toThrow(UnavailableError)
    expect(await cache.find('a')).toBeUndefined()
  })
})

describe('tieredCache', () => {
  it('promotes what only the slow cache has, for the rest of its time', async () => {
    const clock = settableClock()
    const fast = memoryCache({ maxBytes: 10_000, clock })
    const slow = await openDiskCache({ folder: tempFolder(), maxBytes: 10_000, clock })
    await slow.put(KEY, text('a'), 60)
    clock.advance(40_000)
    expect(plain(await tieredCache(fast, slow).find(KEY))).toEqual(text('a'))
    expect(plain(await fast.find(KEY))).toEqual(text('a'))
    clock.advance(20_001)
    expect(await fast.find(KEY)).toBeUndefined()
  })

  it('does not bring back what is deleted while the slow cache answers', async () => {
    const clock = settableClock()
    const slow = await openDiskCache({ folder: tempFolder(), maxBytes: 10_000, clock })
    const cache = tieredCache(memoryCache({ maxBytes: 10_000, clock }), slow)
    await slow.put(KEY, text('a'), 60)
    const finding = cache.find(KEY)
    await cache.delete(KEY)
    await finding
    expect(await cache.find(KEY)).toBeUndefined()
  })

  it('does not bring back what is replaced while the slow cache answers', async () => {
    const clock = settableClock()
    const slow = await openDiskCache({ folder: tempFolder(), maxBytes: 10_000, clock })
    const fast = memoryCache({ maxBytes: 10_000, clock })
    await slow.put(KEY, text('a'), 60)
    let answerNow = () => {}
    const opened = new Promise<void>((done) => {
      answerNow = done
    })
    let hasRead = false
    const late: typeof slow = {
      ...slow,
      async findEntry(key) {
        const entry = await slow.findEntry(key)
        hasRead = true
        await opened
        return entry
      },
    }
    const cache = tieredCache(fast, late)
    const finding = cache.find(KEY)
    await expect.poll(() => hasRead).toBe(true)
    await cache.put(KEY, text('b'), 60)
    answerNow()
    await finding
    expect(plain(await cache.find(KEY))).toEqual(text('b'))
  })
})

function flipLastBit(bytes: Buffer): Buffer {
  const last = bytes.length - 1
  bytes[last] = (bytes[last] ?? 0) ^ 1
  return bytes
}
