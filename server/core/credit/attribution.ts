import { type Licence, licenceAt } from '../licences/licence.ts'
import type { Creator, Description, MediaType } from '../media.ts'
import { httpUrl } from '../text/http-url.ts'
import { pickText } from '../text/lang.ts'
import { cleanParagraphs, cleanText } from '../text/safe-text.ts'
import { en } from '../words/en.ts'
import type { Words } from '../words/words.ts'
import { sourceKindOf } from './digital-source-type.ts'
import { nameKey } from './names.ts'

const MAX_NAME = 200

/** The facts a credit is made of: clean text, addresses that may be linked, one language each. Nothing is decided yet. */
export interface Attribution {
  readonly creators: readonly Creator[]
  readonly creditLine?: string
  readonly notice?: { readonly text: string; readonly lang?: string }
  /** Supplier or holding institution; never an address. */
  readonly source?: string
  /** Where the owner took the picture from, if `source` was an address. */
  readonly sourceUrl?: string
  readonly licence?: Licence
  readonly usageTerms?: string
  readonly acquireLicensePage?: string
  /** `Photo: ` */
  readonly medium: string
  readonly disclosure?: string
}

/**
 * The facts of a description, made safe to show (W12, W13); what is empty afterwards is absent.
 *
 * @param type  Of the media: a video is one, whatever its pictures were made of.
 */
export function attributionOf(description: Description, words: Words = en, type: MediaType = 'image'): Attribution {
  const kind = sourceKindOf(description.digitalSourceType)
  const acquireLicensePage = httpUrl(description.licensorUrl ?? '')
  const licenceUrl = httpUrl(description.licenceUrl ?? '')
  return {
    creators: creatorsOf(description.creators),
    ...textField('creditLine', cleanText(description.creditLine ?? '', 500)),
    ...noticeOf(description),
    ...sourceOf(cleanText(description.source ?? '', 2000)),
    ...(licenceUrl !== undefined && { licence: named(licenceAt(licenceUrl), words) }),
    ...textField('usageTerms', cleanParagraphs(pickText(description.usageTerms)?.text ?? '', 4000)),
    ...(acquireLicensePage !== undefined && { acquireLicensePage }),
    medium: words.credit.medium[type === 'video' ? 'Video' : (kind?.medium ?? 'Photo')],
    ...(kind?.disclosure !== undefined && { disclosure: words.credit.disclosure[kind.disclosure] }),
  }
}

/** Names of licences are names and stay; the owner's terms and the statements that their publisher has translated are called in the reader's words. */
function named(licence: Licence, { lang, credit, rightsStatements }: Words): Licence {
  const name = licence.kind === 'terms' ? credit.terms : rightsStatements[licence.code ?? '']
  if (name !== undefined) return { ...licence, label: name, name }
  return licence.kind === 'statement' && lang !== 'en' ? { ...licence, lang: 'en' } : licence
}

/** The first spelling of a name stays; its page may come from any. */
function creatorsOf(creators: readonly Creator[]): readonly Creator[] {
  const byKey = new Map<string, Creator>()
  for (const creator of creators.map(cleanCreator)) {
    const key = nameKey(creator.name) || creator.name
    if (key !== '') byKey.set(key, { ...creator, ...byKey.get(key) })
  }
  return [...byKey.values()]
}

function cleanCreator(creator: Creator): Creator {
  const name = cleanText(creator.name, MAX_NAME)
  const url = httpUrl(creator.url ?? '')
  return url === undefined || namesOtherHost(name, url) ? { name } : { name, url }
}

/** What looks like a host name within a text. */
const HOST = /[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu

/** W13: a link never shows the name of a host that it does not lead to. */
function namesOtherHost(text: string, url: string): boolean {
  const named = text.includes('.') ? text.toLowerCase().match(HOST) : null
  if (named === null) return false
  const host = `.${new URL(url).hostname}`
  return named.some((shown) => !host.endsWith(`.${shown.replace(/^www\./, '')}`))
}

function noticeOf({ copyrightNotice }: Description): Pick<Attribution, 'notice'> {
  const picked = pickText(copyrightNotice)
  const text = cleanText(picked?.text ?? '', 1000)
  return text === '' ? {} : { notice: { text, ...(picked?.lang !== undefined && { lang: picked.lang }) } }
}

/** Some programs write the address of the source where its name belongs. */
function sourceOf(text: string): Pick<Attribution, 'source' | 'sourceUrl'> {
  const sourceUrl = httpUrl(text)
  return sourceUrl === undefined ? textField('source', cleanText(text, MAX_NAME)) : { sourceUrl }
}

function textField<K extends string>(key: K, text: string): { readonly [P in K]?: string } {
  // A computed key widens to an index signature; the object has exactly this one.
  return text === '' ? {} : ({ [key]: text } as { readonly [P in K]: string })
}
