import { GoneError, type GoneReason, NotAllowedError, NotFoundError } from './errors.ts'
import { isAnnounced } from './identity/public-name.ts'
import type { Media } from './media.ts'

/** May the picture be shown now, whoever asks. */
export type Status = 'live' | GoneReason

const GONE_MESSAGES = {
  withdrawn: 'This picture was withdrawn by its owner.',
  expired: 'The time for which this picture could be shown is over.',
  embargoed: 'This picture may not be shown yet.',
  disputed: 'This picture is disputed and is not shown until that is settled.',
} satisfies Record<GoneReason, string>

/**
 * What holds at this moment; a withdrawal outlasts every date.
 *
 * @param now Unix milliseconds. `notBefore` itself is already live, `notAfter` itself is already expired.
 */
export function statusAt(media: Pick<Media, 'standing' | 'notBefore' | 'notAfter'>, now: number): Status {
  if (media.standing.kind !== 'published') return media.standing.kind
  if (media.notAfter !== undefined && now >= media.notAfter) return 'expired'
  if (media.notBefore !== undefined && now < media.notBefore) return 'embargoed'
  return 'live'
}

/** What readers get at `now`, in the owner's words: the picture, or why not; of a private media that alone. */
export function shownNow(media: Pick<Media, 'visibility' | 'standing' | 'notBefore' | 'notAfter'>, now: number): Status | 'private' {
  return media.visibility === 'private' ? 'private' : statusAt(media, now)
}

/**
 * The media, which exists and may be shown at `now`.
 *
 * @throws {NotFoundError} if there is none.
 * @throws {NotAllowedError} if it is private, whatever else is true of it: its history is private too; or if it was never announced.
 * @throws {GoneError} with the reason, in words for the reader.
 */
export function requireShown(media: Media | undefined, now: number): Media {
  if (media === undefined) throw new NotFoundError('There is no picture at this address.')
  if (media.visibility === 'private') throw new NotAllowedError('This picture is private.', 'private')
  const status = statusAt(media, now)
  if (status === 'live') return media
  if (!isAnnounced(media, now)) throw new NotAllowedError(GONE_MESSAGES[status], status)
  throw new GoneError(GONE_MESSAGES[status], status, media)
}
