import { writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { handleStream } from '../../../server/adapters/originals/handle-stream.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const READERS = 100
const PIECES = 5

it('of all files that are sent at most 16 are read at the same time, each to its end (L4)', async () => {
  const path = join(tempFolder(), 'file')
  writeFileSync(path, 'x')
  let running = 0
  let most = 0
  const streams = await Promise.all(
    Array.from({ length: READERS }, async () => {
      const handle = await open(path)
      let pieces = 0
      return handleStream(handle, path, async ({ give, end }) => {
        running += 1
        most = Math.max(most, running)
        await new Promise(setImmediate)
        running -= 1
        pieces += 1
        if (pieces <= PIECES) return give(1)
        await handle.close()
        end()
      })
    }),
  )
  const texts = await Promise.all(streams.map((stream) => new Response(stream).arrayBuffer()))
  expect(new Set(texts.map(({ byteLength }) => byteLength))).toEqual(new Set([PIECES]))
  expect(most).toBe(16)
})

it('one that fails gives its turn to the next', async () => {
  const path = join(tempFolder(), 'file')
  writeFileSync(path, 'x')
  const failing = await Promise.all(
    Array.from({ length: 40 }, async () => handleStream(await open(path), path, () => Promise.reject(new Error('no such luck')))),
  )
  const ends = await Promise.allSettled(failing.map((stream) => new Response(stream).arrayBuffer()))
  expect(ends.map(({ status }) => status)).toEqual(ends.map(() => 'rejected'))
  const handle = await open(path)
  const last = handleStream(handle, path, async ({ give, end }) => {
    give(1)
    await handle.close()
    end()
  })
  expect((await new Response(last).arrayBuffer()).byteLength).toBe(1)
})
