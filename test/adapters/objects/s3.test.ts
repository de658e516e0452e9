import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { objectCache } from '../../../server/adapters/cache/objects.ts'
import { delayBefore } from '../../../server/adapters/objects/retry.ts'
import { s3Objects } from '../../../server/adapters/objects/s3.ts'
import { originalObjects } from '../../../server/adapters/originals/objects.ts'
import { UnavailableError } from '../../../server/core/errors.ts'
import type { ObjectStore } from '../../../server/ports/objects.ts'
import { arrivingObjectsContract, arrivingOriginalsContract } from '../../contracts/arriving.ts'
import { byteCacheContract } from '../../contracts/byte-cache.ts'
import { objectsContract, readObject } from '../../contracts/objects.ts'
import { originalsContract, readOriginal } from '../../contracts/originals.ts'
import { settableClock, streamOf } from '../../support/memory/adapters.ts'
import { type S3Fault, type S3Server, startS3Server } from '../../support/servers/s3-server.ts'

let s3: S3Server
let objects: ObjectStore

beforeEach(async () => {
  s3 = await startS3Server()
  objects = s3Objects(s3.access)
})
afterEach(() => s3.close())

objectsContract('s3Objects on our own S3', () => objects)
originalsContract('originalObjects on our own S3', async () => originalObjects(objects))
arrivingObjectsContract('s3Objects on our own S3', () => objects)
arrivingOriginalsContract('originalObjects on our own S3', async () => originalObjects(objects))
byteCacheContract('objectCache on our own S3', async ({ clock }) => objectCache({ objects, clock }))

const bytes = Uint8Array.from({ length: 60_000 }, (_, index) => (index * 7) % 251)
const md5 = (data: Uint8Array) => createHash('md5').update(data).digest('base64')
const KEY = 'p1/C6aHDKgAQA/1/640.webp'

async function messageOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UnavailableError)
  return String(error)
}

describe('what is sent', () => {
  it('is signed, and carries both digests, under its prefix', async () => {
    await objects.put('a/b', bytes)
    expect([...s3.objects.keys()]).toEqual(['placard/a/b'])
    expect(s3.lastHeaders()).toMatchObject({
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKTEST\/\d{8}\/us-east-1\/s3\/aws4_request, SignedHeaders=.*content-md5/,
      ),
      'content-md5': md5(bytes),
      'x-amz-content-sha256': createHash('sha256').update(bytes).digest('hex'),
    })
  })

  it('is refused where it changed on the way, and the error says so', async () => {
    s3.fail('garble')
    expect(await messageOf(objects.put('a', bytes))).toContain('BadDigest')
    expect(s3.objects.size).toBe(0)
  })

  it('is asked for once more where the ETag is no MD5', async () => {
    s3.useOpaqueEtags()
    await objects.put('a', bytes)
    expect(s3.asked).toEqual(['PUT placard/a', 'HEAD placard/a'])
  })

  it('is asked for again where the store does not see it at once', async () => {
    s3.useOpaqueEtags()
    s3.fail(undefined, { status: 404 })
    await objects.put('a', bytes)
    expect(s3.asked).toEqual(['PUT placard/a', 'HEAD placard/a', 'HEAD placard/a'])
  })

  it('is not there before the store says so', async () => {
    s3.useOpaqueEtags()
    s3.fail(undefined, { status: 404 }, { status: 404 }, { status: 404 }, { status: 404 })
    await expect(objects.put('a', bytes)).rejects.toThrow(/60000 bytes of a in bucket pictures at .* but received none/)
  })

  it('never asks for packed bytes', async () => {
    await objects.put('a', bytes)
    await readObject(objects, 'a')
    expect(s3.lastHeaders()['accept-encoding']).toBe('identity')
  })
})

