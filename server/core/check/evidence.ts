import type { CheckEvidence } from '../../wire/check-report.ts'
import { isKnownLicence } from '../licences/licence.ts'
import { pickText } from '../text/lang.ts'
import { creatorInText, licenceInText, noticeInText } from './credit-text.ts'
import type { PictureFile } from './file-facts.ts'
import { parseLinkHeader } from './link-header.ts'
import type { LicenceStatement } from './marked-up-works.ts'
import { isLicenceLink, type PageFacts } from './page-facts.ts'
import type { PagePicture } from './pictures-on-page.ts'
import { type Surroundings, surroundingsOf } from './surroundings.ts'
import type { WorkFacts } from './work-facts.ts'

/** Something found; said of the `page` as a whole, it holds for a picture only if nobody says otherwise. */
export interface Found extends CheckEvidence {
  readonly scope: 'picture' | 'page'
}

/** All that is said of one picture, by what it is about. */
export interface PictureEvidence {
  readonly creator: readonly Found[]
  readonly notice: readonly Found[]
  /** Addresses, and names of licences where a text has no more. */
  readonly licence: readonly Found[]
  readonly source: readonly Found[]
}

/** The file of a picture, or why there is none to read. */
export type FileAnswer =
  | { readonly kind: 'read'; readonly file: PictureFile; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  /** There is a file, and nothing of it can be told. */
  | { readonly kind: 'opaque'; readonly problem: string }
  | { readonly kind: 'missing'; readonly problem: string }

/** What the file and its headers say. */
export function fileEvidence(answer: FileAnswer): PictureEvidence {
  if (answer.kind !== 'read') return { creator: [], notice: [], licence: [], source: [] }
  const { file, url, headers } = answer
  const { creators, creditLine, copyrightNotice, usageTerms, licenceUrl, licensorUrl } = file.description
  const links = parseLinkHeader(headers.link, url)
  const linked = (rel: string) => links.filter((link) => link.rel.includes(rel)).map(({ href }) => href)
  return {
    creator: inFile([...creators.map(({ name }) => name), creditLine]),
    notice: inFile([pickText(copyrightNotice)?.text, pickText(usageTerms)?.text]),
    licence: [...linked('license').map((value) => found('header', value)), ...inFile([licenceUrl, licensorUrl])],
    source: [...linked('describedby').map((value) => found('header', value)), ...inFile([file.workUrl, file.description.source])],
  }
}

function inFile(values: readonly (string | undefined)[]): readonly Found[] {
  return values.flatMap((value) => (value === undefined ? [] : [found('file', value)]))
}

function found(where: Found['where'], value: string, scope: Found['scope'] = 'picture'): Found {
  return { where, value, scope }
}

export interface PictureOnPage {
  readonly page: PageFacts
  readonly picture: PagePicture
  readonly answer: FileAnswer
}

/** What page, headers and file say of a picture that a page shows. */
export function pageEvidence({ page, picture, answer }: PictureOnPage): PictureEvidence & { readonly works: readonly WorkFacts[] } {
  const around = surroundings(page, picture)
  const works = page.works.filter(({ files }) => files.some((file) => picture.urls.has(file)))
  const statements = statementsOn({ page, picture, around, works })
  const file = fileEvidence(answer)
  const known = [...works.flatMap(({ creators, creditText = '' }) => [...creators, creditText]), ...file.creator.map(({ value }) => value)]
  const texts = around.map(({ text }) => text)
  return {
    works,
    creator: [
      ...texts.flatMap((text) => textual(creatorInText(text, known))),
      ...works.flatMap(({ where, creators, creditText }) =>
        [...creators, creditText].flatMap((name) => (name ? [found(where, name)] : [])),
      ),
      ...statements.flatMap((said) => (said.kind === 'creator' ? [found('rdfa', said.value)] : [])),
      ...openGraph(page, picture).flatMap((text) => textual(creatorInText(text, known), 'head')),
      ...file.creator,
    ],
    notice: [
      ...texts.flatMap((text) => textual(noticeInText(text))),
      ...works.flatMap(({ where, copyrightNotice }) => (copyrightNotice === undefined ? [] : [found(where, copyrightNotice)])),
      ...openGraph(page, picture).flatMap((text) => textual(noticeInText(text), 'head')),
      ...file.notice,
    ],
    licence: [
      ...licencesAround(around),
      ...namedAround({ page, around, urls: file.licence }),
      ...licencesOf({ page, works, statements }),
      ...file.licence,
    ],
    source: [
      ...sourcesAround(around, picture),
      ...namedAround({ page, around, urls: file.source }),
      ...sourcesOf(works, statements),
      ...file.source,
    ],
  }
}

function textual(value: string | undefined, where: 'text' | 'head' = 'text'): readonly Found[] {
  return value === undefined ? [] : [found(where, value)]
}

function surroundings({ nodes, base, pictures }: PageFacts, picture: PagePicture): readonly Surroundings[] {
  const others = new Set(pictures.filter((other) => other !== picture).flatMap(({ uses }) => uses.map(({ at }) => at)))
  const seen = picture.uses.filter(({ shownBy }) => shownBy !== 'og:image')
  const options = { base, isOther: (at: number) => others.has(at), isOwnFile: (url: string) => picture.urls.has(url) }
  return seen.flatMap(({ at }) => surroundingsOf(nodes, at, options))
}

function openGraph(page: PageFacts, { uses }: PagePicture): readonly string[] {
  return uses.some(({ shownBy }) => shownBy === 'og:image') ? [page.openGraphText] : []
}

interface AboutPicture {
  readonly page: PageFacts
  readonly picture: PagePicture
  readonly around: readonly Surroundings[]
  readonly works: readonly WorkFacts[]
}

type ScopedStatement = LicenceStatement & { readonly scope: Found['scope'] }

/** Statements about the picture, its page, or the page it is alone on; those about this page as a whole say so. */
function statementsOn({ page, picture, around, works }: AboutPicture): readonly ScopedStatement[] {
  const pages = [...around.flatMap(({ leadsTo }) => leadsTo ?? []), ...works.flatMap((work) => work.page ?? [])]
  const names = new Set([...picture.urls, ...pages])
  const scope = page.pictures.length === 1 ? 'picture' : 'page'
  return page.statements.flatMap((statement) => {
    if (statement.subject === undefined || statement.subject === page.url)
      return [{ ...statement, scope: names.has(page.url) ? 'picture' : scope }]
    return names.has(statement.subject) ? [{ ...statement, scope: 'picture' as const }] : []
  })
}

function licencesAround(around: readonly Surroundings[]): readonly Found[] {
  return around.flatMap(({ links, text }) => {
    const linked = links.filter(({ href, rel }) => isLicenceLink(rel) || isKnownLicence(href)).map(({ href }) => found('text', href))
    return linked.length > 0 ? linked : textual(licenceInText(text))
  })
}

/** What the file names, where the page links to it, however far away, or is it. */
function namedAround({
  page,
  around,
  urls,
}: Pick<AboutPicture, 'page' | 'around'> & { readonly urls: readonly Found[] }): readonly Found[] {
  const near = [page.url, ...around.flatMap(({ leadsTo, links }) => [leadsTo, ...links.map(({ href }) => href)])]
  return urls.filter(({ value }) => near.includes(value)).map(({ value }) => found('text', value))
}

interface SaidOfLicence {
  readonly page: PageFacts
  readonly works: readonly WorkFacts[]
  readonly statements: readonly ScopedStatement[]
}

function licencesOf({ page, works, statements }: SaidOfLicence): readonly Found[] {
  return [
    ...works.flatMap(({ where, licence, acquireLicensePage }) =>
      [licence, acquireLicensePage].flatMap((url) => (url ? [found(where, url)] : [])),
    ),
    ...statements.flatMap(({ kind, value, scope }) => (kind === 'licence' ? [found('rdfa', value, scope)] : [])),
    ...page.headerLicences.map((href) => found('header', href, page.pictures.length === 1 ? 'picture' : 'page')),
  ]
}

function sourcesAround(around: readonly Surroundings[], picture: PagePicture): readonly Found[] {
  return around.flatMap(({ kind, links, leadsTo }) => {
    const isSource = ({ href, rel }: Surroundings['links'][number]) =>
      !picture.urls.has(href) && !isLicenceLink(rel) && !isKnownLicence(href)
    const first = kind === 'close' ? links.find(isSource)?.href : undefined
    return textual(leadsTo ?? first)
  })
}

function sourcesOf(works: readonly WorkFacts[], statements: readonly ScopedStatement[]): readonly Found[] {
  return [
    ...works.flatMap(({ where, page }) => (page === undefined ? [] : [found(where, page)])),
    ...statements.flatMap(({ kind, value, scope }) => (kind === 'source' && scope === 'picture' ? [found('rdfa', value)] : [])),
  ]
}
