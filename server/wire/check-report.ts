/** Rises when a reader of the old shape would misunderstand the new one; new properties do not raise it. */
export const CHECK_REPORT_VERSION = 1

/** What is judged of a picture, in the order of a report. */
export type CheckRule = 'creator' | 'licence' | 'source' | 'alt' | 'search' | 'file' | 'agreement' | 'privacy' | 'size' | 'mining'

/** `part`: there, and not where it does the most. `skip`: does not apply here, and counts for nothing. */
export type CheckOutcome = 'pass' | 'part' | 'fail' | 'skip'

/**
 * Where something was found: in words that a reader sees; as JSON-LD, microdata or RDFa; in Open Graph or another element of the head;
 * in a header of HTTP; in the metadata of the file.
 */
export type CheckPlace = 'text' | 'json-ld' | 'microdata' | 'rdfa' | 'head' | 'header' | 'file'

export interface CheckEvidence {
  readonly where: CheckPlace
  readonly value: string
}

/** What one rule says of one picture. `says` and `remedy` are sentences for people, in English. */
export interface RuleResult {
  readonly rule: CheckRule
  readonly outcome: CheckOutcome
  /** How much the rule counts: all of it for `pass`, half of it for `part`. 0 for `skip`. */
  readonly weight: number
  readonly says: string
  /** What to do; exactly if the outcome is `part` or `fail`. */
  readonly remedy?: string
  readonly evidence: readonly CheckEvidence[]
}

export interface CheckedPicture {
  /** Of the file that was read. */
  readonly url: string
  readonly shownBy: 'img' | 'video' | 'og:image' | 'file'
  /** The frame of the page in which it stands; absent in the page itself. */
  readonly frame?: string
  /** 0 to 100. */
  readonly score: number
  readonly results: readonly RuleResult[]
}

export interface CheckedTarget {
  /** As it was asked for. */
  readonly target: string
  readonly kind: 'page' | 'picture' | 'unreadable'
  /** Where it stood in the end. */
  readonly url?: string
  readonly title?: string
  /** The mean of its pictures, 0 to 100, rounded down; absent where no picture is shown or nothing could be read. */
  readonly score?: number
  /** What concerns the page as a whole, or why it could not be read: sentences for people, in English. */
  readonly notes: readonly string[]
  /** Pictures that carry content; what is decoration is only counted. */
  readonly pictures: readonly CheckedPicture[]
  readonly decorations: number
}

/** What `placard check --json` prints. */
export interface CheckReport {
  readonly version: typeof CHECK_REPORT_VERSION
  /** The score that was asked for. */
  readonly minimum: number
  /** Whether everything could be read and no score is below the minimum. */
  readonly passed: boolean
  /** The lowest of all targets; absent where none has one. */
  readonly score?: number
  readonly targets: readonly CheckedTarget[]
}
