import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { withFiles } from '../../adapters/fetcher/files.ts'
import { httpFetcher } from '../../adapters/fetcher/http.ts'
import { parse5Parser } from '../../adapters/html-parser/parse5.ts'
import { metadataReader } from '../../adapters/inspector/metadata-reader.ts'
import { parseUrl } from '../../core/text/parse-url.ts'
import { checkPages } from '../../usecases/check/check-pages.ts'
import { type Session, UsageError } from '../session.ts'
import { checkReportText } from './report-text.ts'

export interface CheckOptions {
  /** Addresses and paths, as they were typed. */
  readonly names: readonly string[]
  readonly json: boolean
  /** 0 to 100. */
  readonly minimum: number
  readonly allowPrivate: boolean
  /** A value of `Accept-Language`. */
  readonly language?: string
}

const TIMEOUT_MS = 15_000 // S5

/**
 * Says of every picture on these pages, and of these files, how its credit fares.
 *
 * @returns The exit code: 1 if something cannot be read, or has a score below the minimum.
 */
export async function runCheckPages({ terminal, stopped }: Pick<Session, 'terminal' | 'stopped'>, options: CheckOptions): Promise<number> {
  const { names, minimum, allowPrivate, language } = options
  const urls = names.map(urlOf)
  const paths = names.filter((_, index) => urls[index]?.startsWith('file:'))
  const web = httpFetcher({ allowPrivate, timeoutMs: TIMEOUT_MS, ...(language !== undefined && { language }) })
  const deps = { fetcher: withFiles(paths, web), parser: parse5Parser(), metadata: metadataReader() }
  const report = await checkPages(deps, { urls, names, minimum, signal: stopped })
  terminal.out(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : checkReportText(report, terminal))
  return report.passed ? 0 : 1
}

/** @throws {UsageError} for an address of anything but the web. */
function urlOf(name: string): string {
  if (/^https?:\/\//i.test(name)) {
    const url = parseUrl(name)
    if (url === undefined) throw new UsageError(`Expected an address but received ${JSON.stringify(name)}`)
    return url.href
  }
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(name)) {
    throw new UsageError(`Expected an http or https address, or a file, but received ${JSON.stringify(name)}`)
  }
  return pathToFileURL(resolve(name)).href
}
