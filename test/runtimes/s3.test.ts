import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { s3Objects } from '../../server/adapters/objects/s3.ts'
import { originalObjects } from '../../server/adapters/originals/objects.ts'
import { bridge, film, privateMedia } from '../fixtures/media.ts'
import { videoBytes } from '../fixtures/videos.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { askRaw } from '../support/servers/raw-answer.ts'
import { RUNTIMES } from '../support/servers/runtimes.ts'
import { type S3Server, startS3Server } from '../support/servers/s3-server.ts'

const THUMBNAIL = `/t/${bridge.shortcode}/1/320.jpg`
const FILM = `/v/${film.shortcode}/1/video.mp4`

let folder: string
let s3: S3Server

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'placard-s3-'))
  s3 = await startS3Server()
  await makeCollection(join(folder, 'data'), [bridge, film, privateMedia], originalObjects(s3Objects(s3.access)))
})
afterEach(async () => {
  await s3.close()
  rmSync(folder, { recursive: true, force: true })
})

const settings = () => ({
  PLACARD_S3_ENDPOINT: s3.access.endpoint,
  PLACARD_S3_BUCKET: s3.access.bucket,
  PLACARD_S3_PREFIX: s3.access.prefix,
  PLACARD_S3_ACCESS_KEY_ID: s3.access.accessKeyId,
  PLACARD_S3_SECRET_ACCESS_KEY: s3.access.secretAccessKey,
})

describe.each(RUNTIMES.filter(({ missing, isProcess }) => isProcess && missing === undefined))(
  '$name with originals and thumbnails in a bucket',
  (runtime) => {
    it('serves from there, keeps nothing here, and says when the bucket is gone', async () => {
      const server = await runtime.start(folder, settings())
      try {
        const ask = (path: string, headers = {}) => askRaw(server.baseUrl, { path, headers })
        const picture = await ask(THUMBNAIL)
        expect({ status: picture.status, type: picture.headers['content-type'] }).toEqual({ status: 200, type: 'image/jpeg' })
        const part = await ask(FILM, { Range: 'bytes=100-299' })
        expect(part.bytes.equals(videoBytes('clip.mp4').subarray(100, 300))).toBe(true)
        expect((await ask('/ready')).status).toBe(200)
        await expect.poll(() => [...s3.objects.keys()].filter((name) => name.startsWith('placard/thumbnails/'))).toHaveLength(1)
        expect(readdirSync(join(folder, 'data'))).not.toEqual(expect.arrayContaining([expect.stringMatching(/originals|thumbnails/)]))

        s3.failAlways({ status: 403, code: 'AccessDenied' })
        const ready = await ask('/ready')
        expect({ status: ready.status, body: String(ready.bytes) }).toEqual({
          status: 503,
          body: '{"status":"unavailable","failing":["originals"]}',
        })
        expect((await ask('/health')).status).toBe(200)
        expect((await ask(FILM)).status).toBe(503)
        // What is in memory is served all the same.
        expect((await ask(THUMBNAIL)).bytes.equals(picture.bytes)).toBe(true)
        // The log is written together, a little later.
        await expect.poll(() => server.written()).toContain('PLACARD_S3_ACCESS_KEY_ID')
        expect(server.written()).not.toContain(s3.access.secretAccessKey)
      } finally {
        expect(await server.stop()).toBe(0)
      }
    })
  },
)
