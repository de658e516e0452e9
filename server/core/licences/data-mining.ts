import type { Description, Media } from '../media.ts'

/** What an owner can say about data mining, as PLUS spells it (https://ns.useplus.org/LDF/ldf-XMPSpecification). */
export const MINING_CODES = [
  'DMI-ALLOWED',
  'DMI-PROHIBITED',
  'DMI-PROHIBITED-AIMLTRAINING',
  'DMI-PROHIBITED-GENAIMLTRAINING',
  'DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING',
  'DMI-PROHIBITED-SEECONSTRAINT',
  'DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR',
  'DMI-PROHIBITED-SEELINKEDRIGHTSEXPR',
] as const

/** One of them. */
export type MiningCode = (typeof MINING_CODES)[number]

const VALUE = /^https?:\/\/ns\.useplus\.org\/ldf\/vocab\/(?<code>DMI-[A-Z-]+)$/

/** The code of a PLUS value, http or https; `undefined` where nothing is said: no value, `DMI-UNSPECIFIED`, or none that PLUS knows. */
export function miningCodeOf(dataMining: string | undefined): MiningCode | undefined {
  const code = VALUE.exec(dataMining ?? '')?.groups?.code
  return MINING_CODES.find((known) => known === code)
}

/**
 * How much a code keeps from machines. Who prohibits training alone leaves search, statistics and research free; all other
 * prohibitions are of mining as a whole, with exceptions that are told elsewhere.
 */
export function minedBy(code: MiningCode): 'all' | 'all-but-training' | 'nobody' {
  if (code === 'DMI-ALLOWED') return 'all'
  return code.endsWith('AIMLTRAINING') ? 'all-but-training' : 'nobody'
}

/** What is said of one thing in the words of crawlers. */
export interface MiningTerms {
  /** TDMRep: 1 reserves text and data mining, 0 leaves it free; absent where nobody said anything, which never overrides. */
  readonly reservation?: 0 | 1
  /** Where the terms of mining stand; only beside a reservation. */
  readonly policy?: string
  /** Words of `X-Robots-Tag` and `<meta name="robots">`; none of them keeps a picture out of a search. */
  readonly robots: readonly string[]
}

const SILENCE: MiningTerms = { robots: [] }

/**
 * The signals of one setting.
 *
 * Every prohibition reserves, that of training alone too: TDMRep has one bit, training a model is the mining that Article 4(3) of Directive
 * (EU) 2019/790 lets an owner reserve and Article 53(1)(c) of Regulation (EU) 2024/1689 makes its makers look for, and research
 * needs no permission (Article 3). A bit too much costs somebody a question, which the policy answers; a bit too little cannot be taken back
 * from a model. What is reserved in particular, the file's own property says (`plus:DataMining`).
 *
 * @param policy  The owner's, http or https.
 * @see   https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/
 */
export function miningTerms(dataMining: string | undefined, policy?: string): MiningTerms {
  const code = miningCodeOf(dataMining)
  if (code === undefined) return SILENCE
  if (minedBy(code) === 'all') return { reservation: 0, robots: [] }
  return { reservation: 1, ...(policy !== undefined && { policy }), robots: ['noai', 'noimageai'] }
}

/** The media with the owner's general word on data mining where nothing is said of it in particular. */
export function withGeneralMining<M extends Pick<Media, 'description'>>(media: M, general: string | undefined): M {
  const { description } = media
  if (general === undefined || miningCodeOf(description.dataMining) !== undefined) return media
  return { ...media, description: { ...description, dataMining: general } satisfies Description }
}
