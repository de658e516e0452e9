import { UnavailableError } from '../../core/errors.ts'
import { BELOW_ALL } from '../../core/identity/id.ts'
import { encodeShortcode } from '../../core/identity/shortcode.ts'
import type { MediaId, OriginalKey } from '../../core/media.ts'
import { originalKeysOf } from '../../core/original-keys.ts'
import type { Deps } from '../../ports/deps.ts'
import { walkMedia } from '../walk-media.ts'

/** An original that cannot be shown, and a media that is made of it. */
export interface OriginalProblem {
  readonly key: OriginalKey
  readonly shortcode: string
  /** A sentence. */
  readonly reason: string
}

export interface OriginalsReport {
  readonly media: number
  /** Of originals that are whole. */
  readonly bytes: number
  /** Every key that the catalogue names. */
  readonly named: ReadonlySet<OriginalKey>
  readonly problems: readonly OriginalProblem[]
  /** Whether it was asked to stop before it was through. */
  readonly stopped: boolean
}

export interface VerifyOriginalsOptions {
  readonly signal: AbortSignal
  readonly onProgress: (step: { done: number; total: number; key: OriginalKey; problem?: OriginalProblem }) => void
}

type VerifyDeps = Pick<Deps, 'catalogue' | 'originals'>

/**
 * Reads every original that the catalogue names to its end; a damaged one is never served, and some stores set it aside as they find it.
 *
 * @throws {UnavailableError} if the catalogue does not answer.
 */
export async function verifyOriginals(deps: VerifyDeps, { signal, onProgress }: VerifyOriginalsOptions): Promise<OriginalsReport> {
  const { named, media } = await listNamed(deps)
  const problems: OriginalProblem[] = []
  let [done, bytes] = [0, 0]
  for (const [key, id] of named) {
    if (signal.aborted) break
    const found = await readWhole(deps, key)
    const problem = typeof found === 'number' ? undefined : { key, shortcode: encodeShortcode(id), reason: found }
    if (problem) problems.push(problem)
    bytes += typeof found === 'number' ? found : 0
    done += 1
    onProgress({ done, total: named.size, key, ...(problem && { problem }) })
  }
  return { media, bytes, named: new Set(named.keys()), problems, stopped: done < named.size }
}

/** Each original with the first media that is made of it. */
async function listNamed(deps: VerifyDeps): Promise<{ readonly named: ReadonlyMap<OriginalKey, MediaId>; readonly media: number }> {
  const named = new Map<OriginalKey, MediaId>()
  let media = 0
  for await (const page of walkMedia(deps, { after: BELOW_ALL })) {
    media += page.length
    for (const one of page) for (const key of originalKeysOf(one)) named.set(key, named.get(key) ?? one.id)
  }
  return { named, media }
}

/** @returns How long it is; or why it cannot be shown. */
async function readWhole({ originals }: VerifyDeps, key: OriginalKey): Promise<number | string> {
  try {
    const original = await originals.open(key)
    if (!original) return 'It is missing.'
    const reader = original.body.getReader()
    let bytes = 0
    for (let step = await reader.read(); !step.done; step = await reader.read()) bytes += step.value.byteLength
    return bytes
  } catch (error) {
    if (error instanceof UnavailableError) return error.message
    throw error
  }
}
