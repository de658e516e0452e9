import type { TextRun } from '../../wire/card.ts'
import type { Licence } from '../licences/licence.ts'
import { cleanText } from '../text/safe-text.ts'
import { joinRuns } from '../text/text-run.ts'
import { around } from '../words/fill.ts'
import type { CreditWords } from '../words/words.ts'
import type { Attribution } from './attribution.ts'

/** Code points of usage terms on a card; the page of the media tells them whole. */
const MAX_TERMS = 200

export type LicenceForm = 'label' | 'phrase' | 'address'

const KNOWN_REL = 'license noopener noreferrer'
/** An address that the owner wrote: nobody here vouches for it (W12). */
const OWN_TERMS_REL = 'license noopener noreferrer nofollow ugc'
const OWNER_REL = 'noopener noreferrer nofollow ugc'

/** The copyright notice, word for word; the usage terms where neither notice nor licence says anything. */
export function noticeRuns({ notice, licence, usageTerms }: Attribution): readonly TextRun[] {
  if (notice !== undefined) return [notice]
  return licence === undefined && usageTerms !== undefined ? [{ text: cleanText(usageTerms, MAX_TERMS) }] : []
}

/**
 * The licence or statement within a line.
 *
 * @param form `label` is as short as a card needs it; `phrase` says in words what the licence does; `address` spells its URL out.
 */
export function licenceRuns({ licence }: Pick<Attribution, 'licence'>, form: LicenceForm, words: CreditWords): readonly TextRun[] {
  if (licence === undefined) return []
  const [before, after] = around(phraseOf(licence, form, words))
  const { label: text, url: href, lang } = licence
  const linked: TextRun = { text, ...(lang && { lang }), href, rel: licence.kind === 'terms' ? OWN_TERMS_REL : KNOWN_REL }
  const address = form === 'address' ? [{ text: ` (${licence.url})` }] : []
  return [...textRun(before), linked, ...address, ...textRun(after)]
}

/** `CC BY 4.0` alone is understood as a licence; `CC0 1.0` alone would be too, and is none. Statements and terms license nothing. */
function phraseOf({ kind }: Licence, form: LicenceForm, { licensed, marked }: CreditWords): string {
  if (kind === 'public-domain') return marked
  return kind === 'licence' && form !== 'label' ? licensed : ''
}

function textRun(text: string): readonly TextRun[] {
  return text === '' ? [] : [{ text }]
}

/** The rights line of a card: notice, licence, the owner's source, where to get a licence. */
export function rightsRuns(facts: Attribution, notice: readonly TextRun[], words: CreditWords): readonly TextRun[] {
  const { sourceUrl, acquireLicensePage } = facts
  return joinRuns(
    [
      notice,
      notice.length > 0 ? licenceRuns(facts, 'label', words) : startUpper(licenceRuns(facts, 'label', words)),
      sourceUrl === undefined ? [] : [{ text: words.source, href: sourceUrl, rel: OWNER_REL }],
      acquireLicensePage === undefined ? [] : [{ text: words.getLicence, href: acquireLicensePage, rel: OWNER_REL }],
    ],
    ' · ',
  )
}

/** As it begins a line: `marked with` does, where there is no notice before it. */
export function startUpper([first, ...others]: readonly TextRun[]): readonly TextRun[] {
  return first === undefined ? [] : [{ ...first, text: first.text.charAt(0).toUpperCase() + first.text.slice(1) }, ...others]
}
