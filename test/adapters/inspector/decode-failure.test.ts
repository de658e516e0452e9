import { describe, expect, it } from 'vitest'
import { decodeFailure } from '../../../server/adapters/inspector/decode-failure.ts'

const AVIF = { name: 'AVIF', seconds: 60 }

describe('decodeFailure', () => {
  it('says of what takes too long that it does, and what to do: nothing is damaged (I3)', () => {
    expect(decodeFailure(new Error('timeout: 42% complete'), AVIF)).toMatchObject({
      code: 'too_many_pixels',
      message: 'Expected to decode this AVIF within 60 s but it took longer: save it smaller, or as baseline JPEG, and import that',
    })
  })

  it('says of a damaged file what libvips says', () => {
    expect(decodeFailure(new Error('Input buffer has corrupt header: VipsJpeg: premature end\nmore'), AVIF)).toMatchObject({
      code: 'broken_media',
      message: 'Expected a whole AVIF but it cannot be decoded: VipsJpeg: premature end',
    })
  })

  it('does not take a damaged file for a slow one because of a word in it', () => {
    expect(decodeFailure(new Error('pngload: timeout chunk'), AVIF)).toMatchObject({ code: 'broken_media' })
  })
})
