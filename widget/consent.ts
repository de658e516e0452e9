import { readWishes } from './snippets.ts'

/** Whether anything may be loaded. One click is for all pictures of this server, and is forgotten with the page. */
export interface Consent {
  /** Whether the reader must click first. */
  isMissing(host: Element): boolean
  /** Does this as soon as a reader has clicked anywhere. */
  wait(work: () => void): void
  readonly give: () => void
}

/** @param ofScript What the script says for all that say nothing themselves. */
export function makeConsent(ofScript: string | null | undefined): Consent {
  const waiting: (() => void)[] = []
  let isGiven = false
  return {
    isMissing: (host) => !isGiven && (readWishes(host).consent ?? ofScript) === 'click',
    wait: (work) => waiting.push(work),
    give() {
      isGiven = true
      for (const work of waiting.splice(0)) work()
    },
  }
}
