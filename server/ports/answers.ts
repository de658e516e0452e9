import type { Coding } from '../core/content-coding.ts'

/** A whole answer, ready to be sent again. Frozen; nobody changes a header of it. */
export interface Answer {
  /** The pattern of the route that made it, for the log. */
  readonly route: string
  readonly etag: string
  /** Complete, with Content-Length and ETag. One with a `Vary` says there that it may be packed, and nothing else. */
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
  /**
   * @param coding  Which its client takes; absent: none.
   * @returns       In that coding if it has been packed, else as it is: who asks for it later may get it packed. `undefined` if there is none, or
   *                it may no longer be right.
   */
  find(target: string, coding?: Coding): Answer | undefined
}

/** The same bytes in this coding. Takes its time, and rejects if there is no room for that. */
export type Pack = (bytes: Uint8Array, coding: Coding) => Promise<Uint8Array>
