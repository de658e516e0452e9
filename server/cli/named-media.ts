import { NotFoundError } from '../core/errors.ts'
import { parseResourceUrl } from '../core/identity/resource-url.ts'
import { decodeShortcode, parseShortcode } from '../core/identity/shortcode.ts'
import type { Media, Shortcode } from '../core/media.ts'
import { describeValue } from '../core/owner/problems.ts'
import type { Deps } from '../ports/deps.ts'
import { findOwnMedia } from '../usecases/own/get-own-media.ts'
import { UsageError } from './session.ts'

/** The shortcode that the owner's word names: itself, short or long, or any address of the media. */
export function shortcodeOf(word: string, baseUrl: string): Shortcode | undefined {
  return parseResourceUrl(word, baseUrl) ?? parseShortcode(word)
}

/** Before anything is opened. @throws {UsageError} if the owner has named nothing. */
export function requireWords(words: readonly string[]): void {
  if (words.length === 0) throw new UsageError('Expected one or more shortcodes or permalinks but received none')
}

/** The media that the owner's words name, each once, in their order. @throws {NotFoundError} naming every word that names none. */
export async function findNamed(
  { catalogue, config }: Pick<Deps, 'catalogue' | 'config'>,
  words: readonly string[],
): Promise<readonly Media[]> {
  const codes = words.map((word) => shortcodeOf(word, config.baseUrl))
  const byId = await findOwnMedia(
    { catalogue },
    codes.flatMap((code) => code ?? []),
  )
  const found = codes.map((code) => code && byId.get(decodeShortcode(code)))
  const unknown = words.filter((_, index) => found[index] === undefined).map(describeValue)
  if (unknown.length > 0) throw new NotFoundError(`Expected shortcodes or permalinks of this collection but received ${unknown.join(', ')}`)
  return [...new Set(found.flatMap((media) => media ?? []))]
}
