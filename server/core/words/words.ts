import type { NoticeCard } from '../../wire/card.ts'
import type { Lang, WidgetWords } from '../../wire/words.ts'
import type { WithdrawalReason } from '../media.ts'
import type { ChooserWords, EmbeddingWords, FactWords, SiteWords, StartWords, WorkWords } from './page-words.ts'

/** How a picture desk names the thing before its maker's name. */
export type Medium = 'Photo' | 'Image' | 'Composite' | 'Video'
/** What a reader must be told about how a picture was made. */
export type Disclosure = 'synthetic' | 'generated' | 'edited'
/** A phrase by number; each language has the forms it needs (https://cldr.unicode.org/index/cldr-spec/plural-rules). */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>
/** Failures whose page has a heading of its own; `gone` is for good as far as anybody knows. */
export type FailureKind =
  | 'bad_request'
  | 'not_allowed'
  | 'not_owner'
  | 'not_found'
  | 'gone'
  | 'embargoed'
  | 'disputed'
  | 'restricted'
  | 'conflict'
  | 'method_not_allowed'
  | 'format_not_supported'
  | 'overloaded'
  | 'internal'
/** Failures that are told in one sentence of Placard's own; `NoticeCard` has those about a media's status. */
export type FailureMessage =
  | 'bad_request'
  | 'method_not_allowed'
  | 'not_owner'
  | 'conflict'
  | 'unsupported_media'
  | 'broken_media'
  | 'too_many_pixels'
  | 'overloaded'
  | 'unavailable'
  | 'internal'

/**
 * Every word that Placard says to a reader, in one language. Each language is one file beside this one.
 *
 * `{name}` stands for a value, and all languages have the same ones in the same places (`fill.ts`).
 */
export interface Words {
  readonly lang: Lang
  readonly dir: 'ltr' | 'rtl'
  /** What the language calls itself. */
  readonly name: string
  /** For `Intl`: the region, calendar and digits that go with these words. */
  readonly locale: string
  readonly widget: Omit<WidgetWords, 'lang' | 'dir'>
  readonly credit: CreditWords
  readonly notices: Readonly<Record<NoticeCard['status'], string>>
  readonly tombstone: TombstoneWords
  readonly failureTitles: Readonly<Record<FailureKind, string>>
  readonly failures: Readonly<Record<FailureMessage, string>>
  readonly site: SiteWords
  readonly embedding: EmbeddingWords
  readonly work: WorkWords
  readonly chooser: ChooserWords
  readonly start: StartWords
  readonly facts: FactWords
  /** By the last part of a PLUS data mining URI (PLUS LDF vocabulary; IPTC TechReference 2024.1). */
  readonly dataMining: Readonly<Record<DataMining, string>>
  /** By the last part of an IPTC URI (http://cv.iptc.org/newscodes/digitalsourcetype/), older names included. */
  readonly sourceTypes: Readonly<Record<SourceType, string>>
  /** A capture date and its time of day: `{date}` and `{time}`. */
  readonly dateAndTime: string
  /** By the code of rightsstatements.org, where it publishes the statement in this language; its English label stands elsewhere. */
  readonly rightsStatements: Readonly<Partial<Record<string, string>>>
}

export interface CreditWords {
  /** `Photo: `, with the space that the language wants. */
  readonly medium: Readonly<Record<Medium, string>>
  readonly disclosure: Readonly<Record<Disclosure, string>>
  /** How much there is of a media that is more than one picture: `{n}`, and the length of a video as a `{time}`. */
  readonly pictures: Plural
  readonly videoOf: string
  /** What the credit is called in the form that news agencies print. */
  readonly inBrackets: string
  /** How many more creators there are than are named: `{n}`. */
  readonly others: Plural
  /** What a licence and a public domain mark do, around the `{licence}` itself. */
  readonly licensed: string
  readonly marked: string
  readonly terms: string
  readonly source: string
  readonly getLicence: string
  /** When the owner last corrected what is said: `{date}`. */
  readonly corrected: string
  readonly untitled: string
  readonly untitledPicture: string
  /** The title in a line to copy: `{title}` in quotation marks. */
  readonly quoted: string
}

/** What is said of a media whose existence is no secret: who took it away, when and why. */
export interface TombstoneWords {
  /** `{owner}` and `{date}` */
  readonly withdrawn: string
  readonly expired: string
  /** The `{date}` has a time. */
  readonly embargoed: string
  /** `{date}` */
  readonly disputed: string
  /** `{reason}`: one of those below. A reason that is none of them is told in the owner's own words only. */
  readonly because: string
  readonly reasons: Readonly<Record<Exclude<WithdrawalReason, 'other'>, string>>
  /** The way to whoever can permit what is not permitted. */
  readonly ask: string
}

type DataMining =
  | 'DMI-ALLOWED'
  | 'DMI-PROHIBITED'
  | 'DMI-PROHIBITED-AIMLTRAINING'
  | 'DMI-PROHIBITED-GENAIMLTRAINING'
  | 'DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING'
  | 'DMI-PROHIBITED-SEECONSTRAINT'
  | 'DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR'
  | 'DMI-PROHIBITED-SEELINKEDRIGHTSEXPR'

type SourceType =
  | 'digitalCapture'
  | 'computationalCapture'
  | 'negativeFilm'
  | 'positiveFilm'
  | 'print'
  | 'humanEdits'
  | 'minorHumanEdits'
  | 'compositeCapture'
  | 'algorithmicallyEnhanced'
  | 'dataDrivenMedia'
  | 'digitalCreation'
  | 'digitalArt'
  | 'virtualRecording'
  | 'screenCapture'
  | 'composite'
  | 'compositeSynthetic'
  | 'trainedAlgorithmicMedia'
  | 'compositeWithTrainedAlgorithmicMedia'
  | 'algorithmicMedia'

/** The words that travel to the widget. */
export function widgetWords({ lang, dir, widget }: Words): WidgetWords {
  return { lang, dir, ...widget }
}
