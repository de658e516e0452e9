import { httpUrl } from '../../core/http-url.ts'
import { licenceAt } from '../../core/licence.ts'
import type { MediaLinks } from '../../core/links.ts'
import type { Media } from '../../core/media.ts'
import { type HeaderSet, linkHeader, THUMBNAIL_HEADERS } from '../respond.ts'

interface ServedFile {
  readonly etag: string
  readonly contentType: string
  readonly media: Media
  readonly links: MediaLinks
}

/** What every file of a media says of itself: what it is, where it belongs, and its licence. A saved file still says where it came from. */
export function fileHeaders({ etag, contentType, media, links }: ServedFile, name: string): HeaderSet {
  const licenceUrl = httpUrl(media.description.licenceUrl ?? '')
  const licence = licenceUrl === undefined ? [] : [{ href: licenceAt(licenceUrl).url, rel: 'license' }]
  return {
    ...THUMBNAIL_HEADERS,
    'Content-Type': contentType,
    'Content-Disposition': `inline; filename="placard-${media.shortcode}-${name}"`,
    ...linkHeader([{ href: links.permalink, rel: 'describedby' }, ...licence]),
    ETag: etag,
  }
}
