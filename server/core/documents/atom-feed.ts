import { html, type Markup } from '../text/html.ts'
import type { Enclosure, Feed, FeedEntry } from './feed.ts'

/**
 * The feed as Atom, with the words of Media RSS for what Atom has none for.
 *
 * @param address  Where this document is found; its id too.
 * @see   RFC 4287; RFC 4946 (the license link); https://www.rssboard.org/media-rss
 */
export function atomFeed({ title, description, lang, homePage, provider, updatedAt, entries }: Feed, address: string): string {
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="${lang}">
<id>${address}</id>
<title>${title}</title>
<subtitle>${description}</subtitle>
<updated>${time(updatedAt)}</updated>
<author><name>${provider.name}</name><uri>${provider.url}</uri></author>
<link rel="self" type="application/atom+xml" href="${address}"/>
<link rel="alternate" type="text/html" href="${homePage}"/>
<generator>Placard</generator>
${entries.map(entryMarkup)}
</feed>
`.toString()
}

function entryMarkup(entry: FeedEntry): Markup {
  const { url, title, titleLang, authors, publishedAt, updatedAt, summary, rights, licenceUrl, tags, enclosures } = entry
  return html`<entry>
<id>${url}</id>
<title type="text"${titleLang !== undefined && html` xml:lang="${titleLang}"`}>${title}</title>
<updated>${time(updatedAt)}</updated>
<published>${time(publishedAt)}</published>
${authors.map(({ name, url: uri }) => html`<author><name>${name}</name>${uri !== undefined && html`<uri>${uri}</uri>`}</author>\n`)}<link rel="alternate" type="text/html" href="${url}"/>
${licenceUrl !== undefined && html`<link rel="license" href="${licenceUrl}"/>\n`}${enclosures.map(enclosureMarkup)}${rights !== undefined && html`<rights>${rights}</rights>\n`}${tags.map((tag) => html`<category term="${tag}"/>\n`)}<summary type="text">${summary}</summary>
<content type="html">${entry.html}</content>
${mediaMarkup(entry)}
</entry>
`
}

function enclosureMarkup({ url, type, bytes }: Enclosure): Markup {
  return html`<link rel="enclosure" type="${type}" href="${url}"${bytes !== undefined && html` length="${bytes}"`}/>\n`
}

function mediaMarkup({ thumbnail, alt, authors }: FeedEntry): Markup {
  const credits = authors.map(({ name }) => html`<media:credit role="author" scheme="urn:ebu">${name}</media:credit>`)
  const shown = thumbnail !== undefined && html`<media:thumbnail url="${thumbnail}"/>`
  return html`${shown}<media:description type="plain">${alt}</media:description>${credits}`
}

function time(unixMs: number): string {
  return new Date(unixMs).toISOString()
}
