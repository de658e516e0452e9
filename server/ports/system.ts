import type { MediaId } from '../core/media.ts'

export interface Clock {
  /** Unix milliseconds. */
  now(): number
}

/** Work that may outlive the response. A rejection is logged, never thrown; shutdown waits for it. */
export type Defer = (work: Promise<unknown>) => void

/** Ids that rise with time, made without coordination (`core/identity/id.ts`). */
export interface IdSource {
  next(): MediaId
  /** 128 fresh random bits, 22 characters of base64url. */
  secret(): string
}

/** Proofs that this server, or another one with the same key, has written a text; and fingerprints that anyone can make. */
export interface Signer {
  /** SHA-256 of the text in UTF-8, 64 lower-case hex digits. */
  digest(text: string): Promise<string>
  /** HMAC-SHA-256 of the text in UTF-8, 43 characters of base64url. */
  sign(text: string): Promise<string>
  /** In a time that does not depend on where a wrong signature differs. */
  verify(text: string, signature: string): Promise<boolean>
}

/** One method per event; fields carry ids, never secrets, query strings or anything about a reader. */
export interface Log {
  requestAnswered(event: { requestId: string; method: string; route: string; status: number; durationMs: number }): void
  requestFailed(event: { requestId: string; method: string; route: string; error: unknown }): void
  renderFailed(event: { shortcode: string; rendition: string; error: unknown }): void
  deferredWorkFailed(event: { error: unknown }): void
  listening(event: { url: string; data: string }): void
  stopping(event: { signal: string }): void
}
