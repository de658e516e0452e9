import type { Creator, Description, LangText } from '../media.ts'
import { asList, asRecord, asText, pickOptional } from './fields.ts'

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

const asTexts = asList(asText)
const asCreators = asList(parseCreator)

/** A description as it was written. @throws {FieldError} naming the first field that is not. */
export function parseDescription(value: unknown, name: string): Description {
  const record = asRecord(value, name)
  return {
    title: parseLangAlt(record.title, `${name}.title`),
    caption: parseLangAlt(record.caption, `${name}.caption`),
    altText: parseLangAlt(record.altText, `${name}.altText`),
    extendedDescription: parseLangAlt(record.extendedDescription, `${name}.extendedDescription`),
    creators: asCreators(record.creators, `${name}.creators`),
    copyrightNotice: parseLangAlt(record.copyrightNotice, `${name}.copyrightNotice`),
    usageTerms: parseLangAlt(record.usageTerms, `${name}.usageTerms`),
    keywords: asTexts(record.keywords, `${name}.keywords`),
    ...pickOptional(record, OPTIONAL_TEXTS, asText),
  }
}

/** A text in several languages. @throws {FieldError} naming the first field that is not as it was written. */
export const parseLangAlt = asList(parseLangText)

function parseLangText(value: unknown, name: string): LangText {
  const record = asRecord(value, name)
  return { lang: asText(record.lang, `${name}.lang`), text: asText(record.text, `${name}.text`) }
}

function parseCreator(value: unknown, name: string): Creator {
  const record = asRecord(value, name)
  return { name: asText(record.name, `${name}.name`), ...pickOptional(record, ['url'], asText) }
}
