import type { Credit } from '../credit/credit.ts'
import { type CreditFields, creditFields } from '../credit/credit-fields.ts'
import type { DenialReason, GoneReason } from '../errors.ts'
import type { Media, WithdrawalReason } from '../media.ts'

/** Why there is no picture, for programs: fields of errors in oEmbed, in files' answers and in the envelope's `meta`. */
export interface FailureFields extends Partial<CreditFields> {
  readonly reason?: DenialReason
  /** Exactly if `reason` is `withdrawn` and the media's existence is no secret. */
  readonly withdrawal_reason?: WithdrawalReason
  /** RFC 3339: since when it is withdrawn, disputed or expired. */
  readonly since?: string
  /** RFC 3339: when its embargo ends. */
  readonly until?: string
}

/** A media of which an error may tell, and its credit. */
export interface ToldMedia {
  readonly media: Media
  readonly credit: Credit
}

/** @param told  Only of a media whose existence is no secret; its credit outlasts its picture. */
export function failureFields(reason: DenialReason | undefined, told?: ToldMedia): FailureFields {
  if (reason === undefined) return {}
  if (told === undefined) return { reason }
  return { reason, ...goneFields(told.media, reason), ...creditFields(told.credit) }
}

function goneFields(media: Media, reason: DenialReason): Pick<FailureFields, 'withdrawal_reason' | 'since' | 'until'> {
  if (reason === 'private' || reason === 'restricted') return {}
  const since = goneSince(media, reason)
  const { standing, notBefore } = media
  return {
    ...(standing.kind === 'withdrawn' && { withdrawal_reason: standing.reason }),
    ...(since !== undefined && { since: rfc3339(since) }),
    ...(reason === 'embargoed' && notBefore !== undefined && { until: rfc3339(notBefore) }),
  }
}

/** The moment from which on the media has been gone, in Unix milliseconds; `undefined` for an embargo, of which only the end is known. */
export function goneSince({ standing, notAfter }: Pick<Media, 'standing' | 'notAfter'>, reason: GoneReason): number | undefined {
  if (reason === 'expired') return notAfter
  return reason === 'embargoed' || standing.kind === 'published' ? undefined : standing.at
}

function rfc3339(unixMs: number): string {
  return new Date(unixMs).toISOString()
}
