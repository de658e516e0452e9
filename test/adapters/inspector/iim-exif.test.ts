import { describe, expect, it } from 'vitest'
import { parseExif } from '../../../server/adapters/inspector/exif.ts'
import { parseIim } from '../../../server/adapters/inspector/iim.ts'
import { fc } from '../../support/properties.ts'

const bytes = (...parts: readonly (string | number | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)))
const dataset = (record: number, number: number, value: string) =>
  Uint8Array.from([0x1c, record, number, value.length >> 8, value.length & 255, ...Buffer.from(value, 'latin1')])
const stream = (...datasets: readonly Uint8Array[]) => Uint8Array.from(datasets.flatMap((one) => [...one]))
const UTF8 = dataset(1, 90, '\x1b%G')

describe('parseIim', () => {
  it('reads a bare stream with repeated by-lines', () => {
    expect(parseIim(stream(dataset(2, 80, 'A'), dataset(2, 80, 'B'), dataset(2, 110, 'C')))).toEqual({
      bylines: ['A', 'B'],
      keywords: [],
      credit: 'C',
    })
  })

  it('reads two thousand datasets and no more (I7)', () => {
    const many = (count: number) => stream(...Array.from({ length: count }, () => dataset(2, 25, 'k')), dataset(2, 5, 'T'))
    expect(parseIim(many(1999))).toMatchObject({ title: 'T' })
    expect(parseIim(many(2000))).not.toHaveProperty('title')
  })

  it('finds the resource among others, with an odd name and odd sizes', () => {
    const iim = stream(dataset(2, 5, 'T'))
    const block = bytes(
      'Photoshop 3.0\0',
      '8BIM',
      [4, 0x25],
      [3],
      'abc',
      [0, 0, 0, 1],
      [9, 0],
      '8BIM',
      [4, 4],
      [0, 0],
      [0, 0, 0, iim.length],
      [...iim],
    )
    expect(parseIim(block)).toMatchObject({ title: 'T' })
  })

  it('reads an extended size, and refuses one that leads outside', () => {
    expect(parseIim(bytes([0x1c, 2, 120, 0x80, 4, 0, 0, 0, 2], 'hi'))).toMatchObject({ caption: 'hi' })
    expect(parseIim(bytes([0x1c, 2, 120, 0x80, 4, 0x7f, 0xff, 0xff, 0xff], 'hi'))).toBeUndefined()
    expect(parseIim(bytes([0x1c, 2, 120, 0x80, 2, 0, 2], 'hi'))).toBeUndefined()
  })

  it.each([
    ['declared UTF-8', [UTF8, dataset(2, 80, 'Zo\xc3\xab')], 'Zoë'],
    ['declared UTF-8, cut inside a character', [UTF8, dataset(2, 80, 'Zo\xc3')], 'Zo'],
    ['UTF-8 that nobody declared', [dataset(2, 80, 'Zo\xc3\xab')], 'Zoë'],
    ['UTF-8 that nobody declared, cut inside a character', [dataset(2, 80, 'Zo\xc3\xab \xc5')], 'Zoë '],
    ['Latin-1', [dataset(2, 80, 'Zo\xeb')], 'Zoë'],
    ['Latin-1 that ends like a cut UTF-8', [dataset(2, 80, 'Andr\xe9')], 'André'],
    ['Windows-1252', [dataset(2, 80, 'O\x92Brien \x80')], 'O’Brien €'],
    ['declared UTF-8 that is Latin-1 in truth', [UTF8, dataset(2, 80, 'M\xfcller')], 'Müller'],
  ] as const)('decodes %s', (_name, datasets, expected) => {
    expect(parseIim(stream(...datasets))?.bylines).toEqual([expected])
  })
})

describe('parseExif', () => {
  // II*, one directory of one entry: Artist, ASCII, 4 bytes, inline.
  const tiny = bytes('II*\0', [8, 0, 0, 0], [1, 0], [0x3b, 1, 2, 0, 4, 0, 0, 0], 'Zoe\0', [0, 0, 0, 0])

  it('reads with and without the header', () => {
    expect(parseExif(tiny)).toEqual({ artist: 'Zoe' })
    expect(parseExif(bytes('Exif\0\0', [...tiny]))).toEqual({ artist: 'Zoe' })
  })

  it.each([
    ['nothing', bytes()],
    ['no TIFF header', bytes('hello, world')],
    ['a directory beyond the end', bytes('II*\0', [255, 255, 255, 255])],
    ['a value beyond the end', bytes('II*\0', [8, 0, 0, 0], [1, 0], [0x3b, 1, 2, 0, 9, 0, 0, 0, 200, 0, 0, 0])],
    ['a directory that contains itself', bytes('II*\0', [8, 0, 0, 0], [1, 0], [0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0], [8, 0, 0, 0])],
  ])('%s yields nothing (I7)', (_name, block) => {
    expect(parseExif(block)).toBeUndefined()
  })
})

it('a megabyte of overlapping arrays costs nothing (I7)', () => {
  const entries = 60_000
  const block = Buffer.alloc(1_000_000)
  block.write('II*\0\x08\0\0\0', 0, 'latin1')
  block.writeUInt16LE(entries, 8)
  for (let index = 0; index < entries; index++) {
    const at = 10 + index * 12
    block.writeUInt16LE(0x9000 + (index & 0xfff), at)
    block.writeUInt16LE(3, at + 2)
    block.writeUInt32LE(400_000, at + 4)
  }
  const start = performance.now()
  expect(parseExif(block)).toBeUndefined()
  expect(performance.now() - start).toBeLessThan(500) // below 1; the machine may be busy
})

describe('20,000 mutated blocks never throw, and none takes long (I7)', () => {
  const iim = stream(UTF8, dataset(2, 80, 'Zo\xc3\xab'), dataset(2, 120, 'x'.repeat(60)))
  const photoshop = bytes('Photoshop 3.0\0', '8BIM', [4, 4, 0, 0, 0, 0, 0, iim.length], [...iim])
  const exif = bytes(
    'Exif\0\0MM\0*',
    [0, 0, 0, 8],
    [0, 2],
    [1, 0x3b, 0, 2, 0, 0, 0, 9, 0, 0, 0, 38],
    [0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 8],
    [0, 0, 0, 0],
    'Zoe Smith\0',
  )

  it.each([
    ['IIM', parseIim, photoshop],
    ['Exif', parseExif, exif],
  ] as const)('%s', (_name, parse, seed) => {
    let slowestMs = 0
    const edits = fc.array(fc.record({ at: fc.nat(seed.length - 1), byte: fc.nat(255) }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(edits, fc.nat(seed.length), (list, length) => {
        const block = seed.slice()
        for (const { at, byte } of list) block[at] = byte
        const start = performance.now()
        parse(block.subarray(0, Math.max(length, 8)))
        slowestMs = Math.max(slowestMs, performance.now() - start)
      }),
      { numRuns: 10_000, seed: 7 },
    )
    expect(slowestMs).toBeLessThan(500) // far below 1; the machine may be busy
  })
})
