import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { objectCache } from '../../../server/adapters/cache/objects.ts'
import { s3Objects } from '../../../server/adapters/objects/s3.ts'
import { originalObjects } from '../../../server/adapters/originals/objects.ts'
import { UnavailableError } from '../../../server/core/errors.ts'
import type { ObjectStore } from '../../../server/ports/objects.ts'
import { arrivingObjectsContract, arrivingOriginalsContract } from '../../contracts/arriving.ts'
import { byteCacheContract } from '../../contracts/byte-cache.ts'
import { objectsContract } from '../../contracts/objects.ts'
import { originalsContract } from '../../contracts/originals.ts'
import { hasRealS3, openRealS3, type RealS3 } from '../../support/servers/real-s3.ts'

const isHere = hasRealS3()
if (!isHere)
  process.stderr.write(
    'placard: tests with a real S3 server are skipped; they need S3_ENDPOINT, or the packages of `test/servers/s3.sh --install`\n',
  )

describe.skipIf(!isHere)('a real S3 server', () => {
  let s3: RealS3
  let prefixes = 0

  beforeAll(async () => {
    s3 = await openRealS3()
  })
  afterAll(async () => await s3?.stop())

  /** A place of its own for each test. */
  const objects = (): ObjectStore => {
    prefixes += 1
    return s3Objects({ ...s3.access, prefix: `${s3.access.prefix}${prefixes}/` })
  }

  objectsContract('s3Objects', objects)
  originalsContract('originalObjects on S3', async () => originalObjects(objects()))
  arrivingObjectsContract('s3Objects', objects)
  arrivingOriginalsContract('originalObjects on S3', async () => originalObjects(objects()))
  byteCacheContract('objectCache on S3', async ({ clock }) => objectCache({ objects: objects(), clock }))

  it('says the MD5 of what it has, so that an original is sent once', async () => {
    const store = objects()
    await store.put('abc', new TextEncoder().encode('abc'))
    // RFC 1321, appendix A.5.
    expect(await store.find('abc')).toEqual({ bytes: 3, etag: '900150983cd24fb0d6963f7d28e17f72' })
  })

  it.each([
    ['secret', { secretAccessKey: 'wrong' }, 'PLACARD_S3_SECRET_ACCESS_KEY'],
    ['key', { accessKeyId: 'wrong:wrong' }, 'PLACARD_S3_ACCESS_KEY_ID'],
    ['bucket', { bucket: 'placard-no-such-bucket' }, 'PLACARD_S3_BUCKET'],
  ])('refuses a wrong %s, and the error names the setting', async (_name, changed, setting) => {
    const check = originalObjects(s3Objects({ ...s3.access, ...changed })).check()
    await expect(check).rejects.toThrow(UnavailableError)
    await expect(check).rejects.toThrow(setting)
  })
})
