import { describe, expect, it } from 'vitest'
import { balanceLines, breakLines } from '../../../server/core/text/break-lines.ts'

describe('breakLines', () => {
  it.each([
    ['one line', 8, ['one line']],
    ['one line', 7, ['one', 'line']],
    ['  one   line  ', 20, ['one   line']],
    ['one line too many', 8, ['one line', 'too many']],
    ['', 5, []],
    [' \n ', 5, []],
  ])('breaks %j at spaces into lines of at most %i letters', (text, letters, lines) => {
    expect(breakLines(text, letters)).toEqual(lines)
  })

  it('breaks a word that is longer than a line, and loses none of it', () => {
    expect(breakLines('a abcdefgh z', 4)).toEqual(['a ab', 'cdef', 'gh z'])
  })

  it('never parts a mark from its letter', () => {
    expect(breakLines('e\u0301e\u0301e\u0301', 2)).toEqual(['e\u0301e\u0301', 'e\u0301'])
  })

  it('keeps what a French sentence keeps together', () => {
    expect(breakLines('Le motif\u00a0: inconnu', 8)).toEqual(['Le', 'motif\u00a0:', 'inconnu'])
  })

  it('breaks Japanese anywhere but before what ends a sentence', () => {
    expect(breakLines('写真は。終わり', 6)).toEqual(['写真', 'は。終', 'わり'])
  })

  it('ends on a text of which no character fits', () => {
    expect(breakLines('写真', 1)).toEqual(['写', '真'])
  })
})

describe('balanceLines', () => {
  it.each([
    ['Only its owner can see it', 22, ['Only its owner', 'can see it']],
    ['one', 10, ['one']],
    ['', 10, []],
    ['aaaaaaaaaa bb', 10, ['aaaaaaaaaa', 'bb']],
    ['写真は展示されていません', 20, ['写真は展示さ', 'れていません']],
  ])('makes of %j in %i letters no more lines, and none much longer than another', (text, letters, lines) => {
    expect(balanceLines(text, letters)).toEqual(lines)
  })
})
