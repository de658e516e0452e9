import type { CheckedPicture, CheckOutcome, RuleResult } from '../../wire/check-report.ts'
import type { PictureFacts } from './picture-facts.ts'
import { judgeCreator, judgeLicence, judgeSource } from './rules/credit-rules.ts'
import { judgeAgreement, judgeFile, judgeMining, judgePrivacy } from './rules/file-rules.ts'
import { judgeAlt, judgeSearch, judgeSize } from './rules/page-rules.ts'
import type { Judge } from './rules/result.ts'

/** In the order of `CHECK_RULES`. */
const JUDGES: readonly Judge[] = [
  judgeCreator,
  judgeLicence,
  judgeSource,
  judgeAlt,
  judgeSearch,
  judgeFile,
  judgeAgreement,
  judgePrivacy,
  judgeSize,
  judgeMining,
]

const SHARE: Readonly<Record<CheckOutcome, number>> = { pass: 1, part: 0.5, fail: 0, skip: 0 }

/** What every rule says of a picture, and its score. */
export function judgePicture(facts: PictureFacts): Pick<CheckedPicture, 'shownBy' | 'score' | 'results'> {
  const results = JUDGES.map((judge) => judge(facts))
  return { shownBy: facts.shownBy, score: scoreOf(results), results }
}

/** Of 100, rounded down, so that only a picture without any fault has all of them. */
function scoreOf(results: readonly RuleResult[]): number {
  const whole = results.reduce((sum, { weight }) => sum + weight, 0)
  const reached = results.reduce((sum, { weight, outcome }) => sum + weight * SHARE[outcome], 0)
  return whole === 0 ? 100 : Math.floor((100 * reached) / whole)
}

/** The mean of several scores, rounded down; `undefined` of none. */
export function meanScore(scores: readonly number[]): number | undefined {
  return scores.length === 0 ? undefined : Math.floor(scores.reduce((sum, score) => sum + score, 0) / scores.length)
}
