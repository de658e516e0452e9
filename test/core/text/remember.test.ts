import { expect, it } from 'vitest'
import { remember } from '../../../server/core/text/remember.ts'

it('asks once for each text, and again once more are known than there is room for', () => {
  const asked: string[] = []
  const find = remember((text) => {
    asked.push(text)
    return text === 'a' ? undefined : text.toUpperCase()
  }, 2)
  expect(['a', 'b', 'a', 'b'].map(find)).toEqual([undefined, 'B', undefined, 'B'])
  expect(asked).toEqual(['a', 'b'])
  expect(['c', 'a'].map(find)).toEqual(['C', undefined])
  expect(asked).toEqual(['a', 'b', 'c', 'a'])
})

it('forgets a failure', () => {
  let tries = 0
  const find = remember((text) => {
    tries += 1
    if (tries === 1) throw new RangeError('Expected another text')
    return text
  }, 2)
  expect(() => find('a')).toThrow(RangeError)
  expect(find('a')).toBe('a')
})
