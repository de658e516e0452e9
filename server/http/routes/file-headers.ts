import type { MediaLinks } from '../../core/identity/links.ts'
import { miningTerms } from '../../core/licences/data-mining.ts'
import { licenceAt } from '../../core/licences/licence.ts'
import type { Media } from '../../core/media.ts'
import { httpUrl } from '../../core/text/http-url.ts'
import type { Access, Opened } from '../../usecases/serve/check-access.ts'
import { CACHE, type HeaderSet, linkHeader, OPEN, THUMBNAIL_HEADERS } from '../headers.ts'
import { miningHeaders, robotsOf } from '../mining-headers.ts'

interface ServedFile {
  readonly etag: string
  readonly contentType: string
  readonly media: Media
  readonly links: MediaLinks
  readonly access: Opened
}

interface FileName {
  /** What the file is called when it is saved, without the media. */
  readonly name: string
  /** The owner's terms of mining (`Config`). */
  readonly tdmPolicy: string | undefined
}

/** What every file of a media says of itself: what it is, where it belongs, and its licence, whether it may be mined. A saved file still says where it came from. */
export function fileHeaders({ etag, contentType, media, links, access }: ServedFile, { name, tdmPolicy }: FileName): HeaderSet {
  const licenceUrl = httpUrl(media.description.licenceUrl ?? '')
  const licence = licenceUrl === undefined ? [] : [{ href: licenceAt(licenceUrl).url, rel: 'license' }]
  return {
    ...THUMBNAIL_HEADERS,
    ...accessHeaders(access),
    'Content-Type': contentType,
    'Content-Disposition': `inline; filename="placard-${media.shortcode}-${name}"`,
    ...linkHeader([{ href: links.permalink, rel: 'describedby' }, ...licence]),
    ...miningHeaders(miningTerms(media.description.dataMining, tdmPolicy), robotsOf(media)),
    ETag: etag,
  }
}

/** Browsers keep files so long at most, so that a withdrawal is seen by those who have seen the picture, too. */
const MAX_AGE_SECONDS = 3600

/** What is different about a file that not everyone may have: no shared cache keeps it, and only pages that may have it can read it. */
function accessHeaders(access: Opened): HeaderSet {
  switch (access.kind) {
    case 'open':
      return {}
    case 'granted':
      return {
        'Cache-Control': `private, max-age=${Math.min(access.seconds, MAX_AGE_SECONDS)}`,
        'Access-Control-Allow-Origin': access.reader,
        Vary: 'Origin, Referer',
      }
    case 'crawler':
      return { 'Cache-Control': `private, max-age=${MAX_AGE_SECONDS}`, Vary: 'User-Agent' }
    default:
      return access satisfies never
  }
}

/** The headers of the way to a file's present address. */
export function movedHeaders(access: Access): HeaderSet {
  return { ...OPEN, 'Cache-Control': access.kind === 'open' ? CACHE.redirect : CACHE.never }
}
