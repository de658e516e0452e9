import type { Catalogue } from '../../ports/catalogue.ts'
import type { Freshness } from '../../ports/freshness.ts'
import type { Clock } from '../../ports/system.ts'

/** How often the catalogue is asked whether somebody else has written, at most; nobody asks while nobody is served. */
const ASK_EVERY_MS = 250
/** What was learnt counts for so long; then nothing is known until the catalogue has answered again. */
const KNOWN_FOR_MS = 1000
/** The next moment is looked up so far ahead; longer than what is known counts. */
const AHEAD_MS = 60_000

/** A catalogue that can tell cheaply whether it was changed from outside. */
export interface MarkedCatalogue extends Catalogue {
  /** Differs from an earlier one if any other process has committed since. */
  mark(): Promise<number | string>
}

/**
 * The catalogue, whose writes are noticed at once, and what is known of its freshness.
 *
 * A poll on a timer would keep an idle server awake, so it is the questions themselves that cause it.
 */
export function watchCatalogue(catalogue: MarkedCatalogue, clock: Clock): { readonly catalogue: Catalogue; readonly freshness: Freshness } {
  const { generation, forget } = createFreshness(catalogue, clock)
  return {
    catalogue: {
      ...catalogue,
      async edit(edits) {
        // Before and after: an answer that is made while this is written must not be kept, whichever of the two it saw.
        forget()
        await catalogue.edit(edits).finally(forget)
      },
    },
    freshness: { generation },
  }
}

interface ForgetfulFreshness extends Freshness {
  /** Whatever is in memory was right before, and nothing is known until the catalogue has been asked again. */
  forget(): void
}

function createFreshness({ mark, listScheduled }: MarkedCatalogue, clock: Clock): ForgetfulFreshness {
  let generation = 0
  let marked: number | string | undefined
  let [askedAt, knownAt, nextMoment] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]

  function forget(): void {
    generation += 1
    askedAt = Number.NEGATIVE_INFINITY
    knownAt = Number.NEGATIVE_INFINITY
  }

  async function ask(now: number): Promise<void> {
    askedAt = now
    const [found, [next]] = await Promise.all([mark(), listScheduled({ after: { at: now }, to: now + AHEAD_MS, limit: 1 })])
    if (found !== marked) generation += 1
    marked = found
    // Forgotten meanwhile, and perhaps before the answer was made.
    if (askedAt !== now) return
    nextMoment = next?.at ?? Number.POSITIVE_INFINITY
    knownAt = now
  }

  return {
    forget,
    generation() {
      const now = clock.now()
      if (now >= nextMoment) {
        nextMoment = Number.POSITIVE_INFINITY
        forget()
      }
      if (!isWithin(now, askedAt, ASK_EVERY_MS)) void ask(now).catch(ignore)
      return isWithin(now, knownAt, KNOWN_FOR_MS) ? generation : undefined
    },
  }
}

function isWithin(now: number, from: number, lengthMs: number): boolean {
  return now >= from && now < from + lengthMs
}

/** A catalogue that does not answer is not known to be fresh; whoever reads from it next learns why. */
function ignore(): void {}
