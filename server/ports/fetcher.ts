/** A file as it was found, wherever a redirect led. */
export interface FetchedFile {
  readonly kind: 'fetched'
  /** Where it stood in the end; no fragment. */
  readonly url: string
  readonly status: number
  /** Names in lower case, values of repeated ones joined by `, `. Of a file on this machine only what its name says. */
  readonly headers: Readonly<Record<string, string>>
  /** Without any content coding; no more than was asked for. */
  readonly bytes: Uint8Array
  /** Whether there was more. */
  readonly isCut: boolean
}

export interface FetchOptions {
  readonly maxBytes: number
  /** Value of `Accept`. */
  readonly accept: string
  readonly signal?: AbortSignal
}

/** What came of a request; whoever asks must say what is done without an answer. `reason` is for people. */
export type FetchResult =
  | FetchedFile
  /** It may not be asked: not of the web, or not of the public Internet. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nobody answered in time, or not in HTTP. */
  | { readonly kind: 'failed'; readonly reason: string }

/** The one way out of Placard (S1). */
export interface Fetcher {
  /**
   * Asks for one file, follows what it may, and holds no connection afterwards. Never throws.
   *
   * @param url  Absolute.
   */
  get(url: string, options: FetchOptions): Promise<FetchResult>
}
