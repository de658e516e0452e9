import type { TextRun } from '../../wire/card.ts'
import type { Creator } from '../media.ts'
import { joinRuns, runsText } from '../text/text-run.ts'
import { pluralOf, separatorsFor } from '../words/formats.ts'
import type { Words } from '../words/words.ts'
import type { Attribution } from './attribution.ts'
import { firstNamed, nameKey, namesIn } from './names.ts'

const CREATOR_REL = 'author noopener noreferrer nofollow ugc'

/** A credit line that already says what the picture is keeps its own words, in whatever language. */
const OWN_PREFIX =
  /^\W*(?:(?:photo(?:s|graph|graphs|graphy|graphie|credit)?|foto(?:s|graf|grafie|grafía)?|picture|image|imagen|immagine|bild|aufnahme|illustration|graphic|composite|montage|montaje|screenshot|video|vidéo|vídeo|credit|crédit|crédito|by|von|por|par|courtesy|cortesía|تصوير|صورة|الصورة)(?!\p{L})|(?:写真|画像|撮影|提供))/iu

/** What a notice begins with when it claims a copyright: a sign, a word, or both. */
const CLAIM = /^(?:(?:©|\(c\)|copyright(?!\p{L})|copr\.)[\s:,]*)+/iu

/** What stands between two names, at the beginning or the end of a text. */
const JOINT = /^(\s*[/|·–—]\s*)|(\s*[/|·–—]\s*)$/u

/** Who made it and who supplies it, and whether the copyright notice is told with it. */
export interface Byline {
  /** `Photo: ` or another word for what it is; absent where the credit line brings its own, or nobody is named. */
  readonly prefix?: TextRun
  readonly names: readonly TextRun[]
  /** What a reader must be told about how it was made. */
  readonly disclosure?: TextRun
  /** The notice says no more than `©` and the same names: it stands here and nowhere else. */
  readonly holdsNotice: boolean
}

/**
 * The names that a credit shows, none of them twice.
 *
 * Creators first, then the credit line, unless it names them itself: then it stands alone, word for word. The supplier follows where
 * there is no credit line, or where the rights are open or described only, since then the source is part of the attribution.
 * A notice that is a claim and the same names again (`© Ann Owner`) lends them its sign; one with a year or any other word does not.
 *
 * @see https://www.iptc.org/std/photometadata/specification/ (Credit Line: as its supplier wants it)
 */
export function bylineOf(facts: Attribution, words: Words): Byline {
  const isRepeated = repeatsCreators(facts)
  const creators = isRepeated ? facts.creators : unnamedCreators(facts)
  const names = joinRuns([creatorRuns(creators, words), isRepeated ? [] : creditLineRuns(facts), supplierRuns(facts)], ' / ')
  const text = runsText(names)
  const claim = CLAIM.exec(facts.notice?.text ?? '')?.[0] ?? ''
  const holdsNotice = names.length > 0 && nameKey((facts.notice?.text ?? '').slice(claim.length)) === nameKey(text.replace(CLAIM, ''))
  const claimed = holdsNotice && claim !== '' && !CLAIM.test(text) ? [{ text: `${claim.trim()} ` }, ...names] : names
  return {
    ...(names.length > 0 && !hasOwnPrefix(facts, text) && { prefix: { text: facts.medium } }),
    names: claimed,
    ...(facts.disclosure !== undefined && { disclosure: { text: facts.disclosure } }),
    holdsNotice,
  }
}

/** The byline as a card draws it; without any name, the disclosure alone. */
export function bylineRuns({ prefix, names, disclosure }: Byline): readonly TextRun[] {
  const credit = prefix === undefined ? names : [prefix, ...names]
  return joinRuns([credit, disclosure === undefined ? [] : [disclosure]], ' · ')
}

/** The creators that the credit line does not name. */
function unnamedCreators({ creators, creditLine }: Attribution): readonly Creator[] {
  return creditLine === undefined ? creators : creators.filter(({ name }) => !namesIn(creditLine, name))
}

/** Whether the credit line only repeats the creators, whose own names carry links. */
function repeatsCreators({ creators, creditLine }: Attribution): boolean {
  return creditLine !== undefined && nameKey(creditLine) === nameKey(creators.map(({ name }) => name).join(' '))
}

/** Only the owner's own words count: a creator may be called By. */
function hasOwnPrefix({ creditLine = '' }: Attribution, text: string): boolean {
  return text.startsWith(creditLine) && OWN_PREFIX.test(creditLine)
}

function creatorRuns(creators: readonly Creator[], words: Words): readonly TextRun[] {
  const { named, others } = firstNamed(creators)
  const runs = named.map(creatorRun)
  if (others > 0) runs.push({ text: pluralOf(words.credit.others, others, words) })
  if (runs.length < 2) return runs
  const separators = separatorsFor(
    runs.map(({ text }) => text),
    words,
  )
  return runs.flatMap((run, index) => (index === 0 ? [run] : [{ text: separators[index] ?? '' }, run]))
}

function creatorRun({ name, url }: Creator): TextRun {
  return url === undefined ? { text: name } : { text: name, href: url, rel: CREATOR_REL }
}

function creditLineRuns(facts: Attribution): readonly TextRun[] {
  const { creators, creditLine } = facts
  if (creditLine === undefined) return []
  return creators.reduce<readonly TextRun[]>(splitAtCreator, [{ text: creditLine }])
}

/** The runs with the first mention of the creator as a run of its own, linked if there is an address. */
function splitAtCreator(runs: readonly TextRun[], creator: Creator): readonly TextRun[] {
  return runs.flatMap((run, at) => (at === runs.findIndex((other) => mentions(other, creator)) ? splitRun(run.text, creator) : [run]))
}

function mentions({ text, href }: TextRun, { name }: Creator): boolean {
  return href === undefined && namesIn(text, name) && text.toLowerCase().includes(name.toLowerCase())
}

/** The mention keeps the spelling of the credit line. */
function splitRun(text: string, creator: Creator): readonly TextRun[] {
  const start = text.toLowerCase().indexOf(creator.name.toLowerCase())
  const end = start + creator.name.length
  const mention = creatorRun({ ...creator, name: text.slice(start, end) })
  return [...textRun(text.slice(0, start)), mention, ...textRun(text.slice(end))]
}

/** The rest of a credit line. What only joins it to a name is a run of its own, or it would stand at the other end of a line from right to left. */
function textRun(text: string): readonly TextRun[] {
  return text.split(JOINT).flatMap((part) => (part ? [{ text: part }] : []))
}

function supplierRuns({ creators, creditLine, licence, source }: Attribution): readonly TextRun[] {
  if (source === undefined) return []
  const hasOpenRights = licence !== undefined && licence.kind !== 'terms'
  if (creditLine !== undefined && !hasOpenRights) return []
  const isNamed = [creditLine ?? '', ...creators.map(({ name }) => name)].some((text) => namesIn(text, source))
  return isNamed ? [] : [{ text: source }]
}
