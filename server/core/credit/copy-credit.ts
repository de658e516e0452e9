import type { TextRun } from '../../wire/card.ts'
import type { Credit } from './credit.ts'

/** A credit in the spelling of the place where it is pasted. */
export interface CopyCredit {
  readonly form: 'text' | 'html' | 'markdown' | 'wikitext' | 'press'
  /** For the reader who chooses. */
  readonly label: string
  readonly text: string
}

/** How one kind of markup writes text and links. */
interface Spelling {
  plain(text: string): string
  /** `label` is escaped already. */
  link(label: string, href: string): string
}

const MARKDOWN: Spelling = {
  plain: (text) => text.replace(/[\\`*_[\]<>&~|#!$]/g, '\\$&'),
  link: (label, href) => `[${label}](${href.replace(/[()<>\\]/g, percentEncode)})`,
}

const WIKITEXT: Spelling = {
  // A colon too, or the name of a site would become a link.
  plain: (text) => text.replace(/[<>&[\]{}|'~_#*:;=]/g, (character) => `&#${character.codePointAt(0)};`),
  link: (label, href) => `[${href.replace(/[[\]'|{}<>]/g, percentEncode)} ${label}]`,
}

/**
 * The credit in every form that a page offers for copying.
 *
 * @param permalink What the title links to.
 * @see   https://wiki.creativecommons.org/wiki/Recommended_practices_for_attribution
 */
export function copyCredits(credit: Credit, permalink: string): readonly CopyCredit[] {
  const { plainText, wikitext } = credit.words.widget
  return [
    lazily({ form: 'text', label: plainText }, () => credit.text),
    lazily({ form: 'html', label: 'HTML' }, () => credit.html),
    lazily({ form: 'markdown', label: 'Markdown' }, () => spell(credit, permalink, MARKDOWN)),
    lazily({ form: 'wikitext', label: wikitext }, () => spell(credit, permalink, WIKITEXT)),
    lazily({ form: 'press', label: credit.words.credit.inBrackets }, () => pressLine(credit)),
  ]
}

/** Spelled when it is read: a card has room for some of them. */
function lazily(credit: Omit<CopyCredit, 'text'>, spelled: () => string): CopyCredit {
  return {
    ...credit,
    get text() {
      return spelled()
    },
  }
}

function spell({ title, line }: Credit, permalink: string, { plain, link }: Spelling): string {
  const write = ({ text, href }: TextRun) => (href === undefined ? plain(text) : link(plain(text), href))
  const credit = line.map(write).join('')
  const linkedTitle = link(plain(title.text), permalink)
  return credit === '' ? linkedTitle : `${linkedTitle} — ${credit}`
}

/** `(Photo: Zoë Łęcka/Agency, CC BY 4.0)`: no spaces around the stroke, the licence where there is one to respect. */
function pressLine({ byline, title, licence }: Credit): string {
  const names = byline.map(({ text }) => (text === ' / ' ? '/' : text.replace(/^ · $/, ', '))).join('')
  const label = licence === undefined || licence.kind === 'terms' ? '' : licence.label
  const parts = [names === '' ? title.text : names, label].filter((part) => part !== '')
  return `(${parts.join(', ')})`
}

function percentEncode(character: string): string {
  return `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`
}
