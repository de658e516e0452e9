import type { Media } from './media.ts'

/** Every reason for which Placard refuses or fails, as a stable word. Statuses belong to `http/failure/on-error.ts`. */
export type ErrorCode =
  | 'bad_request'
  | 'not_allowed'
  | 'not_owner'
  | 'not_found'
  | 'gone'
  | 'restricted'
  | 'conflict'
  | 'format_not_supported'
  | 'unsupported_media'
  | 'broken_media'
  | 'too_many_pixels'
  | 'original_missing'
  | 'overloaded'
  | 'unavailable'

/** The base of all errors that Placard throws on purpose; anything else is a fault. */
export abstract class PlacardError extends Error {
  abstract readonly code: ErrorCode
}

/** The request itself is malformed: a wrong number, a missing parameter. Says nothing about whether the media exists. */
export class BadRequestError extends PlacardError {
  override readonly name = 'BadRequestError'
  readonly code = 'bad_request'
}

/** Why a media that exists is not for this reader. */
export type DenialReason = 'private' | 'restricted' | GoneReason

/** The media exists and is not for this reader: private, not announced yet, or not to be embedded there. */
export class NotAllowedError extends PlacardError {
  override readonly name = 'NotAllowedError'
  readonly code = 'not_allowed'
  readonly reason: DenialReason

  constructor(message: string, reason: DenialReason) {
    super(message)
    this.reason = reason
  }
}

/** Who asked did not prove to be the owner. */
export class NotOwnerError extends PlacardError {
  override readonly name = 'NotOwnerError'
  readonly code = 'not_owner'
}

/** Nothing stands at this address; it may never have. Media that once were public are `GoneError`. */
export class NotFoundError extends PlacardError {
  override readonly name = 'NotFoundError'
  readonly code = 'not_found'
}

export type GoneReason = 'withdrawn' | 'expired' | 'embargoed' | 'disputed'

/** The media was shown once and may not be shown now. */
export class GoneError extends PlacardError {
  override readonly name = 'GoneError'
  readonly code = 'gone'
  readonly reason: GoneReason
  /** Under its public name: its existence is no secret, and its credit outlasts its picture. */
  readonly media: Media

  constructor(message: string, reason: GoneReason, media: Media) {
    super(message)
    this.reason = reason
    this.media = media
  }
}

/** The media may be shown, but not where it was asked for: its owner lets other hosts embed it, or none. */
export class RestrictedError extends PlacardError {
  override readonly name = 'RestrictedError'
  readonly code = 'restricted'
  /** Under its public name; its credit may be shown anywhere. Absent where not even that is said. */
  readonly media?: Media

  constructor(message: string, media?: Media) {
    super(message)
    if (media !== undefined) this.media = media
  }
}

/** What was to be changed is no longer what it was when the change was decided. Nothing was written; look again, then decide again. */
export class ConflictError extends PlacardError {
  override readonly name = 'ConflictError'
  readonly code = 'conflict'
}

/** The answer was asked for in a format that Placard does not speak (oEmbed clause 25: 501). */
export class FormatNotSupportedError extends PlacardError {
  override readonly name = 'FormatNotSupportedError'
  readonly code = 'format_not_supported'
}

/** The bytes are of a kind that no decoder here accepts, such as HEIC, SVG or PDF. */
export class UnsupportedMediaError extends PlacardError {
  override readonly name = 'UnsupportedMediaError'
  readonly code = 'unsupported_media'
}

/** The bytes claim to be a picture and cannot be decoded as one. */
export class BrokenMediaError extends PlacardError {
  override readonly name = 'BrokenMediaError'
  readonly code = 'broken_media'
}

/** The picture has more pixels, bytes or frames than this server decodes. */
export class TooManyPixelsError extends PlacardError {
  override readonly name = 'TooManyPixelsError'
  readonly code = 'too_many_pixels'
}

/** The catalogue names an original that its store does not have: a fault of ours, reported as one. */
export class OriginalMissingError extends PlacardError {
  override readonly name = 'OriginalMissingError'
  readonly code = 'original_missing'
}

/** More work is waiting than the server may take on; try again after `retryAfterSeconds`. */
export class OverloadedError extends PlacardError {
  override readonly name = 'OverloadedError'
  readonly code = 'overloaded'
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number) {
    super(message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** A backend (database, disk, object store) did not answer. */
export class UnavailableError extends PlacardError {
  override readonly name = 'UnavailableError'
  readonly code = 'unavailable'
}

/** Whether what failed lies in the bytes of a picture: another try would fail likewise, and nothing else of the server is to blame. */
export function isAboutThePicture(error: unknown): error is BrokenMediaError | TooManyPixelsError | UnsupportedMediaError {
  return error instanceof BrokenMediaError || error instanceof TooManyPixelsError || error instanceof UnsupportedMediaError
}
