import type { OriginalFacts } from '../../core/media.ts'
import { intermediateOf, isEnough } from '../../core/pictures/intermediate.ts'
import type { ByteCache } from '../../ports/cache.ts'
import type { Improvement, OpenOriginal, Thumbnailer } from '../../ports/thumbnailer.ts'
import { type JobRunner, type Output, outputOf, pictureSize } from './job.ts'
import type { Leisure } from './leisure.ts'
import { openingBytes } from './opening-bytes.ts'

export interface MakeAheadOptions {
  readonly leisure: Leisure
  readonly runner: JobRunner
  readonly intermediates: ByteCache
  /** Of one job; then it is given up. */
  readonly timeoutMs: number
}

/** What is made while nobody waits. */
export interface MakeAhead {
  wantIntermediate(original: OriginalFacts, open: OpenOriginal): void
  improve: NonNullable<Thumbnailer['improve']>
}

const INTERMEDIATE_TTL_SECONDS = 30 * 86_400
/** Names of thumbnails that are as small as they get; some 100 bytes each. */
const MAX_IMPROVED = 20_000

/** Makes intermediates of originals that were decoded, and better thumbnails of those that are asked for again. */
export function makeAhead({ leisure, runner, intermediates, timeoutMs }: MakeAheadOptions): MakeAhead {
  const improved = new Set<string>()

  async function makeOne(open: OpenOriginal, output: Output): Promise<Uint8Array | undefined> {
    const [outcome] = await runner.run({ open, outputs: () => [output] }, AbortSignal.timeout(timeoutMs))
    return outcome && 'bytes' in outcome ? outcome.bytes : undefined
  }

  async function improveNow({ open, plan, keep }: Improvement): Promise<void> {
    const intermediate = intermediateOf(plan.original)
    const stored = intermediate && isEnough(intermediate, pictureSize(plan)) ? await intermediates.find(intermediate.key) : undefined
    const bytes = await makeOne(stored ? openingBytes(stored) : open, { ...outputOf(plan), effort: 'small' })
    if (bytes) await keep(bytes)
  }

  return {
    wantIntermediate(original, open) {
      const intermediate = intermediateOf(original)
      if (!intermediate) return
      const { key, width, height, format } = intermediate
      leisure.add(key, async () => {
        if (await intermediates.find(key)) return
        const bytes = await makeOne(open, { width, height, fit: 'whole', format, effort: 'lasting' })
        if (bytes) await intermediates.put(key, bytes, INTERMEDIATE_TTL_SECONDS)
      })
    },
    improve(id, improvement) {
      if (improved.has(id)) return
      leisure.add(id, async () => {
        improved.add(id)
        const [oldest] = improved
        if (improved.size > MAX_IMPROVED && oldest !== undefined) improved.delete(oldest)
        await improveNow(improvement())
      })
    },
  }
}
