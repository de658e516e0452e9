import { type Credit, creditFor } from '../../core/credit/credit.ts'
import { mediaForReader } from '../../core/credit/media-for-reader.ts'
import { isRestricted, withDefaultPolicy } from '../../core/embedding/policy.ts'
import { NotFoundError } from '../../core/errors.ts'
import { linksFor, type MediaLinks } from '../../core/identity/links.ts'
import { isNamedBy, publicNameOf } from '../../core/identity/public-name.ts'
import { withGeneralMining } from '../../core/licences/data-mining.ts'
import type { Media, Shortcode } from '../../core/media.ts'
import { rememberLast } from '../../core/remember.ts'
import { requireShown } from '../../core/status.ts'
import { readerFor } from '../../core/words/reader.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Lang } from '../../wire/words.ts'

/** A media that may be shown now as its reader is told of it, and what follows from it. */
export interface ShownMedia {
  readonly media: Media
  readonly credit: Credit
  readonly links: MediaLinks
}

type MediaDeps = Pick<Deps, 'catalogue' | 'clock' | 'config'>

/**
 * The media of a shortcode with its credit, if it may be shown now.
 *
 * @param asked  The language, if the reader asked for one.
 * @throws {NotFoundError | NotAllowedError | GoneError} if there is nothing to show.
 */
export async function getMedia(deps: MediaDeps, shortcode: Shortcode | undefined, asked?: Lang): Promise<ShownMedia> {
  return present(await requireMedia(deps, shortcode), deps.config, asked)
}

/**
 * The bare media of a shortcode, if it may be shown now, with what its owner says of all their media.
 *
 * @param shortcode  `undefined` if the address names none, which is the same answer as a shortcode that nobody has (O9).
 * @throws {NotFoundError | NotAllowedError | GoneError} if there is nothing to show.
 */
export async function requireMedia({ catalogue, clock, config }: MediaDeps, shortcode: Shortcode | undefined): Promise<Media> {
  if (shortcode === undefined) throw new NotFoundError('Expected the shortcode of a media')
  const now = clock.now()
  const media = requireShown(asNamed(await catalogue.findByShortcode(shortcode), shortcode, now), now)
  return asOwnerSays(media, config)
}

/** The media under the name by which it is known at `now`; `undefined` if `shortcode` is none of its names, as if it were not there. */
export function asNamed(media: Media | undefined, shortcode: Shortcode, now: number): Media | undefined {
  if (media === undefined || !isNamedBy(media, shortcode, now)) return undefined
  const name = publicNameOf(media, now)
  return name === media.shortcode ? media : { ...media, shortcode: name }
}

/** With what the owner says of all media where nothing is said of this one: about mining, and about embedding. */
function asOwnerSays(media: Media, config: Pick<Deps['config'], 'dataMining' | 'embedding'>): Media {
  // Most owners say nothing of all: there is no other media to make, nor to remember.
  return config.dataMining === undefined && !isRestricted(config) ? media : withDefaults(media, config)
}

const withDefaults = rememberLast(
  (media: Media, { dataMining, embedding }: Pick<Deps['config'], 'dataMining' | 'embedding'>): Media =>
    withDefaultPolicy(withGeneralMining(media, dataMining), embedding),
)

type Telling = Pick<Deps['config'], 'baseUrl' | 'lang' | 'dataMining' | 'embedding'>

/** The media with its plain addresses and its credit, in the language that was asked for or the server's own. */
export const present = rememberLast((media: Media, config: Telling, asked?: Lang): ShownMedia => {
  const { baseUrl, lang } = config
  const links = linksFor(baseUrl, media)
  const reader = readerFor(asked, lang)
  const told = mediaForReader(asOwnerSays(media, config), reader)
  return { media: told, links, credit: creditFor(told, links.permalink, reader) }
})
