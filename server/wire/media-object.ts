/** The platform's envelope: `meta.code` equals the HTTP status. */
export interface Envelope<T> {
  readonly meta: { readonly code: number; readonly error_type?: string; readonly error_message?: string }
  readonly data?: T
}

export interface ImageVersion {
  readonly url: string
  readonly width: number
  readonly height: number
}

/** The platform names three qualities of a video; Placard has one, and so says it three times. */
export interface VideoVersions {
  readonly low_resolution: ImageVersion
  readonly standard_resolution: ImageVersion
  readonly low_bandwidth: ImageVersion
}

export interface ImageVersions {
  readonly thumbnail: ImageVersion
  readonly low_resolution: ImageVersion
  readonly standard_resolution: ImageVersion
}

/** One picture of a carousel, which has neither id nor link. */
export interface CarouselMedia {
  readonly type: 'image'
  readonly images: ImageVersions
  readonly users_in_photo: readonly never[]
  /** Placard's own. */
  readonly alt_text: string
}

/** The media object as clients of the 2015 platform expect it, and after `credit` what that platform never told. */
export interface MediaObject {
  /** Decimal digits. */
  readonly id: string
  readonly type: 'image' | 'carousel' | 'video'
  readonly link: string
  /** Unix seconds as a string. */
  readonly created_time: string
  readonly user: { readonly full_name: string; readonly website?: string }
  /** The cover. */
  readonly images: ImageVersions
  /** Only of a video. */
  readonly videos?: VideoVersions
  /** Only of a carousel, the cover first. */
  readonly carousel_media?: readonly CarouselMedia[]
  readonly caption: { readonly text: string; readonly created_time: string } | null
  readonly tags: readonly string[]
  readonly location: { readonly name: string } | null
  readonly credit: {
    readonly title: string
    readonly creators: readonly { readonly name: string; readonly url?: string }[]
    readonly credit_line?: string
    readonly copyright_notice?: string
    readonly source?: string
    readonly license?: string
    readonly license_url?: string
    readonly acquire_license_page?: string
    readonly usage_terms?: string
    readonly credit_text: string
  }
  readonly alt_text?: string
  readonly shortcode: string
  readonly revision: number
  readonly status: 'live'
}
