/** How an answer can be packed, the smaller way first (RFC 9110 §8.4.1). */
export const CODINGS = ['br', 'gzip'] as const
export type Coding = (typeof CODINGS)[number]

/** The longest that a browser sends has some thirty; of a longer one than this nothing is read. */
const MAX_CHARACTERS = 500
/** A coding and its weight; more digits than three are forgiven. */
const MEMBER = /^[\t ]*([!#-'*+.0-9^-z|~-]+)[\t ]*(?:;[\t ]*q=(0(?:\.\d*)?|1(?:\.0*)?)[\t ]*)?$/

/**
 * The coding of these that a client likes best; of several that it likes alike, the one that is first here.
 *
 * @param header  Value of `Accept-Encoding`; members that are malformed are ignored.
 * @returns       `undefined` if it takes none of them, or likes the bytes as they are better.
 * @see           RFC 9110 §12.5.3
 */
export function chooseCoding(header: string | undefined, codings: readonly Coding[] = CODINGS): Coding | undefined {
  if (header === undefined || header.length > MAX_CHARACTERS) return undefined
  const weights = parseWeights(header)
  const weightOf = (coding: Coding) => weights.get(coding) ?? weights.get('*') ?? 0
  const [best] = codings.toSorted((a, b) => weightOf(b) - weightOf(a))
  // Who says nothing of `identity` would rather have less to load.
  if (best === undefined || weightOf(best) === 0 || weightOf(best) < (weights.get('identity') ?? 0)) return undefined
  return best
}

function parseWeights(header: string): ReadonlyMap<string, number> {
  const members = header
    .toLowerCase()
    .split(',')
    .map((member) => MEMBER.exec(member))
  // Some old clients say `x-gzip` (§8.4.1.3).
  return new Map(members.flatMap((match) => (match ? [[match[1]?.replace(/^x-gzip$/, 'gzip') ?? '', Number(match[2] ?? 1)]] : [])))
}
