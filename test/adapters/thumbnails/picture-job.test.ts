import sharp from 'sharp'
import { expect, it } from 'vitest'
import type { Output } from '../../../server/adapters/thumbnails/job.ts'
import { doPictureJob } from '../../../server/adapters/thumbnails/picture/picture-job.ts'
import type { Pixels } from '../../../server/adapters/thumbnails/picture/pixels.ts'
import { originalBytes } from '../../fixtures/media.ts'

const LIMITS = { maxInputPixels: 50_000_000, timeoutMs: 30_000 }
const output = (width: number, height: number): Output => ({ width, height, fit: 'whole', format: 'jpg', effort: 'quick' })
const blue = (width: number, height: number): Pixels => ({
  data: Buffer.alloc(width * height * 3, '0000ff', 'hex'),
  width,
  height,
  channels: 3,
})

async function meanBlue(bytes: Uint8Array): Promise<number> {
  const { channels } = await sharp(bytes).stats()
  return channels[2]?.mean ?? 0
}

async function make(outputs: readonly Output[], made: Pixels[]): Promise<readonly Uint8Array[]> {
  const outcomes = await doPictureJob(originalBytes('small.jpg'), outputs, { ...LIMITS, made })
  return outcomes.map((outcome) => ('bytes' in outcome ? outcome.bytes : new Uint8Array()))
}

it('makes a size of the pixels that are there, and leaves them there', async () => {
  const made = [blue(240, 160)]
  const [bytes = new Uint8Array()] = await make([output(150, 100)], made)
  expect(await meanBlue(bytes)).toBeGreaterThan(250)
  expect(made.map(({ width }) => width)).toEqual([240, 150])
})

it('decodes what is larger than all that is there, for all sizes in one go', async () => {
  const made = [blue(150, 100)]
  const [large = new Uint8Array(), small = new Uint8Array()] = await make([output(300, 200), output(200, 133)], made)
  expect(await meanBlue(large)).toBeLessThan(200)
  expect(await meanBlue(small)).toBeLessThan(200)
  expect(made.map(({ width }) => width).slice(0, 1)).toEqual([300])
})
