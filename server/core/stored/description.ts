import type { Creator, Description, LangText } from '../media.ts'
import { asList, asRecordOf, asText, pickOptional } from './fields.ts'

type OptionalText = { [Field in keyof Description]-?: object extends Pick<Description, Field> ? Field : never }[keyof Description]

/** Every field that may be absent, so that a new one cannot be forgotten: it would be written, and lost when it is read. */
const OPTIONAL = {
  creditLine: true,
  source: true,
  licenceUrl: true,
  licensorName: true,
  licensorUrl: true,
  dataMining: true,
  digitalSourceType: true,
  createdDate: true,
  place: true,
} as const satisfies Record<OptionalText, true>

// Object.keys loses the literal types that `satisfies` has just proved.
const OPTIONAL_TEXTS = Object.keys(OPTIONAL) as readonly OptionalText[]

const parseLangText = asRecordOf((record): LangText => ({ lang: asText(record.lang, 'lang'), text: asText(record.text, 'text') }))
const parseCreator = asRecordOf((record): Creator => ({ name: asText(record.name, 'name'), ...pickOptional(record, ['url'], asText) }))

const asTexts = asList(asText)
const asCreators = asList(parseCreator)

/** A text in several languages. @throws {FieldError} naming the first field that is not as it was written. */
export const parseLangAlt = asList(parseLangText)

/** A description as it was written. @throws {FieldError} naming the first field that is not. */
export const parseDescription = asRecordOf(
  (record): Description => ({
    title: parseLangAlt(record.title, 'title'),
    caption: parseLangAlt(record.caption, 'caption'),
    altText: parseLangAlt(record.altText, 'altText'),
    extendedDescription: parseLangAlt(record.extendedDescription, 'extendedDescription'),
    creators: asCreators(record.creators, 'creators'),
    copyrightNotice: parseLangAlt(record.copyrightNotice, 'copyrightNotice'),
    usageTerms: parseLangAlt(record.usageTerms, 'usageTerms'),
    keywords: asTexts(record.keywords, 'keywords'),
    ...pickOptional(record, OPTIONAL_TEXTS, asText),
  }),
)
