import { describe, expect, it } from 'vitest'
import { isRelativeName } from '../../../server/core/text/relative-name.ts'

describe('isRelativeName', () => {
  it.each(['a', '_', 'w/card.js', 't/Bk3x9/7/640.webp', 'a.b-c_d/E.9'])('knows %j as one', (name) => {
    expect(isRelativeName(name)).toBe(true)
  })

  it.each(['', '/a', 'a/', 'a//b', '.a', 'a/.b', '..', 'a/../b', 'a..b', 'a\\b', 'a b', 'a%2fb', 'a?b', 'a\n', 'é'])(
    'refuses %j',
    (name) => {
      expect(isRelativeName(name)).toBe(false)
    },
  )
})
