import type { TextRun } from '../../wire/card.ts'
import type { Lang } from '../../wire/words.ts'
import type { Licence } from '../licences/licence.ts'
import type { Creator, Media } from '../media.ts'
import { html } from '../text/html.ts'
import type { PickedText } from '../text/lang.ts'
import { joinRuns, runsMarkup, runsText } from '../text/text-run.ts'
import { fill } from '../words/fill.ts'
import { dayInWords } from '../words/formats.ts'
import { ANYONE, type Reader } from '../words/reader.ts'
import type { Words } from '../words/words.ts'
import { type Attribution, attributionOf } from './attribution.ts'
import { bylineOf, bylineRuns } from './byline.ts'
import { listNames } from './names.ts'
import { type LicenceForm, licenceRuns, noticeRuns, rightsRuns } from './rights-line.ts'
import { titleOf } from './title.ts'

/** What must be shown with a picture, wherever it is shown. Every text is clean, every address may be linked. */
export interface Credit {
  /** Always something: the title, else the first words of the caption or the alt text, else `Untitled`. */
  readonly title: PickedText
  /** All creators as one; with an address only if there is a single creator. The credit line where no creator is known. */
  readonly author?: Creator
  /** Each by name, none twice; empty where the owner names nobody. */
  readonly creators: readonly Creator[]
  /** `Photo: `, `Zoë Łęcka`, ` / `, `Agency`; how it was made, if a reader must be told. */
  readonly byline: readonly TextRun[]
  /** Copyright notice, licence, terms, where to get a licence; when any of it was last corrected. */
  readonly rights: readonly TextRun[]
  readonly licence?: Licence
  /** schema.org `creditText`: `Zoë Łęcka / Agency`, nothing but names. */
  readonly creditText?: string
  readonly creditLine?: string
  /** Word for word, also where the byline already tells it. */
  readonly copyrightNotice?: string
  readonly usageTerms?: string
  readonly acquireLicensePage?: string
  readonly source?: string
  /** Names, notice and licence in one line, in words and with links; the title goes before it. */
  readonly line: readonly TextRun[]
  /** One line to copy, with the addresses of the licence and the permalink in words. */
  readonly text: string
  /** One line without addresses: `Title — Creator / Credit line · © notice · CC BY 4.0`. */
  readonly shortText: string
  /** The line as HTML, with links in place of the addresses. */
  readonly html: string
  /** What all of it is in. */
  readonly words: Words
  /** The language that was asked for: snippets and links of this credit ask for it again. */
  readonly asked?: Lang
}

/**
 * The attribution of a media. Nothing else in Placard decides who is named, in which words, or what a licence asks for.
 *
 * @param permalink The page of the media; it is the source link that a licence asks for.
 * @param reader    Whose words are used; texts of the owner's are taken as they come (`media-for-reader.ts`).
 * @see   https://www.iptc.org/std/photometadata/specification/ (Creator, Credit Line, Copyright Notice)
 */
export function creditFor(
  media: Pick<Media, 'description'> & Partial<Pick<Media, 'type' | 'correctedAt'>>,
  permalink: string,
  { words, asked }: Reader = ANYONE,
): Credit {
  const facts = attributionOf(media.description, words, media.type)
  const title = titleOf(media.description, words)
  const byline = bylineOf(facts, words)
  const notice = byline.holdsNotice ? [] : noticeRuns(facts)
  const made = joinRuns([byline.names, byline.disclosure === undefined ? [] : [byline.disclosure]], ' · ')
  const line = (form: LicenceForm) => joinRuns([made, notice, licenceRuns(facts, form, words.credit)], ' · ')
  let inWords: readonly TextRun[] | undefined
  return {
    title,
    ...authorOf(facts, words),
    byline: bylineRuns(byline),
    rights: joinRuns([rightsRuns(facts, notice, words.credit), correctionRuns(media.correctedAt, words)], ' · '),
    ...(byline.names.length > 0 && { creditText: runsText(byline.names) }),
    ...publishedFacts(facts),
    // Getters, since most answers need one form of the line and no other.
    get line() {
      inWords ??= line('phrase')
      return inWords
    },
    get text() {
      return [titled(quoted(title.text, words), runsText(line('address'))), permalink].join(' · ')
    },
    shortText: titled(title.text, runsText(line('label'))),
    get html() {
      return creditHtml(title, this.line, permalink)
    },
    words,
    ...(asked !== undefined && { asked }),
  }
}

/** Where the owner wants readers to know of a correction: who has seen the old words learns that they are not the last ones. */
function correctionRuns(correctedAt: number | undefined, words: Words): readonly TextRun[] {
  if (correctedAt === undefined) return []
  return [{ text: fill(words.credit.corrected, { date: dayInWords(correctedAt, words) }) }]
}

/** A title that brings its own quotation marks keeps them. */
function quoted(title: string, { credit }: Words): string {
  return /^[\p{Pi}\p{Pf}"„‚「『]/u.test(title) ? title : fill(credit.quoted, { title })
}

function titled(title: string, credit: string): string {
  return credit === '' ? title : `${title} — ${credit}`
}

function creditHtml(title: PickedText, line: readonly TextRun[], permalink: string): string {
  const name =
    title.lang === undefined
      ? html`<cite><bdi>${title.text}</bdi></cite>`
      : html`<cite><bdi lang="${title.lang}">${title.text}</bdi></cite>`
  return html`<a href="${permalink}">${name}</a>${line.length > 0 && ' — '}${runsMarkup(line)}`.toString()
}

function authorOf({ creators, creditLine }: Attribution, words: Words): Pick<Credit, 'author'> {
  const [first, ...others] = creators
  if (first === undefined) return creditLine === undefined ? {} : { author: { name: creditLine } }
  return {
    author:
      others.length === 0
        ? first
        : {
            name: listNames(
              creators.map(({ name }) => name),
              words,
            ),
          },
  }
}

function publishedFacts(facts: Attribution) {
  const { creators, licence, creditLine, notice, usageTerms, acquireLicensePage } = facts
  const source = facts.source ?? facts.sourceUrl
  return {
    creators,
    ...(licence !== undefined && { licence }),
    ...(creditLine !== undefined && { creditLine }),
    ...(notice !== undefined && { copyrightNotice: notice.text }),
    ...(usageTerms !== undefined && { usageTerms }),
    ...(acquireLicensePage !== undefined && { acquireLicensePage }),
    ...(source !== undefined && { source }),
  }
}
