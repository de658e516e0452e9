import { BadRequestError, PlacardError } from '../../core/errors.ts'
import { parseShortcode } from '../../core/identity/shortcode.ts'
import type { Shortcode } from '../../core/media.ts'
import { type MediaPatch, parsePatch } from '../../core/owner/media-patch.ts'
import { badRequest, type Problem } from '../../core/owner/problems.ts'

export interface BulkEdit {
  readonly shortcode: Shortcode
  /** The version that it is based on; absent: whatever is there. */
  readonly version?: number
  readonly patch: MediaPatch
}

const MAX_EDITS = 1000

/**
 * The edits of `{"edits":[{"code":…,"version":…,"set":{…}}]}`.
 *
 * @throws {BadRequestError} that names the first twenty problems, by the place of their edit counted from 0, and how many more there are; nothing is changed then.
 */
export function parseBulk(body: unknown): readonly BulkEdit[] {
  const edits = fieldOf(body, 'edits')
  if (!Array.isArray(edits) || edits.length === 0 || edits.length > MAX_EDITS) {
    throw new BadRequestError(`Expected a list of 1 to ${MAX_EDITS} changes for edits`)
  }
  const problems: Problem[] = []
  const parsed = edits.flatMap((edit, index) => {
    try {
      return [parseEdit(edit)]
    } catch (error) {
      if (!(error instanceof PlacardError)) throw error
      problems.push({ field: `edits[${index}]`, message: `edits[${index}]: ${error.message}` })
      return []
    }
  })
  const seen = new Set<string>()
  for (const { shortcode } of parsed) {
    if (seen.has(shortcode)) problems.push({ field: 'edits', message: `Expected each media once but received ${shortcode} twice` })
    seen.add(shortcode)
  }
  if (problems.length > 0) throw badRequest(problems)
  return parsed
}

function parseEdit(edit: unknown): BulkEdit {
  const code = fieldOf(edit, 'code')
  const version = fieldOf(edit, 'version')
  const shortcode = typeof code === 'string' ? parseShortcode(code) : undefined
  if (shortcode === undefined) throw new BadRequestError('Expected a shortcode for code')
  if (version !== undefined && !(Number.isSafeInteger(version) && Number(version) > 0)) {
    throw new BadRequestError('Expected a whole number >= 1 for version')
  }
  return { shortcode, patch: parsePatch(fieldOf(edit, 'set')), ...(typeof version === 'number' && { version }) }
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Readonly<Record<string, unknown>>)[name] // It has this property; what it is, the caller finds out.
}
