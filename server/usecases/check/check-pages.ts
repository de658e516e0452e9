import type { FileAnswer } from '../../core/check/evidence.ts'
import { judgePicture, meanScore } from '../../core/check/judge-picture.ts'
import { type PageFacts, readPage } from '../../core/check/page-facts.ts'
import { decodePage, looksLikePage } from '../../core/check/page-text.ts'
import { factsOfFile, factsOnPage } from '../../core/check/picture-facts.ts'
import type { PagePicture } from '../../core/check/pictures-on-page.ts'
import type { FetchedFile, Fetcher } from '../../ports/fetcher.ts'
import type { HtmlParser } from '../../ports/html-parser.ts'
import type { MetadataReader } from '../../ports/metadata-reader.ts'
import { CHECK_REPORT_VERSION, type CheckedPicture, type CheckedTarget, type CheckReport } from '../../wire/check-report.ts'
import { fewAtOnce } from '../few-at-once.ts'

export interface CheckDeps {
  readonly fetcher: Fetcher
  readonly parser: HtmlParser
  readonly metadata: MetadataReader
}

export interface CheckRequest {
  /** Absolute: http, https or file. */
  readonly urls: readonly string[]
  /** What each is called in the report; the address itself if absent. */
  readonly names?: readonly string[]
  /** 0 to 100. */
  readonly minimum: number
  readonly signal?: AbortSignal
}

const MAX_FILE_BYTES = 25_000_000
const MAX_PICTURES = 40
const MAX_FRAMES = 8
const AT_ONCE = 4

/** What is said, and not said, of every picture on these pages, and by these files. */
export async function checkPages(deps: CheckDeps, { urls, names = urls, minimum, signal }: CheckRequest): Promise<CheckReport> {
  const run = { ...deps, ...(signal && { signal }) }
  const targets: CheckedTarget[] = []
  for (const [index, url] of urls.entries()) targets.push(await checkTarget(run, { url, target: names[index] ?? url }))
  const scores = targets.flatMap(({ score }) => score ?? [])
  const passed = targets.every(({ kind, score = 100 }) => kind !== 'unreadable' && score >= minimum)
  return { version: CHECK_REPORT_VERSION, minimum, passed, ...(scores.length > 0 && { score: Math.min(...scores) }), targets }
}

interface Run extends CheckDeps {
  readonly signal?: AbortSignal
}

async function checkTarget(run: Run, { url, target }: { url: string; target: string }): Promise<CheckedTarget> {
  const found = await open(run, url, 'text/html,application/xhtml+xml,image/*;q=0.9,*/*;q=0.5')
  if (typeof found === 'string') return unreadable(target, found)
  const isPage = looksLikePage(found.bytes, found.headers['content-type'])
  return isPage ? checkPage(run, found, target) : checkFile(run, found, target)
}

function unreadable(target: string, reason: string): CheckedTarget {
  return { target, kind: 'unreadable', notes: [`It cannot be read: ${reason}.`], pictures: [], decorations: 0 }
}

async function checkFile(run: Run, found: FetchedFile, target: string): Promise<CheckedTarget> {
  const answer = await readAnswer(run, found)
  if (answer.kind !== 'read') return unreadable(target, answer.problem)
  const judged = judgePicture(factsOfFile(found.url, answer))
  return {
    target,
    kind: 'picture',
    url: found.url,
    score: judged.score,
    notes: [],
    pictures: [{ url: found.url, ...judged }],
    decorations: 0,
  }
}

async function checkPage(run: Run, found: FetchedFile, target: string): Promise<CheckedTarget> {
  const page = parsePage(run, found)
  if (page === undefined) return unreadable(target, 'it takes too long to parse')
  const framed = await Promise.all(page.frames.slice(0, MAX_FRAMES).map((url) => openFrame(run, url)))
  const places = [page, ...framed.flatMap((frame) => frame ?? [])]
  const shown = places.flatMap((place) =>
    place.pictures.map((picture) => ({ page: place, picture, ...(place !== page && { frame: place.url }) })),
  )
  const pictures = await fewAtOnce(shown.slice(0, MAX_PICTURES), AT_ONCE, (one) => checkPicture(run, one))
  const score = meanScore(pictures.map((picture) => picture.score))
  return {
    target,
    kind: 'page',
    url: page.url,
    ...(page.title !== undefined && { title: page.title }),
    ...(score !== undefined && { score }),
    notes: [...page.notes.map((note) => `${note[0]?.toUpperCase()}${note.slice(1)}.`), ...limitNotes(found, { page, shown: shown.length })],
    pictures,
    decorations: places.reduce((sum, { decorations }) => sum + decorations, 0),
  }
}

function limitNotes({ isCut }: FetchedFile, { page, shown }: { page: PageFacts; shown: number }): readonly string[] {
  return [
    ...(isCut ? ['Only the beginning of the page was read: it is very long.'] : []),
    ...(page.frames.length > MAX_FRAMES ? [`Only the first ${MAX_FRAMES} of ${page.frames.length} frames were opened.`] : []),
    ...(shown > MAX_PICTURES ? [`Only the first ${MAX_PICTURES} of ${shown} pictures were judged.`] : []),
    ...(shown === 0 ? ['It shows no picture; no script was run to see whether one would come.'] : []),
  ]
}

function parsePage({ parser }: Run, { url, headers, bytes }: FetchedFile): PageFacts | undefined {
  const nodes = parser.parse(decodePage(bytes, headers['content-type']))
  return nodes && readPage({ url, headers, nodes })
}

/** `undefined` for what is no page or cannot be had: a frame that nobody sees has no picture that anybody sees. */
async function openFrame(run: Run, url: string): Promise<PageFacts | undefined> {
  const found = await open(run, url, 'text/html,application/xhtml+xml')
  if (typeof found === 'string' || !looksLikePage(found.bytes, found.headers['content-type'])) return undefined
  return parsePage(run, found)
}

interface ShownPicture {
  readonly page: PageFacts
  readonly picture: PagePicture
  readonly frame?: string
}

async function checkPicture(run: Run, { page, picture, frame }: ShownPicture): Promise<CheckedPicture> {
  const found = await open(run, picture.url, 'image/avif,image/webp,image/*;q=0.8,*/*;q=0.5')
  const answer: FileAnswer = typeof found === 'string' ? { kind: 'missing', problem: found } : await readAnswer(run, found)
  return { url: shortened(picture.url), ...(frame !== undefined && { frame }), ...judgePicture(factsOnPage({ page, picture, answer })) }
}

const MAX_NAMED_URL = 2_000

/** A picture that is its own address is named by the beginning of it. */
function shortened(url: string): string {
  return url.length <= MAX_NAMED_URL ? url : `${url.slice(0, 60)}…`
}

/** The file, or why there is none, for people. */
async function open({ fetcher, signal }: Run, url: string, accept: string): Promise<FetchedFile | string> {
  const result = await fetcher.get(url, { maxBytes: MAX_FILE_BYTES, accept, ...(signal && { signal }) })
  if (result.kind !== 'fetched') return result.reason
  return result.status >= 200 && result.status < 300 ? result : `the server answers ${result.status}`
}

async function readAnswer({ metadata }: Run, { url, headers, bytes, isCut }: FetchedFile): Promise<FileAnswer> {
  if (isCut) return { kind: 'opaque', problem: `it is longer than ${MAX_FILE_BYTES / 1_000_000} MB` }
  const file = await metadata.read(bytes)
  return 'problem' in file ? { kind: 'opaque', problem: file.problem } : { kind: 'read', file, url, headers }
}
