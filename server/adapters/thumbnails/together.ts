import { BrokenMediaError, TooManyPixelsError, UnsupportedMediaError } from '../../core/errors.ts'
import type { OriginalFacts } from '../../core/media.ts'
import { intermediateOf, isEnough } from '../../core/pictures/intermediate.ts'
import type { ByteCache } from '../../ports/cache.ts'
import type { OpenOriginal, RenderPlan, Thumbnailer } from '../../ports/thumbnailer.ts'
import { type JobRunner, type Outcome, outputOf, pictureSize } from './job.ts'
import type { RenderQueue } from './limit.ts'

export interface TogetherOptions {
  readonly runner: JobRunner
  /** Counts decodes, each with all that is made of it. */
  readonly queue: RenderQueue
  readonly intermediates: ByteCache
  /** Told of an original that was decoded and would be quicker from an intermediate next time. */
  readonly wantIntermediate?: (original: OriginalFacts, open: OpenOriginal) => void
  /** So long the first render of an original waits for others of it, which a page asks for in one go; none waits that came out of the queue. Default: 8. */
  readonly gatherMs?: number
  /** Told of what one decode is for, as it begins; what it answers is called at the end. */
  readonly onDecode?: (plans: readonly RenderPlan[]) => () => void
}

/** One thumbnail that somebody waits for. */
interface Member {
  readonly plan: RenderPlan
  readonly open: OpenOriginal
  readonly settle: (outcome: Outcome) => void
}

/** Renders of one original that will be made of one decode. */
interface Gathering {
  readonly original: OriginalFacts
  readonly members: Set<Member>
  /** Aborts it while it waits, once nobody is left. */
  readonly abandon: AbortController
}

/** Of one decode, so that what is made of it cannot fill the memory: all renditions of one picture. */
const MAX_MEMBERS = 24

/**
 * Renders of one original that come before its bytes have been read are made of one decode; those of a large one come from its intermediate
 * where there is one. A reader who leaves takes only their own render along.
 */
export function renderTogether({
  runner,
  queue,
  intermediates,
  wantIntermediate,
  onDecode = () => () => {},
  gatherMs = 8,
}: TogetherOptions): Thumbnailer {
  const open = new Map<string, Gathering>()
  const homes = new Map<Member, Gathering>()

  function join(member: Member): void {
    const { original } = member.plan
    let gathering = open.get(original.key)
    if (!gathering || gathering.members.size >= MAX_MEMBERS) {
      gathering = { original, members: new Set(), abandon: new AbortController() }
      open.set(original.key, gathering)
      void settleAll(gathering)
    }
    gathering.members.add(member)
    homes.set(member, gathering)
  }

  function leave(member: Member, reason: unknown): void {
    const gathering = homes.get(member)
    homes.delete(member)
    gathering?.members.delete(member)
    if (!gathering || gathering.members.size > 0) return
    close(gathering)
    gathering.abandon.abort(reason)
  }

  /** From now on nobody can join. */
  function close(gathering: Gathering): void {
    if (open.get(gathering.original.key) === gathering) open.delete(gathering.original.key)
  }

  function settle(member: Member, outcome: Outcome): void {
    homes.delete(member)
    member.settle(outcome)
  }

  async function settleAll(gathering: Gathering): Promise<void> {
    const gathered = new Promise((done) => setTimeout(done, gatherMs))
    try {
      const done = await queue.run((deadline) => gathered.then(() => work(gathering, deadline)), gathering.abandon.signal)
      for (const [member, outcome] of done) settle(member, outcome)
    } catch (error) {
      close(gathering)
      const members = [...gathering.members]
      gathering.members.clear()
      for (const member of members) settle(member, { error: error instanceof Error ? error : new Error(String(error)) })
    }
  }

  async function work(gathering: Gathering, deadline: AbortSignal): Promise<Done> {
    const done = (await fromIntermediate(gathering, deadline)) ?? (await fromOriginal(gathering, deadline))
    return done ?? new Map()
  }

  /** @returns `undefined` if there is none, or none of any use. */
  async function fromIntermediate(gathering: Gathering, deadline: AbortSignal): Promise<Done | undefined> {
    const intermediate = intermediateOf(gathering.original)
    if (!intermediate) return undefined
    const isServed = ({ plan }: Member) => isEnough(intermediate, pictureSize(plan))
    const stored = [...gathering.members].some(isServed) ? await intermediates.find(intermediate.key) : undefined
    if (!stored) {
      const [first] = gathering.members
      if (first) wantIntermediate?.(gathering.original, first.open)
      return undefined
    }
    try {
      return await decode(gathering, { open: openingBytes(stored), isServed, deadline })
    } catch (error) {
      if (!isAboutThePicture(error)) throw error
      // A damaged copy says nothing about the original.
      await intermediates.delete(intermediate.key)
      return undefined
    }
  }

  async function fromOriginal(gathering: Gathering, deadline: AbortSignal): Promise<Done | undefined> {
    const [first] = gathering.members
    return first && decode(gathering, { open: first.open, isServed: () => true, deadline })
  }

  async function decode(gathering: Gathering, { open: openSource, isServed, deadline }: Decode): Promise<Done> {
    let served: readonly Member[] | undefined
    let end = () => {}
    const outputs = () => {
      if (!served) {
        served = seal(gathering, isServed)
        end = onDecode(served.map(({ plan }) => plan))
      }
      return served.map(({ plan }) => outputOf(plan))
    }
    try {
      const outcomes = await runner.run({ open: openSource, outputs }, deadline)
      return new Map((served ?? []).map((member, place) => [member, outcomes[place] ?? { error: new TypeError('Expected an outcome') }]))
    } finally {
      end()
    }
  }

  /** @returns Those that this source serves; who needs more begins anew, with the original. */
  function seal(gathering: Gathering, isServed: Decode['isServed']): readonly Member[] {
    close(gathering)
    const others = [...gathering.members].filter((member) => !isServed(member))
    for (const other of others) gathering.members.delete(other)
    for (const other of others) join(other)
    return [...gathering.members]
  }

  return {
    render: (openOriginal, plan, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const member: Member = {
          plan,
          open: openOriginal,
          settle(outcome) {
            signal?.removeEventListener('abort', leaves)
            if ('bytes' in outcome) resolve(outcome.bytes)
            else reject(outcome.error)
          },
        }
        const leaves = () => {
          leave(member, signal?.reason)
          reject(signal?.reason)
        }
        signal?.addEventListener('abort', leaves, { once: true })
        join(member)
      }),
  }
}

type Done = ReadonlyMap<Member, Outcome>

interface Decode {
  readonly open: OpenOriginal
  readonly isServed: (member: Member) => boolean
  readonly deadline: AbortSignal
}

/** Bytes that are already here, as if they had been opened. */
export function openingBytes(bytes: Uint8Array): OpenOriginal {
  return async () => ({ body: streamOf(bytes), bytes: bytes.length })
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}

function isAboutThePicture(error: unknown): boolean {
  return error instanceof BrokenMediaError || error instanceof UnsupportedMediaError || error instanceof TooManyPixelsError
}
