/** A media as its owner sees it: `GET /v1/owner/media/{shortcode}`. Times are RFC 3339. */
export interface OwnerMedia {
  /** Decimal digits of the 64-bit id. */
  readonly id: string
  /** The name by which the media is known now: long until it has been public. */
  readonly code: string
  readonly url: string
  readonly type: 'image' | 'carousel' | 'video'
  /** What a change is based on; the `ETag` says it too. */
  readonly version: number
  readonly revision: number
  /** Whether its existence is no secret: it has been public once. */
  readonly announced: boolean
  /** What readers get now; `live` is the picture, of an unlisted media for those who have its address. */
  readonly shown: 'live' | 'private' | 'embargoed' | 'expired' | 'withdrawn' | 'disputed'
  readonly published_at: string
  readonly corrected_at?: string
  /** All that can be changed, in the spelling of a change. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** One entry of a media's log. */
export interface OwnerChange {
  readonly sequence: number
  readonly code: string
  readonly at: string
  readonly actor: string
  readonly batch: string
  readonly revision: number
  readonly version: number
  readonly properties: readonly { readonly property: string; readonly before?: unknown; readonly after?: unknown }[]
}

/** What was changed together. */
export interface OwnerBatch {
  /** Undoes all of it: `POST /v1/owner/batches/{batch}/undo`. */
  readonly batch: string
  readonly media: readonly OwnerMedia[]
}

export interface OwnerAnswer<Data> {
  readonly meta: { readonly code: 200 }
  readonly data: Data
  readonly pagination?: { readonly next_url?: string }
}
