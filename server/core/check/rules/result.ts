import type { CheckEvidence, CheckRule, RuleResult } from '../../../wire/check-report.ts'
import type { PictureFacts } from '../picture-facts.ts'

/** One thing that is judged. */
export type Judge = (facts: PictureFacts) => RuleResult

/** How much each rule counts: most for what a reader and the law ask for, least for manners. */
const WEIGHTS: Readonly<Record<CheckRule, number>> = {
  creator: 25,
  licence: 20,
  alt: 15,
  source: 10,
  search: 10,
  file: 10,
  agreement: 10,
  privacy: 5,
  size: 5,
  mining: 5,
}

const NO_EVIDENCE: readonly CheckEvidence[] = []

/** It is as it should be. */
export function pass(rule: CheckRule, says: string, evidence = NO_EVIDENCE): RuleResult {
  return { rule, outcome: 'pass', weight: WEIGHTS[rule], says, evidence: plain(evidence) }
}

interface Shortfall {
  readonly says: string
  readonly remedy: string
  readonly evidence?: readonly CheckEvidence[]
}

/** It is there in part. */
export function part(rule: CheckRule, { says, remedy, evidence = NO_EVIDENCE }: Shortfall): RuleResult {
  return { rule, outcome: 'part', weight: WEIGHTS[rule], says, remedy, evidence: plain(evidence) }
}

/** It is missing, or wrong. */
export function fail(rule: CheckRule, { says, remedy, evidence = NO_EVIDENCE }: Shortfall): RuleResult {
  return { rule, outcome: 'fail', weight: WEIGHTS[rule], says, remedy, evidence: plain(evidence) }
}

/** It does not apply. */
export function skip(rule: CheckRule, says: string): RuleResult {
  return { rule, outcome: 'skip', weight: 0, says, evidence: [] }
}

/** Each once, without what only the rules need. */
function plain(evidence: readonly CheckEvidence[]): readonly CheckEvidence[] {
  const unique = new Map(evidence.map(({ where, value }) => [`${where} ${value}`, { where, value }]))
  return [...unique.values()]
}
