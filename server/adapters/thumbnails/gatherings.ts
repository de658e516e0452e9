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
  const homes = createHomes()

  function join(member: Member): void {
    const { original } = member.plan
    let gathering = open.get(original.key)
    if (!gathering || gathering.members.size >= MAX_MEMBERS) {
      gathering = gatheringOf(original)
      open.set(original.key, gathering)
      begin(gathering)
    }
    homes.enter(member, gathering)
  }

  /** Nobody can join from now on. @returns Those of whom this is true, who are taken out. */
  function close({ original, members }: Gathering, isToLeave: (member: Member) => boolean): readonly Member[] {
    if (open.get(original.key)?.members === members) open.delete(original.key)
    const left = [...members].filter(isToLeave)
    for (const member of left) homes.leave(member)
    return left
  }

  return {
    join,
    leave(member, reason) {
      const gathering = homes.leave(member)
      if (!gathering || gathering.members.size > 0) return
      close(gathering, everyone)
      gathering.abandon(reason)
    },
    seal(gathering, isServed) {
      for (const other of close(gathering, (member) => !isServed(member))) join(other)
      return [...gathering.members]
    },
    disband: (gathering) => close(gathering, everyone),
  }
}

const everyone = () => true

/** One that is open, and empty. */
function gatheringOf(original: OriginalFacts): OwnGathering {
  const controller = new AbortController()
  return { original, members: new Set(), abandoned: controller.signal, abandon: (reason) => controller.abort(reason) }
}

/** In which gathering each member is. */
function createHomes() {
  const homes = new WeakMap<Member, OwnGathering>()
  return {
    enter(member: Member, gathering: OwnGathering): void {
      gathering.members.add(member)
      homes.set(member, gathering)
    },
    /** @returns The one that it was in, if it was in any. */
    leave(member: Member): OwnGathering | undefined {
      const gathering = homes.get(member)
      gathering?.members.delete(member)
      homes.delete(member)
      return gathering
    },
  }
}
