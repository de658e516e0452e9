import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { freshAnswers } from '../../../server/adapters/cache/answers.ts'
import { openSqliteCatalogue } from '../../../server/adapters/catalogue/sqlite.ts'
import { type MarkedCatalogue, watchCatalogue } from '../../../server/adapters/catalogue/watched.ts'
import { UnavailableError } from '../../../server/core/errors.ts'
import type { Answer } from '../../../server/ports/answers.ts'
import { bridge, portrait } from '../../fixtures/media.ts'
import { type SettableClock, settableClock } from '../../support/memory/adapters.ts'
import { save } from '../../support/memory/save.ts'
import { tempFolder } from '../../support/temp-folder.ts'

let clock: SettableClock
let path: string
let inner: MarkedCatalogue
let watched: ReturnType<typeof watchCatalogue>

/** The generation, once the catalogue has been asked for it. */
async function settledGeneration(): Promise<number | undefined> {
  watched.freshness.generation()
  await Promise.resolve().then(() => inner.mark())
  await inner.mark()
  return watched.freshness.generation()
}

beforeEach(async () => {
  clock = settableClock()
  path = join(tempFolder(), 'catalogue.sqlite')
  inner = await openSqliteCatalogue(path)
  watched = watchCatalogue(inner, clock)
})

describe('the generation of a watched catalogue', () => {
  it('is unknown until the catalogue has answered, then stays while nothing changes', async () => {
    expect(watched.freshness.generation()).toBeUndefined()
    const first = await settledGeneration()
    expect(first).toBeTypeOf('number')
    clock.advance(600)
    expect(await settledGeneration()).toBe(first)
  })

  it('changes with a write of this process before its promise resolves', async () => {
    const first = await settledGeneration()
    const writing = save(watched.catalogue, bridge)
    await writing
    expect(watched.freshness.generation()).not.toBe(first)
    expect(await settledGeneration()).not.toBe(first)
  })

  it('changes with a write of another process, at most a second later', async () => {
    const first = await settledGeneration()
    const other = await openSqliteCatalogue(path)
    await save(other, portrait)
    clock.advance(250)
    expect(await settledGeneration()).not.toBe(first)
    await other.close()
  })

  it('changes at the very moment at which an embargo ends or a time runs out', async () => {
    await save(watched.catalogue, { ...bridge, notAfter: clock.now() + 100 })
    const first = await settledGeneration()
    clock.advance(99)
    expect(watched.freshness.generation()).toBe(first)
    clock.advance(1)
    expect(watched.freshness.generation()).toBeUndefined()
    expect(await settledGeneration()).not.toBe(first)
  })

  it('is unknown a second after the catalogue stopped answering', async () => {
    let isDown = false
    const frail: MarkedCatalogue = {
      ...inner,
      mark: async () => {
        if (isDown) throw new UnavailableError('Expected the test to be over')
        return 1
      },
    }
    watched = watchCatalogue(frail, clock)
    expect(await settledGeneration()).toBeTypeOf('number')
    isDown = true
    clock.advance(999)
    expect(watched.freshness.generation()).toBeTypeOf('number')
    clock.advance(1)
    expect(watched.freshness.generation()).toBeUndefined()
  })

  it('is unknown after the clock was set back', async () => {
    await settledGeneration()
    clock.advance(-5)
    expect(watched.freshness.generation()).toBeUndefined()
  })
})

describe('kept answers', () => {
  const answer: Answer = { route: '/x', etag: 'W/"1"', headers: { etag: 'W/"1"' }, body: new Uint8Array(9), headersOfNotModified: {} }

  it('are found until anything changes', async () => {
    await settledGeneration()
    const answers = freshAnswers({ maxBytes: 100_000, freshness: watched.freshness })
    answers.keep('/x', answer, answers.begin())
    expect(answers.find('/x')).toBe(answer)
    expect(answers.find('/y')).toBeUndefined()
    await save(watched.catalogue, bridge)
    expect(answers.find('/x')).toBeUndefined()
    await settledGeneration()
    expect(answers.find('/x')).toBeUndefined()
  })

  it('are not kept if anything changed while they were made', async () => {
    await settledGeneration()
    const answers = freshAnswers({ maxBytes: 100_000, freshness: watched.freshness })
    const begun = answers.begin()
    await save(watched.catalogue, bridge)
    await settledGeneration()
    answers.keep('/x', answer, begun)
    expect(answers.find('/x')).toBeUndefined()
  })

  it('are bounded in bytes, the least used first', async () => {
    await settledGeneration()
    const answers = freshAnswers({ maxBytes: 10_000, freshness: watched.freshness })
    for (const target of ['/1', '/2', '/3', '/4']) answers.keep(target, answer, answers.begin())
    expect(['/1', '/2', '/3', '/4'].map((target) => answers.find(target) !== undefined)).toEqual([false, true, true, true])
  })
})
