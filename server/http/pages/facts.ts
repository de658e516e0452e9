import type { Credit } from '../../core/credit.ts'
import { html, type Markup } from '../../core/html.ts'
import { httpUrl } from '../../core/http-url.ts'
import type { Licence } from '../../core/licence.ts'
import type { LangAlt, Media } from '../../core/media.ts'
import { cleanText } from '../../core/safe-text.ts'
import { langAttribute } from '../../core/text-run.ts'
import { textsOf } from './texts.ts'
import { dataMiningInWords, dateInWords, digitalSourceTypeInWords } from './words.ts'

const MAX_FACT = 2000 // as an address may be long (core/http-url.ts)

interface Fact {
  readonly term: string
  readonly id?: string
  readonly details: readonly Markup[]
}

/** Everything the owner says about the picture, as a list of terms and their details. What is not known is not listed. */
export function factsMarkup(media: Media, credit: Credit, permalink: string): Markup {
  const facts = [
    ...rightsFacts(media, credit),
    ...pictureFacts(media),
    { term: 'Permanent address', details: [linked(permalink, permalink)] },
  ]
  return html`<dl class="facts">${facts.filter(({ details }) => details.length > 0).map(factMarkup)}</dl>`
}

function rightsFacts({ description }: Media, credit: Credit): readonly Fact[] {
  const { creators, licensorName, copyrightNotice, usageTerms } = description
  return [
    {
      term: creators.length > 1 ? 'Creators' : 'Creator',
      details: creators.map(({ name, url }) => linked(name, url)),
    },
    { term: 'Credit line', details: maybe(credit.creditLine, isolated) },
    { term: 'Copyright notice', details: inEachLanguage(copyrightNotice) },
    { term: 'Licence', id: 'licence', details: maybe(credit.licence, licenceMarkup) },
    { term: 'Usage terms', details: inEachLanguage(usageTerms) },
    { term: 'Get a licence', details: maybe(credit.acquireLicensePage, (url) => linked(licensorName ?? hostOf(url), url)) },
    { term: 'Source', details: maybe(credit.source, (source) => linked(source, source)) },
    { term: 'Data mining', details: maybe(dataMiningInWords(description.dataMining), isolated) },
  ]
}

function pictureFacts({ description, original }: Media): readonly Fact[] {
  const { createdDate, place, digitalSourceType, keywords } = description
  return [
    { term: 'Date', details: maybe(createdDate, (date) => html`<time datetime="${date}">${dateInWords(date)}</time>`) },
    { term: 'Place', details: maybe(place, isolated) },
    { term: 'How it was made', details: maybe(digitalSourceTypeInWords(digitalSourceType), isolated) },
    {
      term: 'Keywords',
      details: keywords.length === 0 ? [] : [html`<ul class="keywords">${keywords.map((word) => html`<li>${isolated(word)}</li>`)}</ul>`],
    },
    { term: 'Original', details: [html`${original.width} × ${original.height} pixels`] },
  ]
}

function factMarkup({ term, id, details }: Fact): Markup {
  return html`<div${id !== undefined && html` id="${id}"`}><dt>${term}</dt>${details.map((detail) => html`<dd>${detail}</dd>`)}</div>`
}

function licenceMarkup({ url, name, label, phrase, kind }: Licence): Markup {
  const rel = kind === 'terms' ? undefined : html` rel="license"`
  const short = name === label ? undefined : ` (${label})`
  return html`${phrase !== '' && `${phrase[0]?.toUpperCase()}${phrase.slice(1)} `}<a href="${url}"${rel} class="spelled-out">${name}</a>${short}`
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
  return URL.canParse(url) ? new URL(url).host : url
}
