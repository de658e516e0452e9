import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { JobRunner } from '../../../server/adapters/thumbnails/job.ts'
import { makeAhead } from '../../../server/adapters/thumbnails/make-ahead.ts'
import { sharpRunner } from '../../../server/adapters/thumbnails/picture/runner.ts'
import { createRenderQueue } from '../../../server/adapters/thumbnails/queue.ts'
import { renderTogether } from '../../../server/adapters/thumbnails/together.ts'
import { opening, originalOf, planOf } from '../../contracts/thumbnailer.ts'
import { originalBytes } from '../../fixtures/media.ts'
import { mapCache, settableClock } from '../../support/memory/adapters.ts'
import { ssim } from '../../support/ssim.ts'

const real = sharpRunner({ maxInputPixels: 50_000_000, timeoutMs: 30_000 })

/** Everything that renders, with work at leisure done when the test says so. */
function create() {
  const intermediates = mapCache(settableClock())
  const waiting = new Map<string, () => Promise<void>>()
  const opened: string[] = []
  const runner: JobRunner = {
    run: (job, signal) =>
      real.run(
        {
          ...job,
          open: async (given) => {
            const original = await job.open(given)
            opened.push(original.bytes === size.bytes ? 'original' : 'intermediate')
            return original
          },
        },
        signal,
      ),
  }
  const size = { bytes: 0 }
  const leisure = { add: (key: string, work: () => Promise<void>) => void waiting.set(key, work), close: async () => {} }
  const ahead = makeAhead({ leisure, runner, intermediates, timeoutMs: 60_000 })
  const queue = createRenderQueue({ concurrency: 1, queue: 64, timeoutMs: 60_000 })
  const { render } = renderTogether({ runner, queue, intermediates, wantIntermediate: ahead.wantIntermediate })
  return {
    ...{ render, intermediates, opened, size, improve: ahead.improve },
    async rest() {
      for (const [key, work] of waiting) {
        waiting.delete(key)
        await work()
      }
    },
    waiting: () => [...waiting.keys()],
  }
}

/** 3000 x 2000, with shapes and colours of many scales; the same at each run. */
async function scene(): Promise<Buffer> {
  const real = resolve('../shared/photos/nuthatch.jpg')
  if (existsSync(real)) return sharp(real).resize(3000, 2000).jpeg({ quality: 92 }).toBuffer()
  return sharp(originalBytes('bridge.jpg')).resize(3000, 2000, { fit: 'fill' }).jpeg({ quality: 92 }).toBuffer()
}

const picture = await scene()
const original = originalOf({ width: 3000, height: 2000, bytes: picture.length })

describe('makeAhead', () => {
  it('makes an intermediate at leisure, from which later sizes come and larger ones do not', async () => {
    const { render, opened, size, rest, intermediates, waiting } = create()
    size.bytes = picture.length
    const plan = planOf({ width: 640, height: 427, original })
    await render(opening(picture), plan)
    expect(waiting()).toEqual([`i1/${original.key}.jpg`])
    await rest()
    const kept = await intermediates.find(`i1/${original.key}.jpg`)
    const { width, height, chromaSubsampling, isProgressive, space } = await sharp(kept).metadata()
    expect({ width, height, chromaSubsampling, isProgressive, space }).toEqual({
      ...{ width: 2048, height: 1365, chromaSubsampling: '4:2:0', isProgressive: false, space: 'srgb' },
    })
    await render(opening(picture), { ...plan, width: 320, height: 213 })
    await render(opening(picture), { ...plan, width: 1920, height: 1280 })
    expect(opened).toEqual(['original', 'original', 'intermediate', 'original'])
  })

  it('takes no metadata of the original along, and writes none: it is nobody’s to read (I6)', async () => {
    const { render, rest, intermediates } = create()
    const tagged = await sharp(picture)
      .withExif({ IFD0: { Artist: 'Secret' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .jpeg()
      .toBuffer()
    await render(opening(tagged), planOf({ width: 640, height: 427, original }))
    await rest()
    const { exif, xmp, icc } = await sharp(await intermediates.find(`i1/${original.key}.jpg`)).metadata()
    expect([exif, xmp, icc]).toEqual([undefined, undefined, undefined])
  })

  it.each([320, 640, 960, 1280])('gives at %i pixels what the original gives, to the eye', async (width) => {
    const { render, rest } = create()
    const plan = planOf({ width, height: Math.round((width * 2) / 3), original })
    const first = await render(opening(picture), plan)
    await rest()
    const second = await render(opening(picture), plan)
    const truth = await sharp(picture, {}).resize(plan.width, plan.height, { fit: 'fill', fastShrinkOnLoad: false }).png().toBuffer()
    // As near to the picture itself, which is reduced without any short cut here.
    expect(await ssim(truth, second)).toBeGreaterThan((await ssim(truth, first)) - 0.01)
  })

  it('puts a damaged intermediate away and goes back to the original', async () => {
    const { render, opened, size, intermediates } = create()
    size.bytes = picture.length
    await intermediates.put(`i1/${original.key}.jpg`, new Uint8Array([1, 2, 3]), 60)
    const bytes = await render(opening(picture), planOf({ width: 320, height: 213, original }))
    expect((await sharp(bytes).metadata()).width).toBe(320)
    expect([opened, await intermediates.find(`i1/${original.key}.jpg`)]).toEqual([['intermediate', 'original'], undefined])
  })

  it('makes a thumbnail anew that is asked for again, of fewer bytes, once', async () => {
    const { render, improve, rest, waiting } = create()
    const plan = planOf({ width: 640, height: 427, format: 'avif', original, id: 'hot' })
    const first = await render(opening(picture), plan)
    await rest()
    const kept: Uint8Array[] = []
    const improvement = () => ({ open: opening(picture), plan, keep: async (bytes: Uint8Array) => void kept.push(bytes) })
    improve('hot', improvement)
    await rest()
    improve('hot', improvement)
    expect([kept.length, waiting()]).toEqual([1, []])
    expect(kept[0]?.length).toBeLessThan(first.length)
    const { width, xmpAsString } = await sharp(kept[0]).metadata()
    expect([width, xmpAsString?.includes('Zoë Łęcka')]).toEqual([640, true])
  })
})
