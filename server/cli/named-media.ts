import { NotFoundError } from '../core/errors.ts'
import { parseResourceUrl } from '../core/identity/resource-url.ts'
import { decodeShortcode, parseShortcode } from '../core/identity/shortcode.ts'
import type { Media, MediaId, Shortcode } from '../core/media.ts'
import { describeValue } from '../core/owner/problems.ts'
import type { Catalogue } from '../ports/catalogue.ts'
import { UsageError } from './session.ts'

/** What the catalogue looks up at once at most. */
const PER_LOOK = 50

/** The shortcode that the owner's word names: itself, short or long, or any address of the media. */
export function shortcodeOf(word: string, baseUrl: string): Shortcode | undefined {
  return parseResourceUrl(word, baseUrl) ?? parseShortcode(word)
}

/** The media that the owner's words name, each once, in their order. @throws {NotFoundError} naming every word that names none. */
export async function findNamed(
  { catalogue, config }: { readonly catalogue: Catalogue; readonly config: { readonly baseUrl: string } },
  words: readonly string[],
): Promise<readonly Media[]> {
  if (words.length === 0) throw new UsageError('Expected one or more shortcodes or permalinks but received none')
  const codes = words.map((word) => shortcodeOf(word, config.baseUrl))
  const byId = await findByCodes(
    catalogue,
    codes.flatMap((code) => code ?? []),
  )
  const found = codes.map((code) => code && byId.get(decodeShortcode(code)))
  const unknown = words.filter((_, index) => found[index] === undefined).map(describeValue)
  if (unknown.length > 0) throw new NotFoundError(`Expected shortcodes or permalinks of this collection but received ${unknown.join(', ')}`)
  return [...new Set(found.flatMap((media) => media ?? []))]
}

/** The media of these shortcodes that exist, by their ids. @param onProgress Is told how many have been looked up. */
export async function findByCodes(
  catalogue: Catalogue,
  codes: readonly Shortcode[],
  onProgress: (done: number) => void = () => {},
): Promise<ReadonlyMap<MediaId, Media>> {
  const found = new Map<MediaId, Media>()
  for (let start = 0; start < codes.length; start += PER_LOOK) {
    for (const media of await catalogue.findByShortcodes(codes.slice(start, start + PER_LOOK))) found.set(media.id, media)
    onProgress(Math.min(start + PER_LOOK, codes.length))
  }
  return found
}
