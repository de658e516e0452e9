declare const brand: unique symbol

/** 64 bits, below 2^63: milliseconds, shard, sequence (`core/id.ts`). A string of digits in JSON. */
export type MediaId = bigint & { readonly [brand]: 'MediaId' }
/** The canonical base64url spelling of a `MediaId`: 1 to 11 characters of A-Z a-z 0-9 - _, no leading `A`. */
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

/** Who may see a media at all. Only `live` media that are `public` are shown. */
export type Visibility = 'public' | 'private'

export type WithdrawalReason = 'copyright' | 'privacy' | 'manipulated' | 'error' | 'other'

/** What the owner decided; what holds now also depends on the clock (`statusAt`). */
export type Standing =
  | { readonly kind: 'published' }
  | { readonly kind: 'withdrawn'; readonly reason: WithdrawalReason; readonly at: number; readonly text?: string }

/** One work. `title` and its neighbours stand in `description`; identity and publication stand here. */
export interface Media {
  readonly id: MediaId
  readonly shortcode: Shortcode
  /** Starts at 1 and rises whenever pixels or credit change. */
  readonly revision: number
  readonly type: 'image'
  readonly visibility: Visibility
  readonly standing: Standing
  /** Unix milliseconds. */
  readonly publishedAt: number
  /** Unix milliseconds; not shown before, not shown from then on. */
  readonly notBefore?: number
  readonly notAfter?: number
  readonly original: OriginalFacts
  readonly placeholder: Placeholder
  readonly description: Description
}
