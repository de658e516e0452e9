import { describe, expect, it } from 'vitest'
import { sharpThumbnailer } from '../../../server/adapters/thumbnails/picture/runner.ts'
import { OverloadedError } from '../../../server/core/errors.ts'
import { opening, planOf, thumbnailerContract } from '../../contracts/thumbnailer.ts'
import { heldThumbnailer } from '../../support/memory/held-thumbnailer.ts'
import { limitRenders } from '../../support/memory/limit-renders.ts'

const limits = { concurrency: 2, queue: 3, timeoutMs: 60_000 }

thumbnailerContract('limitRenders', () => limitRenders(sharpThumbnailer({ maxInputPixels: 50_000_000, timeoutMs: 30_000 }), limits))

const open = opening(new Uint8Array([1]))
const planned = (id: string) => planOf({ id })

describe('limitRenders', () => {
  it('runs as many as its concurrency, the others in the order they came (I3)', async () => {
    const held = heldThumbnailer()
    const { render } = limitRenders(held, limits)
    const results = ['a', 'b', 'c', 'd'].map((id) => render(open, planned(id)))
    await held.started(2)
    expect(held.ids).toEqual(['a', 'b'])
    held.finish('b')
    await held.started(3)
    expect(held.ids).toEqual(['a', 'b', 'c'])
    held.fail('a', new Error('broken'))
    await held.started(4)
    held.finish('c')
    held.finish('d')
    const outcomes = await Promise.allSettled(results)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
  })

  it('takes a full queue and refuses one more, which never opens its original (I3)', async () => {
    const held = heldThumbnailer()
    const { render } = limitRenders(held, limits)
    const results = ['a', 'b', 'c', 'd', 'e'].map((id) => render(open, planned(id)))
    const refused = render(() => Promise.reject(new Error('opened')), planned('f'))
    await expect(refused).rejects.toThrow(OverloadedError)
    await expect(refused).rejects.toMatchObject({ retryAfterSeconds: 60 })
    held.finishAll()
    expect(await Promise.all(results)).toHaveLength(5)
    expect(held.ids).toHaveLength(5)
    await expect(finished(held, render)).resolves.toBeInstanceOf(Uint8Array)
  })

  it('lets a waiting reader leave, who gives the place to another (I3)', async () => {
    const held = heldThumbnailer()
    const { render } = limitRenders(held, { ...limits, concurrency: 1, queue: 1 })
    const first = render(open, planned('a'))
    const leaving = new AbortController()
    const second = render(open, planned('b'), leaving.signal)
    leaving.abort(new Error('left'))
    await expect(second).rejects.toThrow('left')
    const third = render(open, planned('c'))
    held.finishAll()
    await Promise.all([first, third])
    expect(held.ids).toEqual(['a', 'c'])
  })

  it('counts the time in the queue: a render that waits too long is refused and never starts (I3)', async () => {
    const held = heldThumbnailer()
    const { render } = limitRenders(held, { concurrency: 1, queue: 5, timeoutMs: 15 })
    const running = render(open, planned('a'))
    const outcomes = await Promise.allSettled([running, render(open, planned('b'))])
    const reason = expect.objectContaining({ name: 'OverloadedError', message: expect.stringContaining('within 15 ms') })
    expect(outcomes).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ])
    expect(held.ids).toEqual(['a'])
  })

  it('keeps the slot of a render that is late until its work is really over (I3)', async () => {
    const held = heldThumbnailer()
    const { render } = limitRenders(held, { concurrency: 1, queue: 1, timeoutMs: 15 })
    await expect(render(open, planned('a'))).rejects.toThrow(OverloadedError)
    await expect(render(open, planned('b'))).rejects.toThrow(OverloadedError)
    expect(held.ids).toEqual(['a'])
    held.finish('a')
    await expect(finished(held, render)).resolves.toBeInstanceOf(Uint8Array)
  })

  it('survives 500 renders at once, half of which fail, and is empty afterwards (I3)', async () => {
    const held = heldThumbnailer()
    const { render } = limitRenders(held, { concurrency: 2, queue: 64, timeoutMs: 60_000 })
    const results = Array.from({ length: 500 }, (_, index) => render(open, planned(`${index}`)))
    const settled = Promise.allSettled(results)
    held.settleAsTheyStart((id) => Number(id) % 2 === 0)
    const outcomes = await settled
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(33)
    expect(held.ids).toHaveLength(66)
    expect(held.mostAtOnce).toBe(2)
    await expect(render(open, planned('2'))).resolves.toBeInstanceOf(Uint8Array)
  })
})

/** A render that is let through at once. */
async function finished(held: ReturnType<typeof heldThumbnailer>, render: ReturnType<typeof limitRenders>['render']): Promise<Uint8Array> {
  const result = render(open, planned('later'))
  held.finishAll()
  return result
}
