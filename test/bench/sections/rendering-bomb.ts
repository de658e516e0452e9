import sharp from 'sharp'
import type { Output } from '../../../server/adapters/thumbnails/job.ts'
import { sharpRunner } from '../../../server/adapters/thumbnails/picture/runner.ts'
import { TooManyPixelsError } from '../../../server/core/errors.ts'
import { median, rangeOf } from '../measure.ts'
import { type Add, atMost } from '../report.ts'

/** A 256 MP picture in a small file. */
export async function measureBomb(add: Add): Promise<void> {
  const bomb = await sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: '#888' }, limitInputPixels: false })
    .png({ compressionLevel: 9 })
    .toBuffer()
  const { run } = sharpRunner({ maxInputPixels: 50_000_000, timeoutMs: 20_000 })
  const open = async () => ({ body: new Blob([new Uint8Array(bomb)]).stream(), bytes: bomb.length })
  const outputs = (): readonly Output[] => [{ width: 640, height: 640, fit: 'whole', format: 'jpg', effort: 'quick' }]
  const times: number[] = []
  for (let round = 0; round < 30; round += 1) {
    const begun = process.cpuUsage()
    const refused = await run({ open, outputs }).catch((error: unknown) => error)
    const { user, system } = process.cpuUsage(begun)
    if (!(refused instanceof TooManyPixelsError)) throw new Error(`Expected the bomb to be refused but received ${String(refused)}`)
    // The first ones compile what they need.
    if (round >= 10) times.push((user + system) / 1000)
  }
  add({
    name: `a bomb of 256 MP in ${(bomb.length / 1000).toFixed(0)} kB, refused`,
    ours: `${median(times).toFixed(1)} ms`,
    against: '5 ms',
    ratio: median(times) / 5,
    range: rangeOf(times.map((time) => time / 5)),
    target: atMost(1),
  })
}
