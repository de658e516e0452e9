/** What a collection says of itself to whoever pushes into it: `GET /v1/owner/transfer`. Thumbnails that are pushed have to be made for it. */
export interface TransferSite {
  readonly base_url: string
  readonly lang: string
  /** A PLUS value, where the owner says something of all media. */
  readonly data_mining?: string
  readonly embedding: {
    readonly hosts: 'everyone' | 'listed' | 'nobody'
    readonly allow: readonly string[]
    readonly deny: readonly string[]
  }
  /** Thumbnails of another version would never be found. */
  readonly pipeline_version: number
  readonly max_original_bytes: number
}

/** Files by the names under which they are kept. */
export interface TransferFiles {
  /** SHA-256, hex. */
  readonly originals: readonly string[]
  /** Keys of the cache. */
  readonly thumbnails: readonly string[]
}

/** How much of an original that is sent in parts is here, from its first byte on; all of it: it is stored. */
export interface TransferJoin {
  readonly received: number
}

/** One media with all that is kept of it, and what its log says last. */
export interface TransferMedia {
  /** As `core/documents/transfer-media.ts` writes and reads it. */
  readonly document: Readonly<Record<string, unknown>>
  /** The newest entry of its log, in Unix milliseconds; absent if there is none. */
  readonly changed?: { readonly at: number; readonly batch: string }
  /** The newest entry that another collection has pushed. */
  readonly pushed_at?: number
}
