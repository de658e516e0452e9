/** A whole answer, ready to be sent again. Frozen; nobody changes a header of it. */
export interface Answer {
  /** The pattern of the route that made it, for the log. */
  readonly route: string
  readonly etag: string
  /** Complete, with Content-Length and ETag. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** What a 304 says instead. */
  readonly headersOfNotModified: Readonly<Record<string, string>>
}

/** Answers that everyone may have, for as long as nothing has changed that they tell of. */
export interface Answers {
  /** Taken before an answer is made; `keep` needs it, to know whether anything changed while it was made. */
  begin(): number | undefined
  /** @param target Path and query, as they were asked for. @param begun What `begin` said. */
  keep(target: string, answer: Answer, begun: number | undefined): void
  /** @returns `undefined` if there is none, or it may no longer be right. */
  find(target: string): Answer | undefined
}
