import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgresCatalogue } from '../../server/adapters/catalogue/postgres.ts'
import { s3Objects } from '../../server/adapters/objects/s3.ts'
import { originalObjects } from '../../server/adapters/originals/objects.ts'
import { bridge, fixtureOriginals } from '../fixtures/media.ts'
import { save } from '../support/memory/save.ts'
import { hasRealPostgres, openRealPostgres, type RealPostgres } from '../support/servers/postgres.ts'
import { askRaw } from '../support/servers/raw-answer.ts'
import { RUNTIMES } from '../support/servers/runtimes.ts'
import { type S3Server, startS3Server } from '../support/servers/s3-server.ts'

describe.skipIf(!hasRealPostgres()).each(RUNTIMES.filter(({ missing, isProcess }) => isProcess && missing === undefined))(
  '$name with the catalogue in PostgreSQL and pictures in a bucket',
  (runtime) => {
    let folder: string
    let postgres: RealPostgres
    let s3: S3Server

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'placard-postgres-'))
      ;[postgres, s3] = await Promise.all([openRealPostgres(), startS3Server()])
    })
    afterAll(async () => {
      await Promise.all([postgres?.stop(), s3?.close()])
      rmSync(folder, { recursive: true, force: true })
    })

    it('serves from there, and writes nothing on this machine', async () => {
      const access = await postgres.makeDatabase()
      const catalogue = await openPostgresCatalogue(access)
      await save(catalogue, bridge)
      for (const bytes of fixtureOriginals()) await originalObjects(s3Objects(s3.access)).put(bytes)
      const server = await runtime.start(folder, {
        PLACARD_DATABASE_URL: postgres.urlOf(access),
        PLACARD_S3_ENDPOINT: s3.access.endpoint,
        PLACARD_S3_BUCKET: s3.access.bucket,
        PLACARD_S3_PREFIX: s3.access.prefix,
        PLACARD_S3_ACCESS_KEY_ID: s3.access.accessKeyId,
        PLACARD_S3_SECRET_ACCESS_KEY: s3.access.secretAccessKey,
      })
      const frame = async () => (await askRaw(server.baseUrl, { path: `/p/${bridge.shortcode}/embed/` })).status
      expect((await askRaw(server.baseUrl, { path: '/ready' })).status).toBe(200)
      expect((await askRaw(server.baseUrl, { path: `/t/${bridge.shortcode}/1/320.jpg` })).status).toBe(200)
      expect([await frame(), await frame()]).toEqual([200, 200])
      await save(catalogue, { ...bridge, standing: { kind: 'withdrawn', reason: 'copyright', at: 1 } })
      await expect.poll(frame).toBe(410)
      expect(await server.stop()).toBe(0)
      expect(readdirSync(folder)).not.toContain('data')
      await catalogue.close()
    })
  },
)
