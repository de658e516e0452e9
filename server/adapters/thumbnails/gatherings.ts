import type { OriginalFacts } from '../../core/media.ts'
import type { OpenOriginal, RenderPlan } from '../../ports/thumbnailer.ts'
import type { Outcome } from './job.ts'

/** One thumbnail that somebody waits for. */
export interface Member {
  readonly plan: RenderPlan
  readonly open: OpenOriginal
  readonly settle: (outcome: Outcome) => void
}

/** Renders of one original that will be made of one decode. */
export interface Gathering {
  readonly original: OriginalFacts
  readonly members: ReadonlySet<Member>
  /** Aborts once nobody is left. */
  readonly abandoned: AbortSignal
}

/** Who waits together, and for what. Each member is in one gathering until it is settled or leaves. */
export interface Gatherings {
  /** Into the open gathering of its original, or into a new one, which begins. */
  join(member: Member): void
  leave(member: Member, reason: unknown): void
  /** Nobody can join from now on, and whoever is not served begins anew. @returns Those that are. */
  seal(gathering: Gathering, isServed: (member: Member) => boolean): readonly Member[]
  /** Nobody can join from now on, and nobody is in it any more. @returns Those that were. */
  disband(gathering: Gathering): readonly Member[]
}

/** Of one decode, so that what is made of it cannot fill the memory: all renditions of one picture. */
const MAX_MEMBERS = 24

interface OwnGathering extends Gathering {
  readonly members: Set<Member>
  readonly abandon: (reason: unknown) => void
}

/** @param begin Is told of each gathering as it opens; its first member joins right afterwards. */
export function createGatherings(begin: (gathering: Gathering) => void): Gatherings {
  const open = new Map<string, OwnGathering>()
  const homes = new WeakMap<Member, OwnGathering>()

  function start(original: OriginalFacts): OwnGathering {
    const controller = new AbortController()
    const gathering = {
      original,
      members: new Set<Member>(),
      abandoned: controller.signal,
      abandon: (reason: unknown) => controller.abort(reason),
    }
    open.set(original.key, gathering)
    begin(gathering)
    return gathering
  }

  function join(member: Member): void {
    const { original } = member.plan
    const there = open.get(original.key)
    const gathering = there && there.members.size < MAX_MEMBERS ? there : start(original)
    gathering.members.add(member)
    homes.set(member, gathering)
  }

  function takeOut(member: Member): void {
    homes.get(member)?.members.delete(member)
    homes.delete(member)
  }

  function close(gathering: Gathering): void {
    if (open.get(gathering.original.key) === gathering) open.delete(gathering.original.key)
  }

  return {
    join,
    leave(member, reason) {
      const gathering = homes.get(member)
      takeOut(member)
      if (!gathering || gathering.members.size > 0) return
      close(gathering)
      gathering.abandon(reason)
    },
    seal(gathering, isServed) {
      close(gathering)
      const others = [...gathering.members].filter((member) => !isServed(member))
      for (const other of others) takeOut(other)
      for (const other of others) join(other)
      return [...gathering.members]
    },
    disband(gathering) {
      close(gathering)
      const members = [...gathering.members]
      for (const member of members) takeOut(member)
      return members
    },
  }
}
