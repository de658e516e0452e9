import type { Creator } from '../media.ts'

/** Words of a list in one cell, joined by `; `; a semicolon or backslash in a word has a backslash before it. */
export function joinList(words: readonly string[]): string {
  return words.map((word) => word.replace(/[\\;]/g, '\\$&')).join('; ')
}

/** The words that `joinList` joined, or a person did; empty ones are left out. */
export function splitList(cell: string): readonly string[] {
  const words = cell.match(/(?:\\[\s\S]|[^;])+/g) ?? []
  return words.map((word) => word.replace(/\\([\\;])/g, '$1').trim()).filter((word) => word !== '')
}

/** An address behind a name, in angle brackets as in e-mail; the brackets may be empty. */
const ADDRESS = /<([a-z][a-z0-9+.-]*:[^<>]*|)>$/i

/** `Zoë Łęcka <https://zoe.example/>`, or the name alone. */
export function creatorCell({ name, url }: Creator): string {
  if (url !== undefined) return `${name} <${url}>`
  return ADDRESS.test(name) ? `${name} <>` : name
}

/** What `creatorCell` wrote, or a person did, for `parsePatch` to judge: any scheme is taken for an address here, and refused there. */
export function creatorOfCell(cell: string): { readonly name: string; readonly url?: string } {
  const found = ADDRESS.exec(cell)
  if (found === null) return { name: cell }
  const [, url] = found
  return { name: cell.slice(0, found.index).trimEnd(), ...(url && { url }) }
}
