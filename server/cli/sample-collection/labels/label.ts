import { DEMO_KEYWORD } from '../../../core/card/demo-pictures.ts'
import type { Description, LangAlt } from '../../../core/media.ts'

/** They are drawings made by a program: neither photographs nor the work of a trained model. */
const DIGITAL_CREATION = 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation'

export const CC = {
  by: 'https://creativecommons.org/licenses/by/4.0/',
  bySa: 'https://creativecommons.org/licenses/by-sa/4.0/',
  byNcNd: 'https://creativecommons.org/licenses/by-nc-nd/4.0/',
  zero: 'https://creativecommons.org/publicdomain/zero/1.0/',
} as const

/** What stands on the label of a sample: texts by language, the maker's own first. */
export interface Label extends Partial<Pick<Description, Plain>> {
  readonly title: Texts
  readonly caption: Texts
  readonly altText: Texts
  readonly extendedDescription?: Texts
  readonly creators: Description['creators']
  readonly creditLine: string
  readonly copyrightNotice: Texts
  readonly usageTerms?: Texts
  readonly licenceUrl: string
  readonly keywords: readonly string[]
  readonly createdDate: string
  /** Town and country, parted by a comma. */
  readonly place: string
}

type Plain = 'source' | 'licensorName' | 'licensorUrl' | 'dataMining'
type Texts = Readonly<Record<string, string>>

/** The label as the importer will describe the picture once it has read the file. */
export function describe(label: Label): Description {
  return {
    ...label,
    title: inLanguages(label.title),
    caption: inLanguages(label.caption),
    altText: inLanguages(label.altText),
    extendedDescription: inLanguages(label.extendedDescription),
    copyrightNotice: inLanguages(label.copyrightNotice),
    usageTerms: inLanguages(label.usageTerms),
    keywords: [...label.keywords, DEMO_KEYWORD],
    digitalSourceType: DIGITAL_CREATION,
  }
}

/** XMP wants a default and the languages beside it; the default is said in its own language as well, so that readers know which it is. */
function inLanguages(texts: Texts = {}): LangAlt {
  const named = Object.entries(texts).map(([lang, text]) => ({ lang, text }))
  return named[0] ? [{ lang: 'x-default', text: named[0].text }, ...named] : []
}
