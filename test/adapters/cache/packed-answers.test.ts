import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { freshAnswers } from '../../../server/adapters/cache/answers.ts'
import { zlibPack } from '../../../server/adapters/cache/zlib-pack.ts'
import type { Coding } from '../../../server/core/content-coding.ts'
import type { Answer, Pack } from '../../../server/ports/answers.ts'

const text = (length: number) => new Uint8Array(Buffer.alloc(length, 'a card and its credit, '))

function answerOf(body: Uint8Array, { etag = 'W/"1"', vary = 'Accept-Encoding' as string | undefined } = {}): Answer {
  const headers = { etag, 'content-type': 'text/html', 'content-length': String(body.length), ...(vary && { vary }) }
  return { route: '/x', etag, headers, body, headersOfNotModified: { etag } }
}

/** Answers of one generation after another, and all packing that was asked for: done when it is let. */
function world({ maxBytes = 1_000_000 } = {}) {
  const asked: { readonly name: string; readonly finish: (bytes: Uint8Array) => void; readonly fail: (error: Error) => void }[] = []
  const pack: Pack = (bytes, coding) =>
    new Promise((finish, fail) => {
      asked.push({ name: `${coding} ${bytes.length}`, finish, fail })
    })
  let generation: number | undefined = 1
  const answers = freshAnswers({ maxBytes, freshness: { generation: () => generation }, pack })
  return {
    asked,
    change: (to: number | undefined) => {
      generation = to
    },
    keep: (target: string, answer: Answer) => answers.keep(target, answer, answers.begin()),
    find: answers.find,
    /** What is found once all packing that has ended is known. */
    async afterwards(target: string, coding?: Coding) {
      await new Promise((done) => setImmediate(done))
      return answers.find(target, coding)
    },
  }
}

/** One answer is kept, and has been asked for in Brotli. */
function worldWith(answer: Answer) {
  const made = world()
  made.keep('/x', answer)
  made.find('/x', 'br')
  return made
}

