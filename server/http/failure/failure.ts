import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { DenialReason } from '../../core/errors.ts'
import type { Media } from '../../core/media.ts'
import type { HeaderSet } from '../headers.ts'

/** An answer that is not what was asked for, before it has a form. */
export interface Failure {
  readonly status: ContentfulStatusCode
  /** A stable word, for programs. */
  readonly code: string
  /** A sentence, for people; in English, since programs and their makers read it. A page says the same in its reader's language. */
  readonly message: string
  /** Why a media is gone or denied, as a word. */
  readonly reason?: DenialReason
  /** The media itself, if its existence is no secret: its credit, and when and why it went, may be told. */
  readonly media?: Media
  /** By which the log knows it: told only where nobody but the log knows more. */
  readonly requestId?: string
  readonly headers?: HeaderSet
}
