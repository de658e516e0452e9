import { extract } from '@extractus/oembed-extractor'
import { unfurl } from 'unfurl.js'
import { bridge } from '../../fixtures/media.ts'
import type { PlacardServer } from '../../support/browser/host-page.ts'
import { type Element, elementsIn, parseXmlDocument, textIn } from '../../support/markup-tree.ts'
import { type Copy, inWords, type Remains } from './remains.ts'
import { FORUM, type Kept, LINKS, MAIL, sanitise, wordsOf } from './sanitise.ts'

const permalinkOn = ({ baseUrl }: PlacardServer) => `${baseUrl}/p/${bridge.shortcode}/`

function afterSanitising(html: string, kept: Kept): Remains {
  const { text, links } = wordsOf(sanitise(html, kept))
  return inWords(text, links)
}

/** Whoever embeds by address: libraries, and what editors make of their answers. */
export async function consumers(placard: PlacardServer): Promise<readonly Copy[]> {
  const document = await extract(permalinkOn(placard))
  const html = 'html' in document ? String(document.html) : ''
  const { open_graph: og, oEmbed } = await unfurl(permalinkOn(placard))
  const bookmark = inWords(`${og.title} · ${og.description}`, [String(og.url)])
  return [
    { what: '@extractus/oembed-extractor, links alone kept', remains: afterSanitising(html, LINKS) },
    { what: 'its html in a forum', remains: afterSanitising(html, FORUM) },
    { what: 'unfurl.js, entities decoded twice', remains: afterSanitising(oEmbed && 'html' in oEmbed ? String(oEmbed.html) : '', LINKS) },
    { what: 'a bookmark as of Ghost, Mastodon, Discourse (Open Graph)', remains: bookmark },
  ]
}

/** The entry as feed readers show it: their sanitisers keep links and little else. */
export async function feeds({ baseUrl }: PlacardServer): Promise<readonly Copy[]> {
  const atom = parseXmlDocument(await (await fetch(`${baseUrl}/feed.atom`)).text())
  const entry = elementsIn(atom.children).find(
    (element) => element.name === 'entry' && textOf(element, 'id').endsWith(`/p/${bridge.shortcode}/`),
  )
  if (entry === undefined) throw new Error('Expected an entry of the picture')
  const json = (await (await fetch(`${baseUrl}/feed.json`)).json()) as { items: readonly JsonItem[] } // our own, tested elsewhere
  const item = json.items.find(({ id }) => id.endsWith(`/p/${bridge.shortcode}/`))
  const links = elementsIn(entry.children).flatMap(({ name, attributes }) => (name === 'link' ? (attributes.href ?? []) : []))
  return [
    { what: 'Atom, the content', remains: afterSanitising(textOf(entry, 'content'), LINKS) },
    { what: 'Atom, title and summary alone', remains: inWords(`${textOf(entry, 'title')} ${textOf(entry, 'summary')}`, links) },
    { what: 'JSON Feed, the content', remains: afterSanitising(item?.content_html ?? '', LINKS) },
    { what: 'JSON Feed, title and summary alone', remains: inWords(`${item?.title} ${item?.summary}`, [item?.url ?? '']) },
  ]
}

interface JsonItem {
  readonly id: string
  readonly url: string
  readonly title: string
  readonly summary: string
  readonly content_html: string
}

function textOf(entry: Element, name: string): string {
  return textIn(entry.children.filter((child) => typeof child !== 'string' && child.name === name))
}

export async function eMail(placard: PlacardServer): Promise<readonly Copy[]> {
  const html = await placard.snippet(bridge)
  const answer = await fetch(`${placard.baseUrl}/v1/cards?codes=${bridge.shortcode}`)
  return [
    { what: 'HTML, as mail programs clean it', remains: afterSanitising(html, MAIL) },
    { what: 'the credit copied as plain text', remains: inWords(creditTextIn(await answer.json())) },
  ]
}

/** The one text of the answer that is made to be copied. */
function creditTextIn(value: unknown): string {
  return /"creditText":("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(value))?.[1]?.slice(1, -1).replaceAll('\\"', '"') ?? ''
}