describe('what is sent in parts', () => {
  const LARGE = new Uint8Array(2 * 8_388_608 + 1).fill(3)
  const receive = (sha256 = createHash('sha256').update(LARGE).digest('hex')) =>
    objects.receive('a', { bytes: LARGE.length, sha256, body: streamOf(LARGE) })

  it('is sent again part by part where one fails, and joined once', async () => {
    s3.fail(undefined, { status: 503 }, undefined, undefined, 'reset')
    await receive()
    expect(s3.asked.map((line) => line.split(' ')[0])).toEqual(['POST', 'PUT', 'PUT', 'PUT', 'PUT', 'PUT', 'POST', 'HEAD'])
    expect(Buffer.compare(s3.objects.get('placard/a')!, LARGE)).toBe(0)
  })

  it.each([
    ['has another hash', undefined, '0'.repeat(64)],
    ['is refused by the store', { status: 403, code: 'AccessDenied' }, undefined],
    ['changes on the way', 'garble', undefined],
  ] as const)('is given up as a whole where it %s', async (_name, fault, sha256) => {
    if (fault) s3.fail(undefined, fault)
    await expect(receive(sha256)).rejects.toThrow()
    expect([s3.openUploads(), s3.objects.size]).toEqual([0, 0])
  })

  it('is known to be there though the answer that said so got lost', async () => {
    s3.fail(undefined, undefined, undefined, undefined, 'lost')
    await receive()
    expect(s3.objects.size).toBe(1)
  })
})

describe('a store that fails for a while', () => {
  it.each([
    ['500', { status: 500, code: 'InternalError' }],
    ['503', { status: 503, code: 'SlowDown', retryAfter: '0' }],
    ['429', { status: 429 }],
    ['a connection that is closed', 'reset'],
  ] as const)('is asked again: %s', async (_name, fault) => {
    s3.fail(fault, fault)
    await objects.put('a', bytes)
    s3.fail(fault)
    expect((await readObject(objects, 'a'))?.equals(bytes)).toBe(true)
    expect(s3.asked).toEqual([...Array(3).fill('PUT placard/a'), ...Array(2).fill('GET placard/a')])
  })

  it('is asked four times at most', async () => {
    s3.failAlways({ status: 503, code: 'SlowDown' })
    expect(await messageOf(objects.find('a'))).toMatch(
      /placard|bucket pictures at http:\/\/127\.0\.0\.1:\d+ but received 503\. Check PLACARD_S3_ENDPOINT/,
    )
    expect(s3.asked).toHaveLength(4)
  })

  it('and whose refusal has no end is not read to it', async () => {
    s3.failAlways('endless')
    expect(await messageOf(objects.delete('a'))).toContain('received 403 AccessDenied')
    await expect.poll(() => s3.unanswered()).toBe(0)
  })

  it('is not waited for longer than there is time in all', async () => {
    s3.failAlways({ status: 503, code: 'SlowDown', retryAfter: '3600' })
    const hasty = s3Objects({ ...s3.access, timing: { attempts: 100, totalMs: 50 } })
    expect(await messageOf(hasty.find('a'))).toContain('503')
    expect(s3.asked).toHaveLength(1)
  })

  it('and whose body breaks off is asked for the rest', async () => {
    await objects.put('a', bytes)
    s3.fail('cut', 'cut')
    expect((await readObject(objects, 'a'))?.equals(bytes)).toBe(true)
    expect(s3.asked).toHaveLength(4)
    s3.fail('cut')
    expect((await readObject(objects, 'a', { range: { start: 1000, end: 9000 } }))?.equals(bytes.subarray(1000, 9000))).toBe(true)
  })

  it('and does not answer, or no further, is asked again', async () => {
    // Many attempts: on a slow machine one without a fault may run out of time too.
    objects = s3Objects({ ...s3.access, timing: { attempts: 20, backoffMs: 2, attemptMs: 300, stallMs: 300 } })
    s3.fail('silence')
    await objects.put('a', bytes)
    s3.fail('stall', 'silence')
    expect((await readObject(objects, 'a'))?.equals(bytes)).toBe(true)
  })

  it('and whose body breaks off again and again is an error in the end', async () => {
    await objects.put('a', bytes)
    s3.failAlways('cut')
    expect(await messageOf(readObject(objects, 'a'))).toContain('to its end')
  })

  it.each(['longer', 'chunked'] as const)('and states a wrong length, or none, is not believed: %s', async (fault) => {
    await objects.put('a', bytes)
    objects = s3Objects({ ...s3.access, timing: { ...s3.access.timing, stallMs: 300 } })
    s3.failAlways(fault)
    const read = readObject(objects, 'a').then((all) => all?.equals(bytes))
    await expect(read).rejects.toThrow(UnavailableError)
  })
})

