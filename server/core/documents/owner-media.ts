import type { OwnerChange, OwnerMedia } from '../../wire/owner.ts'
import type { Change } from '../change.ts'
import { linksFor } from '../identity/links.ts'
import { isAnnounced, publicNameOf } from '../identity/public-name.ts'
import { encodeShortcode } from '../identity/shortcode.ts'
import type { Media } from '../media.ts'
import { ownerView } from '../owner/owner-view.ts'
import { shownNow } from '../status.ts'

/** What the owner's programs read of a media. @param now Unix milliseconds. */
export function buildOwnerMedia(media: Media, { now, baseUrl }: { readonly now: number; readonly baseUrl: string }): OwnerMedia {
  const { id, type, version, revision, publishedAt, correctedAt } = media
  const code = publicNameOf(media, now)
  return {
    id: id.toString(),
    code,
    url: linksFor(baseUrl, { shortcode: code, revision }).permalink,
    type,
    version,
    revision,
    announced: isAnnounced(media, now),
    shown: shownNow(media, now),
    published_at: timestamp(publishedAt),
    ...(correctedAt !== undefined && { corrected_at: timestamp(correctedAt) }),
    fields: ownerView(media),
  }
}

/** What the owner's programs read of an entry in the log; values are as they were stored. */
export function buildOwnerChange({ mediaId, at, ...change }: Change): OwnerChange {
  return { ...change, code: encodeShortcode(mediaId), at: timestamp(at) }
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString()
}
