import { isAboutThePicture } from '../../core/errors.ts'
import type { OriginalFacts } from '../../core/media.ts'
import { type Intermediate, intermediateOf, isEnough } from '../../core/pictures/intermediate.ts'
import type { ByteCache } from '../../ports/cache.ts'
import type { OpenOriginal, RenderPlan } from '../../ports/thumbnailer.ts'
import type { Gathering, Gatherings, Member } from './gatherings.ts'
import { type JobRunner, type Outcome, type Output, outputOf, pictureSize } from './job.ts'
import { openingBytes } from './opening-bytes.ts'

export interface OneDecodeOptions {
  readonly runner: JobRunner
  readonly intermediates: ByteCache
  /** Told of an original that was decoded and would be quicker from an intermediate next time. */
  readonly wantIntermediate?: (original: OriginalFacts, open: OpenOriginal) => void
  /** Told of what one decode is for, as it begins; what it answers is called at the end. */
  readonly onDecode?: (plans: readonly RenderPlan[]) => () => void
}

/** What became of those that were made of one decode. */
export type Done = ReadonlyMap<Member, Outcome>

interface Source {
  readonly open: OpenOriginal
  readonly isServed: (member: Member) => boolean
}

/**
 * Makes all of a gathering of one decode: of the intermediate where there is one, else of the original. Who comes before its bytes have been read
 * is still in it; who needs more than the intermediate has begins anew.
 */
export function oneDecode(
  { runner, intermediates, wantIntermediate, onDecode = () => () => {} }: OneDecodeOptions,
  gatherings: Pick<Gatherings, 'seal'>,
) {
  const decode = decoding({ runner, onDecode, seal: gatherings.seal })

  /** @returns `undefined` if there is none, or none of any use. */
  async function fromIntermediate(gathering: Gathering, deadline: AbortSignal): Promise<Done | undefined> {
    const intermediate = intermediateOf(gathering.original)
    const stored = intermediate && (await findFor(gathering, intermediate))
    if (!stored) return undefined
    const isServed = ({ plan }: Member) => isEnough(intermediate, pictureSize(plan))
    try {
      return await decode(gathering, { open: openingBytes(stored), isServed }, deadline)
    } catch (error) {
      if (!isAboutThePicture(error)) throw error
      // A damaged copy says nothing about the original.
      await intermediates.delete(intermediate.key)
      return undefined
    }
  }

  async function findFor({ original, members }: Gathering, intermediate: Intermediate): Promise<Uint8Array | undefined> {
    const isOfUse = [...members].some(({ plan }) => isEnough(intermediate, pictureSize(plan)))
    const stored = isOfUse ? await intermediates.find(intermediate.key) : undefined
    const [first] = members
    if (!stored && first) wantIntermediate?.(original, first.open)
    return stored
  }

  async function fromOriginal(gathering: Gathering, deadline: AbortSignal): Promise<Done> {
    const [first] = gathering.members
    return first ? await decode(gathering, { open: first.open, isServed: () => true }, deadline) : new Map()
  }

  return async (gathering: Gathering, deadline: AbortSignal): Promise<Done> =>
    (await fromIntermediate(gathering, deadline)) ?? (await fromOriginal(gathering, deadline))
}

/** Makes those of a gathering that this source serves of one decode, in the order in which they came. */
function decoding({ runner, onDecode, seal }: Required<Pick<OneDecodeOptions, 'runner' | 'onDecode'>> & Pick<Gatherings, 'seal'>) {
  return async (gathering: Gathering, { open, isServed }: Source, deadline: AbortSignal): Promise<Done> => {
    let served: readonly Member[] | undefined
    let end = () => {}
    const outputs = (): readonly Output[] => {
      if (!served) {
        served = seal(gathering, isServed)
        end = onDecode(served.map(({ plan }) => plan))
      }
      return served.map(({ plan }) => outputOf(plan))
    }
    try {
      const outcomes = await runner.run({ open, outputs }, deadline)
      return new Map((served ?? []).map((member, place) => [member, outcomes[place] ?? { error: new TypeError('Expected an outcome') }]))
    } finally {
      end()
    }
  }
}
