import type { Clock } from '../../ports/system.ts'
import { ORIGIN_TIMEOUT_MS } from './origin.ts'

/** With one more all are forgotten; a request that was cancelled leaves its own behind. */
const MAX_REFRESHING = 1000

/** What is being asked for anew, so that of all who read what ages one asks. */
export interface Refreshes {
  /** @returns `false` if somebody is asking for it already. */
  begin(target: string): boolean
  end(target: string): void
}

/** By times and not by promises, since on Workers no request may wait for what another one does. */
export function refreshes(clock: Clock): Refreshes {
  const begun = new Map<string, number>()
  return {
    begin(target) {
      const now = clock.now()
      if (now - (begun.get(target) ?? Number.NEGATIVE_INFINITY) < ORIGIN_TIMEOUT_MS) return false
      if (begun.size >= MAX_REFRESHING) begun.clear()
      begun.set(target, now)
      return true
    },
    end: (target) => void begun.delete(target),
  }
}
