import { readFile } from 'node:fs/promises'
import { BadRequestError } from '../../core/errors.ts'
import { decodeShortcode } from '../../core/identity/shortcode.ts'
import type { Media, MediaId, Shortcode } from '../../core/media.ts'
import { type MediaPatch, readPatch } from '../../core/owner/media-patch.ts'
import { describeValue } from '../../core/owner/problems.ts'
import type { LocalDeps } from '../../runtimes/local-deps.ts'
import type { WantedEdit } from '../../usecases/own/edit-media.ts'
import { findOwnMedia } from '../../usecases/own/get-own-media.ts'
import { shortcodeOf } from '../named-media.ts'
import { withProgress } from '../progress.ts'
import { type Session, UsageError } from '../session.ts'
import { type Row, rowsOfCsv, rowsOfJson } from './rows.ts'

/** More of them help nobody. */
const MAX_TOLD = 20

/**
 * What a file of rows wants changed.
 *
 * @param path  A name that ends in .csv or .json; `-` for standard input, of which the first character tells.
 * @throws {BadRequestError} naming every row that is not as it must be, with its column and why: then nothing of the file may be written.
 */
export async function editsOfFile(session: Session, deps: LocalDeps, path: string): Promise<readonly WantedEdit[]> {
  const isNamedJson = path === '-' ? undefined : isJsonName(path)
  const text = decode(path === '-' ? await readAll(session.stdin) : await readNamed(path))
  const isJson = isNamedJson ?? /^\s*[[{]/.test(text)
  return await editsOfRows(session, deps, isJson ? rowsOfJson(text) : rowsOfCsv(text))
}

function isJsonName(path: string): boolean {
  if (/\.json$/i.test(path)) return true
  if (/\.csv$/i.test(path)) return false
  throw new UsageError(`Expected a .csv or .json file for --from but received ${JSON.stringify(path)}`)
}

async function readNamed(path: string): Promise<Uint8Array> {
  return await readFile(path).catch((cause: unknown) => {
    throw new BadRequestError(`Expected a file that can be read for --from but received ${path}`, { cause })
  })
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new BadRequestError('Expected text in UTF-8 but received another encoding. In Excel, save as "CSV UTF-8".', { cause })
  }
}

/** A row that names a media and says something that can be done. */
interface GoodRow {
  readonly place: string
  readonly code: Shortcode
  readonly version?: number
  readonly patch: MediaPatch
}

async function editsOfRows({ terminal }: Session, deps: LocalDeps, rows: readonly Row[]): Promise<readonly WantedEdit[]> {
  const problems: string[] = []
  const good = rows.flatMap((row) => readRow(row, deps.config.baseUrl, problems) ?? [])
  const codes = good.map(({ code }) => code)
  const media = await withProgress(terminal, deps.clock, (step) =>
    findOwnMedia(deps, codes, (done) => step({ done, total: codes.length, label: 'reading' })),
  )
  const placeOf = new Map<MediaId, string>()
  const edits = good.flatMap((row) => matchRow(row, { media, placeOf }, problems) ?? [])
  if (problems.length > 0) throw new BadRequestError(told(problems))
  return edits
}

function readRow({ place, code, version, fields, nameOf }: Row, baseUrl: string, problems: string[]): GoodRow | undefined {
  const before = problems.length
  const shortcode = typeof code === 'string' ? shortcodeOf(code, baseUrl) : undefined
  if (shortcode === undefined) problems.push(`${place}: Expected a shortcode for code but received ${describeValue(code)}`)
  const isVersion = version === undefined || (typeof version === 'number' && Number.isSafeInteger(version))
  if (!isVersion) problems.push(`${place}: Expected a whole number for version but received ${describeValue(version)}`)
  const read = readPatch(fields)
  if ('problems' in read) problems.push(...read.problems.map((problem) => `${place}, ${nameOf(problem)}: ${problem.message}`))
  if (problems.length > before || shortcode === undefined || 'problems' in read) return undefined
  return { place, code: shortcode, patch: read.patch, ...(typeof version === 'number' && { version }) }
}

interface Found {
  readonly media: ReadonlyMap<MediaId, Media>
  /** Where each media was named first. */
  readonly placeOf: Map<MediaId, string>
}

function matchRow({ place, code, version, patch }: GoodRow, { media, placeOf }: Found, problems: string[]): WantedEdit | undefined {
  const id = decodeShortcode(code)
  const found = media.get(id)
  const first = placeOf.get(id)
  placeOf.set(id, first ?? place)
  if (found === undefined) return complain(`${place}: Expected a picture of this collection but received ${code}`)
  if (first !== undefined) return complain(`${place}: Expected each picture once but received ${code} again, as in ${first}`)
  if (version !== undefined && version !== found.version)
    return complain(`${place}: Expected ${code} in version ${version} but it has been changed since and is in version ${found.version}`)
  return { media: found, patch }

  function complain(problem: string): undefined {
    problems.push(problem)
  }
}

function told(problems: readonly string[]): string {
  const rest = problems.length - MAX_TOLD
  return [...problems.slice(0, MAX_TOLD), ...(rest > 0 ? [`And ${rest} more problems.`] : []), 'Nothing was written.'].join('\n')
}
