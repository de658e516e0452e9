import type { MediaLinks } from '../../core/identity/links.ts'
import { miningTerms } from '../../core/licences/data-mining.ts'
import { licenceAt } from '../../core/licences/licence.ts'
import type { Media } from '../../core/media.ts'
import { httpUrl } from '../../core/text/http-url.ts'
import { miningHeaders } from '../mining-headers.ts'
import { type HeaderSet, linkHeader, THUMBNAIL_HEADERS } from '../respond.ts'

interface ServedFile {
  readonly etag: string
  readonly contentType: string
  readonly media: Media
  readonly links: MediaLinks
}

interface FileName {
  /** What the file is called when it is saved, without the media. */
  readonly name: string
  /** The owner's terms of mining (`Config`). */
  readonly tdmPolicy: string | undefined
}

/** What every file of a media says of itself: what it is, where it belongs, and its licence, whether it may be mined. A saved file still says where it came from. */
export function fileHeaders({ etag, contentType, media, links }: ServedFile, { name, tdmPolicy }: FileName): HeaderSet {
  const licenceUrl = httpUrl(media.description.licenceUrl ?? '')
  const licence = licenceUrl === undefined ? [] : [{ href: licenceAt(licenceUrl).url, rel: 'license' }]
  return {
    ...THUMBNAIL_HEADERS,
    'Content-Type': contentType,
    'Content-Disposition': `inline; filename="placard-${media.shortcode}-${name}"`,
    ...linkHeader([{ href: links.permalink, rel: 'describedby' }, ...licence]),
    ...miningHeaders(miningTerms(media.description.dataMining, tdmPolicy)),
    ETag: etag,
  }
}