describe('a kept answer', () => {
  const answer = answerOf(text(2000))

  it('is packed once, when it is asked for by someone who takes that, who gets it as it is until then', async () => {
    const { asked, keep, find, afterwards } = world()
    keep('/x', answer)
    expect(find('/x')).toBe(answer)
    expect(asked).toEqual([])
    expect([find('/x', 'br'), find('/x', 'br'), find('/x', 'br')]).toEqual([answer, answer, answer])
    expect(asked.map(({ name }) => name)).toEqual(['br 2000'])
    asked[0]?.finish(new Uint8Array(30))
    const packed = await afterwards('/x', 'br')
    expect(packed).toEqual({
      ...answer,
      headers: {
        etag: 'W/"1"',
        'content-type': 'text/html',
        'content-length': '30',
        vary: 'Accept-Encoding',
        'content-encoding': 'br',
      },
      body: new Uint8Array(30),
    })
    expect(find('/x', 'br')).toBe(packed)
    expect(find('/x')).toBe(answer)
    expect(asked).toHaveLength(1)
  })

  it('is packed in each coding for itself', async () => {
    const { asked, find, afterwards } = worldWith(answer)
    asked[0]?.finish(new Uint8Array(30))
    expect(await afterwards('/x', 'gzip')).toBe(answer)
    expect(asked.map(({ name }) => name)).toEqual(['br 2000', 'gzip 2000'])
    asked[1]?.finish(new Uint8Array(40))
    expect((await afterwards('/x', 'gzip'))?.headers['content-encoding']).toBe('gzip')
    expect(find('/x', 'br')?.headers['content-encoding']).toBe('br')
  })

  it.each([
    { name: 'of 1,023 bytes', kept: answerOf(text(1023)), packed: 0 },
    { name: 'of 1,024 bytes', kept: answerOf(text(1024)), packed: 1 },
    { name: 'that does not vary, such as a picture', kept: answerOf(text(2000), { vary: '' }), packed: 0 },
  ])('$name is packed $packed times', ({ kept, packed }) => {
    const { asked, keep, find } = world()
    keep('/x', kept)
    expect(find('/x', 'br')).toBe(kept)
    expect(asked).toHaveLength(packed)
  })

  it('that gets no smaller goes on as it is, and is not tried again', async () => {
    const { asked, afterwards } = worldWith(answer)
    asked[0]?.finish(new Uint8Array(2000))
    expect(await afterwards('/x', 'br')).toBe(answer)
    expect(asked).toHaveLength(1)
  })

  it('goes on as it is where packing fails, and is tried again', async () => {
    const { asked, afterwards } = worldWith(answer)
    asked[0]?.fail(new Error('Cannot allocate memory'))
    expect(await afterwards('/x', 'br')).toBe(answer)
    expect(asked).toHaveLength(2)
  })

  it('waits for no other: only one is packed at a time, the next when it is asked for then', async () => {
    const { asked, keep, find, afterwards } = world()
    for (const target of ['/1', '/2']) {
      keep(target, answer)
      find(target, 'br')
    }
    expect(asked).toHaveLength(1)
    asked[0]?.finish(new Uint8Array(30))
    expect(await afterwards('/2', 'br')).toBe(answer)
    expect(asked).toHaveLength(2)
  })

  it('is never found packed after a change, and needs no packing if that changed nothing of it (C1)', async () => {
    const { asked, change, keep, find, afterwards } = worldWith(answer)
    asked[0]?.finish(new Uint8Array(30))
    expect((await afterwards('/x', 'br'))?.body.length).toBe(30)
    for (const generation of [undefined, 2]) {
      change(generation)
      expect(find('/x', 'br')).toBeUndefined()
    }
    const same = { ...answer, headers: { ...answer.headers, link: '<x>; rel="license"' } }
    keep('/x', same)
    expect(find('/x', 'br')).toMatchObject({ body: { length: 30 }, headers: { link: '<x>; rel="license"', 'content-length': '30' } })
    expect(asked).toHaveLength(1)
    const other = answerOf(text(2000), { etag: 'W/"2"' })
    keep('/x', other)
    expect(find('/x', 'br')).toBe(other)
    expect(asked).toHaveLength(2)
  })

  it('is not mixed with one that took its place while it was packed', async () => {
    const { asked, keep, afterwards } = worldWith(answer)
    const other = answerOf(text(3000), { etag: 'W/"2"' })
    keep('/x', other)
    asked[0]?.finish(new Uint8Array(30))
    expect(await afterwards('/x', 'br')).toBe(other)
  })

  it('counts with all its forms towards what may be kept', async () => {
    const { asked, keep, find, afterwards } = world({ maxBytes: 16_000 })
    keep('/1', answer)
    keep('/2', answer)
    expect([find('/1'), find('/2')]).toEqual([answer, answer])
    find('/2', 'br')
    asked[0]?.finish(new Uint8Array(1000))
    expect((await afterwards('/2', 'br'))?.body.length).toBe(1000)
    expect(find('/1')).toBeUndefined()
  })

  it('that has no room for itself and its packed form is let go', async () => {
    const { asked, keep, find, afterwards } = world({ maxBytes: 8000 })
    keep('/1', answer)
    find('/1', 'br')
    asked[0]?.finish(new Uint8Array(1000))
    expect(await afterwards('/1', 'br')).toBeUndefined()
  })
})

describe('zlibPack', () => {
  const body = text(5000)

  it('packs in Brotli and gzip, and holds no more than what comes out', async () => {
    const [br, gzip] = [await zlibPack(body, 'br'), await zlibPack(body, 'gzip')]
    expect([brotliDecompressSync(br), gunzipSync(gzip)].map((bytes) => new Uint8Array(bytes))).toEqual([body, body])
    expect([br.buffer.byteLength, gzip.buffer.byteLength]).toEqual([br.length, gzip.length])
    expect([br.length, gzip.length].every((length) => length < 200)).toBe(true)
  })
})
