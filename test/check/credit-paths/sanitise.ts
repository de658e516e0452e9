import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { escapeMarkup } from '../../../server/core/text/html.ts'

/** Elements and their attributes that a sanitiser keeps; of the others it keeps what is inside. */
export type Kept = Readonly<Record<string, readonly string[]>>

/** Whose insides no sanitiser keeps. */
const DROPPED: ReadonlySet<string> = new Set(['script', 'style', 'iframe', 'noscript', 'template', 'object'])
const EMPTY: ReadonlySet<string> = new Set(['img', 'br', 'hr'])

/** What a mail program, a forum or a CMS leaves of markup, by the lists that they have in common. */
export function sanitise(html: string, kept: Kept): string {
  const write = (node: DefaultTreeAdapterTypes.ChildNode): string => {
    if ('value' in node) return escapeMarkup(node.value)
    if (!('tagName' in node) || DROPPED.has(node.tagName)) return ''
    const inside = node.childNodes.map(write).join('')
    const names = kept[node.tagName]
    if (names === undefined) return inside
    const attributes = node.attrs.filter(({ name }) => names.includes(name)).map(({ name, value }) => ` ${name}="${escapeMarkup(value)}"`)
    const start = `<${node.tagName}${attributes.join('')}>`
    return EMPTY.has(node.tagName) ? start : `${start}${inside}</${node.tagName}>`
  }
  return parseFragment(html).childNodes.map(write).join('')
}

/** The words of markup, and where its links lead. */
export function wordsOf(html: string): { text: string; links: readonly string[] } {
  const links: string[] = []
  const read = (node: DefaultTreeAdapterTypes.ChildNode): string => {
    if ('value' in node) return node.value
    if (!('tagName' in node) || DROPPED.has(node.tagName)) return ''
    if (node.tagName === 'a') links.push(...node.attrs.filter(({ name }) => name === 'href').map(({ value }) => value))
    return node.childNodes.map(read).join('')
  }
  return { text: parseFragment(html).childNodes.map(read).join(''), links }
}

/** No scripts, frames, classes, styles or data attributes: what the large mail programs agree on. */
export const MAIL: Kept = { a: ['href'], blockquote: ['cite'], p: [], br: [], cite: [], img: ['src', 'alt', 'width', 'height'] }
/** What Markdown and forums let through. */
export const FORUM: Kept = { a: ['href'], blockquote: [], p: [], br: [], em: [], img: ['src', 'alt'] }
/** The narrowest that is known: links alone (E6). */
export const LINKS: Kept = { a: ['href'] }