it.each([
  [2, 0.5, undefined, 100],
  [3, 0.5, undefined, 200],
  [4, 0.5, undefined, 400],
  [4, 0, undefined, 0],
  [2, 0.5, 3000, 3100],
])(
  'the wait before attempt %i is a random part of a doubled time, after what the store asked for',
  (attempt, random, retryAfterMs, waits) => {
    expect(delayBefore(attempt, { backoffMs: 200, random, retryAfterMs })).toBe(waits)
  },
)

describe('a reader who goes away', () => {
  it('ends the request, the wait and the body', async () => {
    await objects.put('a', bytes)
    const reason = new Error('gone')
    const leaveOn = async (fault: S3Fault) => {
      const reader = new AbortController()
      s3.fail(fault)
      const count = s3.asked.length
      const read = readObject(objects, 'a', { signal: reader.signal })
      read.catch(() => {}) // It is looked at below.
      await expect.poll(() => s3.asked.length).toBeGreaterThan(count)
      reader.abort(reason)
      return read
    }
    await expect(leaveOn('silence')).rejects.toBe(reason)
    await expect(leaveOn('stall')).rejects.toThrow('gone')
    objects = s3Objects({ ...s3.access, timing: { ...s3.access.timing, backoffMs: 60_000, totalMs: 600_000 } })
    await expect(leaveOn({ status: 503, retryAfter: '5' })).rejects.toBe(reason)
  })

  it('ends the request for the rest of a body that broke off', async () => {
    await objects.put('a', bytes)
    s3.fail('cut', 'silence')
    const body = (await objects.open('a'))!.body.getReader()
    const reading = (async () => {
      while (!(await body.read()).done);
    })()
    await expect.poll(() => s3.asked.length).toBe(3)
    expect(s3.unanswered()).toBe(1)
    await body.cancel()
    await reading
    await expect.poll(() => s3.unanswered()).toBe(0)
    expect(s3.asked).toHaveLength(3)
  })

  it('is asked nothing for if gone before', async () => {
    await expect(objects.find('a', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
    expect(s3.asked).toEqual([])
  })
})

describe('a wrong setting', () => {
  it.each([
    ['bucket', { bucket: 'other' }, 'PLACARD_S3_BUCKET'],
    ['access key', { accessKeyId: 'AKOTHER' }, 'PLACARD_S3_ACCESS_KEY_ID'],
  ])('is named: %s', async (_name, changed, setting) => {
    const message = await messageOf(originalObjects(s3Objects({ ...s3.access, ...changed })).check())
    expect(message).toContain(setting)
    expect(message).not.toContain(s3.access.secretAccessKey)
  })

  it.each([
    [{ status: 403, code: 'SignatureDoesNotMatch' }, 'PLACARD_S3_SECRET_ACCESS_KEY'],
    [{ status: 403, code: 'AccessDenied' }, 'put and delete'],
    [{ status: 400, code: 'AuthorizationHeaderMalformed' }, 'PLACARD_S3_REGION'],
    [{ status: 301, code: 'PermanentRedirect' }, 'PLACARD_S3_REGION'],
    [{ status: 307 }, 'PLACARD_S3_REGION'],
    [{ status: 403, code: 'RequestTimeTooSkewed' }, 'clock'],
    [{ status: 507 }, 'quota'],
  ] as const)('is named for %j, and not asked for again', async (fault, said) => {
    s3.fail(fault)
    expect(await messageOf(objects.put('a', bytes))).toContain(said)
    expect(s3.asked).toHaveLength(1)
  })

  it('is named where nobody listens', async () => {
    const access = { ...s3.access, endpoint: `http://127.0.0.1:${await closedPort()}` }
    expect(await messageOf(s3Objects(access).find('a'))).toMatch(/ECONNREFUSED\. Check PLACARD_S3_ENDPOINT/)
  })
})

describe('originalObjects', () => {
  it('stores each original once, and asks for no more than its head (D3)', async () => {
    const store = originalObjects(objects)
    const key = await store.put(bytes)
    await store.put(bytes)
    expect(s3.asked).toEqual(['HEAD', 'PUT', 'HEAD'].map((method) => `${method} placard/originals/${key}`))
  })

  it.each([
    ['cut off', (whole: Buffer) => whole.subarray(0, 1000)],
    ['another one of the same length', (whole: Buffer) => Buffer.alloc(whole.length)],
  ])('stores again what is %s', async (_name, damage) => {
    const store = originalObjects(objects)
    const key = await store.put(bytes)
    s3.objects.set(`placard/originals/${key}`, damage(Buffer.from(bytes)))
    await expect(readOriginal(store, key)).rejects.toThrow(UnavailableError)
    await store.put(bytes)
    expect(await readOriginal(store, key)).toEqual(bytes)
  })

  it('fails the read of what arrives with one bit flipped, and reads it again the next time (D3)', async () => {
    const store = originalObjects(objects)
    const key = await store.put(bytes)
    s3.fail('flip')
    await expect(readOriginal(store, key)).rejects.toThrow(/does? not match|match its name/)
    expect(await readOriginal(store, key)).toEqual(bytes)
    // Whether the store or the way was wrong cannot be told from here, so it is stored again.
    await store.put(bytes)
    expect(s3.asked.at(-1)).toBe(`PUT placard/originals/${key}`)
  })

  it('reads nothing before it is asked to, and lets go of what is cancelled', async () => {
    const store = originalObjects(objects)
    const key = await store.put(bytes)
    s3.fail('stall')
    await (await store.open(key))?.body.cancel()
    expect(await readOriginal(store, key)).toEqual(bytes)
  })
})

describe('objectCache', () => {
  const clock = settableClock()

  it.each(['flip', 'cut', { status: 403, code: 'AccessDenied' }, { status: 503 }] as const)(
    'does not know what it cannot read: %j',
    async (fault) => {
      const cache = objectCache({ objects, clock })
      await cache.put(KEY, bytes, 60)
      s3.failAlways(fault)
      expect(await cache.find(KEY)).toBeUndefined()
      s3.failAlways(undefined)
      expect(await cache.find(KEY)).toHaveLength(bytes.length)
    },
  )

  it('does not know what another key was stored as', async () => {
    const cache = objectCache({ objects, clock })
    await cache.put(KEY, bytes, 60)
    s3.objects.set('placard/thumbnails/b', s3.objects.get(`placard/thumbnails/${KEY}`)!)
    expect(await cache.find('b')).toBeUndefined()
  })

  it('does not wait for a store that is slow', async () => {
    s3.failAlways('silence')
    expect(await objectCache({ objects, clock, findMs: 20 }).find(KEY)).toBeUndefined()
  })

  it('says so where it cannot write', async () => {
    s3.failAlways({ status: 403, code: 'AccessDenied' })
    expect(await messageOf(objectCache({ objects, clock }).put(KEY, bytes, 60))).toContain('PLACARD_S3')
  })
})

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return address !== null && typeof address === 'object' ? address.port : 0
}
