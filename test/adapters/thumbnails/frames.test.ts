import { describe, expect, it } from 'vitest'
import { frameHead, frameReader, jsonFrame } from '../../../server/adapters/thumbnails/process/frames.ts'

const told = Buffer.concat([frameHead('piece', 3), Buffer.from('abc'), frameHead('forget', 0), jsonFrame('failure', { message: 'ü' })])
const expected = [
  ['piece', 'abc'],
  ['forget', ''],
  ['failure', '{"message":"ü"}'],
]

describe('frameReader', () => {
  it.each([1, 2, 4, 5, 6, 7, 100])('reads the same frames from pieces of %i bytes', (size) => {
    const read = frameReader()
    const pieces = Array.from({ length: Math.ceil(told.length / size) }, (_, at) => told.subarray(at * size, (at + 1) * size))
    const frames = pieces.flatMap((piece) => read(piece)).map(({ kind, payload }) => [kind, payload.toString()])
    expect(frames).toEqual(expected)
  })

  it('refuses what is no frame', () => {
    expect(() => frameReader()(Buffer.from([99, 0, 0, 0, 0]))).toThrow('Expected a kind of frame but received 99')
    expect(() => frameReader()(Buffer.from([1, 255, 0, 0, 0]))).toThrow('Expected a frame but received a length of 4278190080')
  })
})
