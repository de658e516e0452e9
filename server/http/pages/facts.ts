import { extentOf } from '../../core/card/extent.ts'
import type { Credit } from '../../core/credit/credit.ts'
import type { Licence } from '../../core/licences/licence.ts'
import type { LangAlt, Media, Size } from '../../core/media.ts'
import { html, type Markup } from '../../core/text/html.ts'
import { httpUrl } from '../../core/text/http-url.ts'
import { parseUrl } from '../../core/text/parse-url.ts'
import { cleanText } from '../../core/text/safe-text.ts'
import { langAttribute } from '../../core/text/text-run.ts'
import { around, fill } from '../../core/words/fill.ts'
import { dateInWords, numberInWords, pluralOf } from '../../core/words/formats.ts'
import type { CreditWords, Words } from '../../core/words/words.ts'
import { textsOf } from './texts.ts'
import { dataMiningInWords, digitalSourceTypeInWords } from './words.ts'

const MAX_FACT = 2000 // as an address may be long (core/text/http-url.ts)

interface Fact {
  readonly term: string
  readonly id?: string
  readonly details: readonly Markup[]
}

/** Everything the owner says about the picture, as a list of terms and their details. What is not known is not listed. */
export function factsMarkup(media: Media, credit: Credit, permalink: string): Markup {
  const facts = [
    ...rightsFacts(media, credit),
    ...pictureFacts(media, credit.words),
    { term: credit.words.facts.permanentAddress, details: [linked(permalink, permalink)] },
  ]
  return html`<dl class="facts">${facts.filter(({ details }) => details.length > 0).map(factMarkup)}</dl>`
}

function rightsFacts({ description }: Media, credit: Credit): readonly Fact[] {
  const { creators, licensorName, copyrightNotice, usageTerms } = description
  const { words } = credit
  const { facts } = words
  return [
    {
      term: pluralOf(facts.creator, creators.length, words),
      details: creators.map(({ name, url }) => linked(name, url)),
    },
    { term: facts.creditLine, details: maybe(credit.creditLine, isolated) },
    { term: facts.copyrightNotice, details: inEachLanguage(copyrightNotice) },
    { term: facts.licence, id: 'licence', details: maybe(credit.licence, (licence) => licenceMarkup(licence, words)) },
    { term: facts.usageTerms, details: inEachLanguage(usageTerms) },
    { term: words.credit.getLicence, details: maybe(credit.acquireLicensePage, (url) => linked(licensorName ?? hostOf(url), url)) },
    { term: words.credit.source, details: maybe(credit.source, (source) => linked(source, source)) },
    { term: facts.dataMining, details: maybe(dataMiningInWords(description.dataMining, words), isolated) },
  ]
}

function pictureFacts(media: Media, words: Words): readonly Fact[] {
  const { facts } = words
  const { createdDate, place, digitalSourceType, keywords } = media.description
  return [
    { term: facts.date, details: maybe(createdDate, (date) => html`<time datetime="${date}">${dateInWords(date, words)}</time>`) },
    { term: facts.place, details: maybe(place, isolated) },
    { term: facts.howMade, details: maybe(digitalSourceTypeInWords(digitalSourceType, words), isolated) },
    {
      term: facts.keywords,
      details: keywords.length === 0 ? [] : [html`<ul class="keywords">${keywords.map((word) => html`<li>${isolated(word)}</li>`)}</ul>`],
    },
    { term: facts.original, details: originalDetails(media, words) },
  ]
}

/** How much there is of it, and the pixels: of a carousel, those of each picture once. */
function originalDetails(media: Media, words: Words): readonly Markup[] {
  const { original, items, video } = media
  const sizes: readonly Size[] = video ? [video] : (items?.map((item) => item.original) ?? [original])
  const pixels = sizes.map(({ width, height }) =>
    fill(words.facts.pixels, { width: numberInWords(width, words), height: numberInWords(height, words) }),
  )
  return [...maybe(extentOf(media, words), isolated), ...[...new Set(pixels)].map((text) => html`${text}`)]
}

function factMarkup({ term, id, details }: Fact): Markup {
  return html`<div${id !== undefined && html` id="${id}"`}><dt>${term}</dt>${details.map((detail) => html`<dd>${detail}</dd>`)}</div>`
}

function licenceMarkup({ url, name, label, kind, lang }: Licence, { credit }: Words): Markup {
  const rel = kind === 'terms' ? undefined : html` rel="license"`
  const short = name !== label && html` <span class="whole">(${label})</span>`
  const [before, after] = around(PHRASES[kind]?.(credit) ?? '')
  return html`${startUpper(before)}<a href="${url}"${rel} class="spelled-out"${langAttribute(lang)}>${name}</a>${short}${after}`
}

/** What the kinds do that do something. */
const PHRASES: Partial<Record<Licence['kind'], (words: CreditWords) => string>> = {
  licence: ({ licensed }) => licensed,
  'public-domain': ({ marked }) => marked,
}

function startUpper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

function inEachLanguage(alt: LangAlt): readonly Markup[] {
  return textsOf(alt).map(({ text, lang }) => html`<span dir="auto"${langAttribute(lang)}>${text}</span>`)
}

function maybe<T>(value: T | undefined, draw: (value: T) => Markup): readonly Markup[] {
  return value === undefined ? [] : [draw(value)]
}

/** Text of the owner's: clean, and on its own for direction (W13). */
function isolated(text: string): Markup {
  return html`<bdi>${cleanText(text, MAX_FACT)}</bdi>`
}

/** A link where the address may be linked, else the text alone. */
function linked(text: string, url: string | undefined): Markup {
  const href = url === undefined ? undefined : httpUrl(url)
  return href === undefined ? isolated(text) : html`<a href="${href}">${isolated(text)}</a>`
}

function hostOf(url: string): string {
  return parseUrl(url)?.host ?? url
}
