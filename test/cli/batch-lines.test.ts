import { describe, expect, it } from 'vitest'
import { batchLines } from '../../server/cli/batch-lines.ts'

describe('batched lines', () => {
  it('are written together, in order, before long', async () => {
    const written: string[] = []
    const lines = batchLines((text) => written.push(text))
    lines.write('a\n')
    lines.write('b\n')
    expect(written).toEqual([])
    await expect.poll(() => written).toEqual(['a\nb\n'])
    lines.write('c\n')
    await expect.poll(() => written).toEqual(['a\nb\n', 'c\n'])
  })

  it('are written at once where nothing later would, and not again', async () => {
    const written: string[] = []
    const lines = batchLines((text) => written.push(text))
    lines.write('last\n')
    lines.flush()
    expect(written).toEqual(['last\n'])
    lines.write('later\n')
    await expect.poll(() => written).toEqual(['last\n', 'later\n'])
  })
})
