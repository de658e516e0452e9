import { describe, expect, it } from 'vitest'
import { remember, rememberLast } from '../../server/core/remember.ts'

describe('remember', () => {
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
})

describe('rememberLast', () => {
  const written = () => {
    const asked: string[] = []
    const write = rememberLast(({ name }: { readonly name: string }, ...words: readonly (string | undefined)[]) => {
      asked.push([name, ...words].join(' '))
      return { text: [name, ...words].join(' ') }
    })
    return { asked, write }
  }

  it('answers the same to the same question about the same object', () => {
    const { asked, write } = written()
    const ann = { name: 'Ann' }
    expect(write(ann, 'in', 'Rome')).toEqual({ text: 'Ann in Rome' })
    expect(write(ann, 'in', 'Rome')).toBe(write(ann, 'in', 'Rome'))
    expect(asked).toEqual(['Ann in Rome'])
  })

  it('is asked again for another question, and knows the last one only', () => {
    const { asked, write } = written()
    const ann = { name: 'Ann' }
    const answers = [write(ann, 'a'), write(ann, 'a', 'b'), write(ann), write(ann, undefined), write(ann, 'a')]
    expect(answers.map(({ text }) => text)).toEqual(['Ann a', 'Ann a b', 'Ann', 'Ann ', 'Ann a'])
    expect(asked).toHaveLength(5)
  })

  it('takes an equal object for another one', () => {
    const { asked, write } = written()
    expect(write({ name: 'Ann' })).toEqual(write({ name: 'Ann' }))
    expect(asked).toEqual(['Ann', 'Ann'])
  })

  it('remembers no failure', () => {
    let tries = 0
    const work = rememberLast((_of: object) => {
      tries += 1
      if (tries === 1) throw new RangeError('Expected another object')
      return tries
    })
    const of = {}
    expect(() => work(of)).toThrow(RangeError)
    expect([work(of), work(of)]).toEqual([2, 2])
  })
})
