import sharp from 'sharp'
import type { Output } from '../../../server/adapters/thumbnails/job.ts'
import { encode } from '../../../server/adapters/thumbnails/picture/encode.ts'
import { ssim } from '../../support/ssim.ts'
import { median, rangeOf } from '../measure.ts'
import { type Add, atMost } from '../report.ts'

interface Encoded {
  readonly bytes: number
  readonly cpuMs: number
  /** JPEG's bytes at the same SSIM. */
  readonly jpegBytes: number
}

/** Our AVIF and WebP beside JPEG, at the quality that ours have. */
export async function measureFormats(pictures: readonly Uint8Array[], add: Add): Promise<void> {
  const sources = await Promise.all(pictures.map((picture) => sharp(picture).resize(640).png({ compressionLevel: 1 }).toBuffer()))
  const curves = await Promise.all(sources.map(jpegCurve))
  const measure = async (format: Output['format'], effort: Output['effort']): Promise<readonly Encoded[]> => {
    const told: Encoded[] = []
    for (const [place, source] of sources.entries()) {
      const { data, info } = await sharp(source).raw().toBuffer({ resolveWithObject: true })
      const pixels = { data, width: info.width, height: info.height, channels: info.channels }
      const output: Output = { width: info.width, height: info.height, fit: 'whole', format, effort }
      await encode(pixels, output, 60_000)
      const begun = process.cpuUsage()
      const bytes = await encode(pixels, output, 60_000)
      const { user, system } = process.cpuUsage(begun)
      const jpegBytes = bytesAt(curves[place] ?? [], await ssim(source, bytes))
      told.push({ bytes: bytes.length, cpuMs: (user + system) / 1000, jpegBytes })
    }
    return told
  }
  const tell = async (format: Output['format'], effort: Output['effort'], [bytes, ms]: readonly [number?, number?]) => {
    const told = await measure(format, effort)
    const ratios = told.map((one) => one.bytes / one.jpegBytes)
    const cpuMs = median(told.map((one) => one.cpuMs))
    const name = `${format}, ${effort === 'quick' ? 'as somebody waits' : 'at leisure'}`
    const mean = Math.exp(ratios.reduce((total, ratio) => total + Math.log(ratio), 0) / ratios.length)
    const ours = `${(median(told.map((one) => one.bytes)) / 1000).toFixed(1)} kB`
    add({
      name: `${name}: bytes`,
      ours,
      against: 'JPEG of equal quality',
      ratio: mean,
      range: rangeOf(ratios),
      ...(bytes !== undefined && { target: atMost(bytes) }),
    })
    if (ms !== undefined)
      add({
        name: `${name}: encoder's CPU`,
        ours: `${cpuMs.toFixed(0)} ms`,
        against: `${ms} ms`,
        ratio: cpuMs / ms,
        target: atMost(1),
      })
  }
  await tell('webp', 'quick', [])
  await tell('avif', 'quick', [0.7, 60])
  await tell('avif', 'small', [0.6])
}

interface Point {
  readonly ssim: number
  readonly bytes: number
}

async function jpegCurve(source: Uint8Array): Promise<readonly Point[]> {
  const qualities = [50, 60, 66, 70, 74, 77, 80, 83, 86, 89, 92, 95]
  return Promise.all(
    qualities.map(async (quality) => {
      const bytes = await sharp(source).jpeg({ quality }).toBuffer()
      return { ssim: await ssim(source, bytes), bytes: bytes.length }
    }),
  )
}

/** Between the two nearest. */
function bytesAt(curve: readonly Point[], wanted: number): number {
  const above = curve.findIndex((point) => point.ssim >= wanted)
  const [low, high] = [curve[Math.max(0, above - 1)], curve[above === -1 ? curve.length - 1 : above]]
  if (!low || !high || low === high) return high?.bytes ?? Number.NaN
  return low.bytes + ((high.bytes - low.bytes) * (wanted - low.ssim)) / (high.ssim - low.ssim)
}
