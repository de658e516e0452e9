import { NotFoundError } from '../../core/errors.ts'
import { decodeShortcode } from '../../core/identity/shortcode.ts'
import type { Media, MediaId, Shortcode } from '../../core/media.ts'
import type { Deps } from '../../ports/deps.ts'

/**
 * The media as it is stored, whatever its status: for its owner alone, who may use any name of it.
 *
 * @throws {NotFoundError} if there is none, or the address names none.
 */
export async function getOwnMedia({ catalogue }: Pick<Deps, 'catalogue'>, shortcode: Shortcode | undefined): Promise<Media> {
  const media = shortcode && (await catalogue.findByShortcode(shortcode))
  if (media === undefined) throw new NotFoundError('There is no picture at this address.')
  return media
}

/** The media of all these shortcodes, in their order. @throws {NotFoundError} naming the first that nobody has. */
export async function getOwnMediaOf(deps: Pick<Deps, 'catalogue'>, shortcodes: readonly Shortcode[]): Promise<readonly Media[]> {
  const byId = await findOwnMedia(deps, shortcodes)
  return shortcodes.map((shortcode) => {
    const media = byId.get(decodeShortcode(shortcode))
    if (media === undefined) throw new NotFoundError(`Expected shortcodes of this collection but received ${shortcode}`)
    return media
  })
}

/** Those of the shortcodes' media that there are, by their ids. @param onProgress Is told how many have been looked up. */
export async function findOwnMedia(
  { catalogue }: Pick<Deps, 'catalogue'>,
  shortcodes: readonly Shortcode[],
  onProgress: (done: number) => void = () => {},
): Promise<ReadonlyMap<MediaId, Media>> {
  const found = new Map<MediaId, Media>()
  for (let start = 0; start < shortcodes.length; start += PER_LOOK) {
    for (const media of await catalogue.findByShortcodes(shortcodes.slice(start, start + PER_LOOK))) found.set(media.id, media)
    onProgress(Math.min(start + PER_LOOK, shortcodes.length))
  }
  return found
}

/** The catalogue answers at most so many at once. */
const PER_LOOK = 50
