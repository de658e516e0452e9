/** The media's status as an oEmbed extension field; a document exists only while the picture may be shown. */
type OEmbedStatus = 'live'

/** Fields of every oEmbed 1.0 answer, spelled as https://oembed.com/#section2.3 spells them, then Placard's own. */
interface OEmbedFields {
  readonly version: '1.0'
  readonly title: string
  readonly author_name?: string
  readonly author_url?: string
  readonly provider_name: string
  readonly provider_url: string
  /** Seconds. */
  readonly cache_age: number
  /** All three thumbnail fields stand together or not at all (clause 18). */
  readonly thumbnail_url?: string
  readonly thumbnail_width?: number
  readonly thumbnail_height?: number
  readonly license?: string
  readonly license_url?: string
  readonly credit_text?: string
  readonly copyright_notice?: string
  readonly acquire_license_page?: string
  readonly alt_text?: string
  /** Decimal digits of the 64-bit id. */
  readonly media_id: string
  readonly status: OEmbedStatus
}

export interface RichDocument extends OEmbedFields {
  readonly type: 'rich'
  readonly width: number
  readonly height: number
  readonly html: string
}

export interface PhotoDocument extends OEmbedFields {
  readonly type: 'photo'
  readonly url: string
  readonly width: number
  readonly height: number
}

/** Only of videos, and only on request. */
export interface VideoDocument extends OEmbedFields {
  readonly type: 'video'
  readonly width: number
  readonly height: number
  readonly html: string
}

export type OEmbedDocument = RichDocument | PhotoDocument | VideoDocument
