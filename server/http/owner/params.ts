import { BadRequestError } from '../../core/errors.ts'
import { decodeShortcode } from '../../core/identity/shortcode.ts'
import type { Visibility } from '../../core/media.ts'
import type { ListQuery } from '../../ports/catalogue.ts'
import { oneOf, parseBefore, type Query, single } from '../params.ts'

const MAX_PER_PAGE = 199

/** Which media the owner's program lists; 50 of all by default. */
export function parseOwnerList(query: Query): ListQuery {
  const visibility = oneOf<Visibility>(query, 'visibility', ['public', 'unlisted', 'private'])
  const before = parseBefore(query)
  return {
    limit: parseWhole(query, 'limit', MAX_PER_PAGE) ?? 50,
    ...(visibility !== undefined && { visibility }),
    ...(before !== undefined && { before: decodeShortcode(before) }),
  }
}

/** The entry of the log after which a page goes on, if the query names one. */
export function parseSequence(query: Query): number | undefined {
  return parseWhole(query, 'before', Number.MAX_SAFE_INTEGER)
}

function parseWhole(query: Query, name: string, max: number): number | undefined {
  const text = single(query, name)
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,15}$/.test(text) && Number(text) <= max) return Number(text)
  throw new BadRequestError(`Expected a whole number from 1 to ${max} for ${name}`)
}
