import { describe, expect, it } from 'vitest'
import { heightMessage, isReady, parseFragment, parseHeight } from '../../widget/messages.ts'

const token = '1-2-3-4294967295'

describe('the fragment of a frame', () => {
  it.each([
    ['#?secret=a1B2c3D4e5', { secret: 'a1B2c3D4e5' }],
    [`#placard=${token}`, { token }],
    ['#?secret=a1B2c3D4e', {}],
    ['#?secret=a1B2c3D4e5f', {}],
    ['#?secret=a1B2c3D4e-', {}],
    ['#placard=', {}],
    ['#placard=<b>1-2-3-4', {}],
    ['', {}],
  ])('%s', (fragment, expected) => {
    expect(parseFragment(fragment)).toEqual({ secret: undefined, token: undefined, ...expected })
  })
})

describe('a height message (W14)', () => {
  it('is what the frame sends', () => {
    expect(parseHeight(heightMessage(480, token), token)).toBe(480)
  })

  it.each([
    [99, 100],
    [100, 100],
    [100.2, 101],
    [1000, 1000],
    [1001, 1000],
    [-5, 100],
  ])('of %d px counts as %d px', (value, height) => {
    expect(parseHeight({ placard: 'height', value, token }, token)).toBe(height)
  })

  it.each([
    ['with another token', { placard: 'height', value: 480, token: '1-2-3-4' }],
    ['without a token', { placard: 'height', value: 480 }],
    ['of another kind', { placard: 'link', value: 480, token }],
    ['with a string', { placard: 'height', value: '480', token }],
    ['that is infinite', { placard: 'height', value: Number.POSITIVE_INFINITY, token }],
    ['that is no number', { placard: 'height', value: Number.NaN, token }],
    ['inherited from a prototype', Object.create({ placard: 'height', value: 480, token })],
    ['as a string', JSON.stringify({ placard: 'height', value: 480, token })],
    ['that is null', null],
    ['that is undefined', undefined],
  ])('%s is none', (_name, data) => {
    expect(parseHeight(data, token)).toBeUndefined()
  })
})

describe('a ready message of WordPress', () => {
  it('counts with the right secret only', () => {
    expect(isReady({ message: 'ready', secret: 'a1B2c3D4e5' }, 'a1B2c3D4e5')).toBe(true)
    expect(isReady({ message: 'ready', secret: 'xxxxxxxxxx' }, 'a1B2c3D4e5')).toBe(false)
    expect(isReady({ message: 'height', secret: 'a1B2c3D4e5' }, 'a1B2c3D4e5')).toBe(false)
  })
})
