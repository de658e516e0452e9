declare const brand: unique symbol

/** 64 bits, below 2^63: milliseconds, shard, sequence (`core/identity/id.ts`). A string of digits in JSON. */
export type MediaId = bigint & { readonly [brand]: 'MediaId' }
/**
 * The public name of a media. Short: the canonical base64url spelling of its `MediaId`, 1 to 11 characters of A-Z a-z 0-9 - _, no leading
 * `A`. Long: the short one followed by the media's `secret` (`core/identity/public-name.ts`).
 */
export type Shortcode = string & { readonly [brand]: 'Shortcode' }
/** SHA-256 of an original's bytes, 64 lower-case hex digits. */
export type OriginalKey = string & { readonly [brand]: 'OriginalKey' }

/** Whole pixels >= 1, after EXIF orientation is applied. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Text in one language: a BCP 47 tag, or `x-default` where the owner gave none. */
export interface LangText {
  readonly lang: string
  readonly text: string
}

/** The same text in several languages, the owner's default first; empty where the owner gave none. */
export type LangAlt = readonly LangText[]

export interface Creator {
  readonly name: string
  /** http or https. */
  readonly url?: string
}

export type OriginalType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/avif' | 'image/tiff' | 'image/gif'

/** Facts about the stored bytes of a picture. */
export interface OriginalFacts extends Size {
  readonly key: OriginalKey
  readonly type: OriginalType
  readonly bytes: number
  /** Whether any pixel may be see-through. */
  readonly hasAlpha: boolean
}

export interface Placeholder {
  /** Base64 of a ThumbHash (https://evanw.github.io/thumbhash/). */
  readonly thumbHash: string
  /** Average colour, `#rrggbb`. */
  readonly colour: string
}

/** A picture that is stored: its bytes' facts, and what stands in its place until they are there. */
export interface StoredPicture {
  readonly original: OriginalFacts
  readonly placeholder: Placeholder
}

/** One picture of a carousel, with the texts that are its own; the credit is the carousel's. */
export interface CarouselItem extends StoredPicture {
  readonly altText: LangAlt
  readonly caption: LangAlt
  /** Texts that the owner set here and not in the file: an import leaves them alone. */
  readonly editedFields?: readonly ('altText' | 'caption')[]
}

/** Captions or subtitles of a video: WebVTT, stored like an original; at most one track per language. */
export interface VideoTrack {
  /** BCP 47, in its canonical spelling. */
  readonly lang: string
  /** `captions` also tell what is heard besides speech; `subtitles` only what is said. */
  readonly kind: 'captions' | 'subtitles'
  /** What the owner calls the track; absent where the language's own name says it. */
  readonly label?: string
  readonly key: OriginalKey
  readonly bytes: number
}

/** Facts about the cleaned bytes of a video (`core/video/mp4-clean.ts`); width and height as shown, after its rotation. */
export interface VideoFacts extends Size {
  /** SHA-256 of the cleaned bytes, which are the only ones that are kept. */
  readonly key: OriginalKey
  readonly type: 'video/mp4'
  readonly bytes: number
  readonly durationMs: number
  readonly tracks: readonly VideoTrack[]
}

/** A carousel has so many pictures, its cover included; the platform that invented it took up to ten, its successors twenty. */
export const CAROUSEL_ITEMS = { min: 2, max: 20 } as const

/** What the owner says about a picture: everything a credit, an alt text or a licence is made of. Text is text, never HTML. */
export interface Description {
  readonly title: LangAlt
  readonly caption: LangAlt
  readonly altText: LangAlt
  readonly extendedDescription: LangAlt
  readonly creators: readonly Creator[]
  readonly creditLine?: string
  readonly copyrightNotice: LangAlt
  readonly source?: string
  /** Web statement of rights, http or https: the licence, or the page that states the terms. */
  readonly licenceUrl?: string
  readonly usageTerms: LangAlt
  readonly licensorName?: string
  /** Page where a licence can be acquired, http or https. */
  readonly licensorUrl?: string
  /** PLUS data mining value, a URI after `http://ns.useplus.org/ldf/vocab/`. */
  readonly dataMining?: string
  /** IPTC digital source type, a URI after `http://cv.iptc.org/newscodes/digitalsourcetype/`. */
  readonly digitalSourceType?: string
  readonly keywords: readonly string[]
  /** Capture date as precise as known: `2019`, `2019-06`, `2019-06-01`, or with a time `2019-06-01T12:00:00[+02:00]`. */
  readonly createdDate?: string
  readonly place?: string
}

/** Who may see a media at all: everyone; those who hold its address, while no list names it; nobody. */
export type Visibility = 'public' | 'unlisted' | 'private'

export const WITHDRAWAL_REASONS = ['copyright', 'privacy', 'manipulated', 'error', 'other'] as const

export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number]

/** What the owner decided; what holds now also depends on the clock (`statusAt`). `at` is in Unix milliseconds, `text` the owner's own words. */
export type Standing =
  | { readonly kind: 'published' }
  | { readonly kind: 'withdrawn'; readonly reason: WithdrawalReason; readonly at: number; readonly text?: string }
  /** Somebody contests the picture, its credit or its rights; not shown until the owner has settled it. */
  | { readonly kind: 'disputed'; readonly at: number; readonly text?: string }

/** On whose pages a media may be embedded. Patterns name hosts: `news.example`, `*.news.example` (any depth below), each with a port or without. */
export interface EmbedPolicy {
  readonly hosts: 'everyone' | 'listed' | 'nobody'
  /** Counts where `hosts` is `listed`. */
  readonly allow: readonly string[]
  /** Counts always, also against `allow`. */
  readonly deny: readonly string[]
}

/** A single picture, several pictures of one work, or a video with its poster frame. It never changes. */
export type MediaType = 'image' | 'carousel' | 'video'

/** One work. `title` and its neighbours stand in `description`; identity and publication stand here. */
export interface Media {
  readonly id: MediaId
  /** Short in the catalogue; what a use case answers carries the name by which the media is known at that moment. */
  readonly shortcode: Shortcode
  /** Starts at 1 and rises whenever pixels or credit change. */
  readonly revision: number
  /** Starts at 1 and rises with every write, whatever it changes: what an edit is based on. */
  readonly version: number
  readonly type: MediaType
  readonly visibility: Visibility
  readonly standing: Standing
  /** Unix milliseconds. */
  readonly publishedAt: number
  /** Unix milliseconds; not shown before, not shown from then on. */
  readonly notBefore?: number
  readonly notAfter?: number
  /** From this moment on its existence is no secret and it is known by its short name, for good; absent while it was never public. */
  readonly announcedAt?: number
  /** 128 random bits, 22 characters of base64url: the end of its long name; absent if it was public from the start. */
  readonly secret?: string
  /** When the owner last wanted readers to know of a correction. */
  readonly correctedAt?: number
  /** Absent: the owner's default holds. */
  readonly embedding?: EmbedPolicy
  /** Fields that the owner set here and not in the file: an import leaves them alone. */
  readonly editedFields?: readonly (keyof Description)[]
  /** The cover: the picture itself, a carousel's first picture, a video's poster frame. */
  readonly original: OriginalFacts
  readonly placeholder: Placeholder
  readonly description: Description
  /** Exactly if `type` is `carousel`: 2 to 20 pictures in their order, the cover first. */
  readonly items?: readonly CarouselItem[]
  /** Exactly if `type` is `video`. */
  readonly video?: VideoFacts
}
