import { describe, expect, it } from 'vitest'
import { createBudget, decodeBytes } from '../../../server/adapters/inspector/decode-memory.ts'

/** Work that runs until it is told to end. */
function held() {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { end, work: async () => await ended }
}

/** What has begun, by name, as each of them ends. */
function world(total: number) {
  const budget = createBudget(total)
  const begun: string[] = []
  const begin = (name: string, bytes: number) => {
    const { end, work } = held()
    const done = budget(bytes, async () => {
      begun.push(name)
      await work()
    })
    return {
      end: async () => {
        end()
        await done
      },
    }
  }
  return { begin, begun }
}

describe('createBudget', () => {
  it('lets in what fits, to the last byte', async () => {
    const { begin, begun } = world(100)
    const works = [begin('a', 60), begin('b', 40), begin('c', 1)]
    await Promise.resolve()
    expect(begun).toEqual(['a', 'b'])
    for (const work of works) await work.end()
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  it('runs what is larger than all of it alone, and in its turn', async () => {
    const { begin, begun } = world(100)
    const [small, large, last] = [begin('small', 10), begin('large', 500), begin('last', 10)]
    await Promise.resolve()
    expect(begun).toEqual(['small'])
    await small.end()
    expect(begun).toEqual(['small', 'large'])
    await large.end()
    expect(begun).toEqual(['small', 'large', 'last'])
    await last.end()
  })

  it('lets in two at a time, however small they are', async () => {
    const { begin, begun } = world(100)
    const works = [begin('a', 1), begin('b', 1), begin('c', 1)]
    await Promise.resolve()
    expect(begun).toEqual(['a', 'b'])
    for (const work of works) await work.end()
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  it('gives back what failed work took', async () => {
    const budget = createBudget(100)
    await expect(budget(100, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await budget(100, async () => 'next')).toBe('next')
  })
})

describe('decodeBytes', () => {
  const of24MP = { width: 6000, height: 4000, format: 'jpeg' } as never as Parameters<typeof decodeBytes>[1]
  it.each([
    ['a baseline JPEG a few lines', 'image/jpeg', { isProgressive: false }, 8_000_000],
    ['a progressive one its coefficients', 'image/jpeg', { isProgressive: true, chromaSubsampling: '4:2:0' }, 72_000_000],
    ['with all colours twice as much', 'image/jpeg', { isProgressive: true, chromaSubsampling: '4:4:4' }, 144_000_000],
    ['an AVIF by far the most', 'image/avif', {}, 432_000_000],
    ['an interlaced PNG all of it', 'image/png', { isProgressive: true }, 96_000_000],
  ] as const)('gives %s', (_name, type, facts, bytes) => {
    expect(decodeBytes(type, { ...of24MP, ...facts })).toBe(bytes)
  })
})
