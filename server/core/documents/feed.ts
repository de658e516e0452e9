import { altTextOf } from '../card/card-text.ts'
import { buildSnippet } from '../card/snippet.ts'
import type { Credit } from '../credit/credit.ts'
import { isRestricted } from '../embedding/policy.ts'
import { EPOCH_MS } from '../identity/id.ts'
import type { MediaLinks } from '../identity/links.ts'
import type { Creator, Media } from '../media.ts'
import { inLanguage } from '../text/in-language.ts'
import { cleanText } from '../text/safe-text.ts'
import { fill } from '../words/fill.ts'
import type { Reader } from '../words/reader.ts'

/** A file that belongs to an entry. */
export interface Enclosure {
  readonly url: string
  readonly type: string
  readonly bytes?: number
  readonly durationMs?: number
}

/** One media as both forms of the feed tell it. */
export interface FeedEntry {
  /** Its id too: an address that never changes. */
  readonly url: string
  readonly title: string
  readonly titleLang?: string
  /** Whoever is to be named; never empty. */
  readonly authors: readonly Creator[]
  /** Title and credit in one line, for readers that show no more. */
  readonly summary: string
  /** The whole fallback of the snippet: the credit survives wherever a feed is read. */
  readonly html: string
  /** Notice and licence in words, with the licence's address. */
  readonly rights?: string
  readonly licenceUrl?: string
  /** Unix milliseconds. */
  readonly publishedAt: number
  /** Unix milliseconds: when it last became another one, by its owner or by the clock. */
  readonly updatedAt: number
  /** The picture with its credit below it: where a reader shows an image alone, it shows that. Absent where only some pages may show it. */
  readonly image?: string
  readonly thumbnail?: string
  readonly alt: string
  readonly enclosures: readonly Enclosure[]
  readonly tags: readonly string[]
  readonly credit: Credit
  readonly mediaId: string
}

export interface Feed {
  readonly title: string
  readonly description: string
  readonly lang: string
  readonly homePage: string
  readonly provider: { readonly name: string; readonly url: string }
  /** Unix milliseconds: when the entry that changed last did so. */
  readonly updatedAt: number
  /** Newest first. */
  readonly entries: readonly FeedEntry[]
}

export interface FeedRequest {
  /** Media that are shown now, newest first. */
  readonly shown: readonly { readonly media: Media; readonly credit: Credit; readonly links: MediaLinks; readonly updatedAt: number }[]
  readonly provider: { readonly name: string; readonly url: string }
  readonly baseUrl: string
  readonly reader: Reader
}

/** The newest media as a feed, before it has a form. */
export function buildFeed({ shown, provider, baseUrl, reader }: FeedRequest): Feed {
  const { words, asked } = reader
  return {
    title: provider.name,
    description: fill(words.start.description, { provider: provider.name }),
    lang: words.lang,
    homePage: inLanguage(`${baseUrl}/`, asked),
    provider,
    updatedAt: Math.max(EPOCH_MS, ...shown.map(({ updatedAt }) => updatedAt)),
    entries: shown.map((one) => buildEntry(one, { provider, baseUrl })),
  }
}

function buildEntry(
  { media, credit, links, updatedAt }: FeedRequest['shown'][number],
  { provider, baseUrl }: Pick<FeedRequest, 'provider' | 'baseUrl'>,
): FeedEntry {
  const { title, creators, author, shortText, licence } = credit
  const rights = rightsOf(credit)
  return {
    url: links.permalink,
    title: title.text,
    ...(title.lang !== undefined && { titleLang: title.lang }),
    authors: creators.length > 0 ? creators : [author ?? provider],
    summary: shortText,
    html: buildSnippet({ media, credit, links, baseUrl, form: 'fallback', caption: true }).html,
    ...(rights !== '' && { rights }),
    ...(licence !== undefined && { licenceUrl: licence.url }),
    publishedAt: media.publishedAt,
    updatedAt,
    ...filesOf(media, links),
    alt: altTextOf(media).text,
    tags: media.description.keywords.map((word) => cleanText(word, 200)).filter((word) => word !== ''),
    credit,
    mediaId: media.id.toString(),
  }
}

/** A feed is read anywhere: of a media that is not shown anywhere it has the words and the way to its page. */
function filesOf(media: Media, links: MediaLinks): Pick<FeedEntry, 'image' | 'thumbnail' | 'enclosures'> {
  if (isRestricted(media)) return { enclosures: [] }
  const image = links.credited(1280)
  return { image, thumbnail: links.credited(640), enclosures: [...filmOf(media, links), { url: image, type: 'image/jpeg' }] }
}

function filmOf({ video }: Media, links: MediaLinks): readonly Enclosure[] {
  return video === undefined ? [] : [{ url: links.video, type: video.type, bytes: video.bytes, durationMs: video.durationMs }]
}

function rightsOf({ copyrightNotice, usageTerms, licence }: Credit): string {
  const named = licence && `${licence.label} (${licence.url})`
  return [copyrightNotice ?? (licence === undefined ? usageTerms : undefined), named].filter((text) => text !== undefined).join(' · ')
}
