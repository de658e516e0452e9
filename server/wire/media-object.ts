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

/** The media object as clients of the 2015 platform expect it, and after `credit` what that platform never told. */
export interface MediaObject {
  /** Decimal digits. */
  readonly id: string
  readonly type: 'image'
  readonly link: string
  /** Unix seconds as a string. */
  readonly created_time: string
  readonly user: { readonly full_name: string; readonly website?: string }
  readonly images: {
    readonly thumbnail: ImageVersion
    readonly low_resolution: ImageVersion
    readonly standard_resolution: ImageVersion
  }
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
