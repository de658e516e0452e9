/** A piece of markup that is well-formed as HTML and as XML. Only `html` makes one, so a string is always text. */
export class Markup {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  /** Joins literal markup with values that are escaped unless they are markup themselves. */
  static fromTemplate(literals: TemplateStringsArray, values: readonly MarkupValue[]): Markup {
    let text = literals[0] ?? ''
    for (let index = 1; index < literals.length; index += 1) text += renderValue(values[index - 1]) + literals[index]
    return new Markup(text)
  }

  toString(): string {
    return this.#text
  }
}

/** What may stand in a template: text and numbers are escaped, lists are joined, `undefined` and `false` leave nothing. */
export type MarkupValue = Markup | string | number | undefined | false | readonly MarkupValue[]

/**
 * The only place where markup is made: every value is escaped for element content and double-quoted attributes alike.
 * Literals must quote attributes with `"`; values never stand in `<script>`, `<style>`, comments or tag names.
 */
export function html(literals: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return Markup.fromTemplate(literals, values)
}

/** Text in which nothing is escaped or replaced; most is, and is far quicker done. What holds halves of characters is looked at more closely. */
const AS_IT_IS = /^[\t\n\r !#-%(-;=?-~\xa0-\ud7ff\ue000-\ufffd]*$/
/** The same with the characters that are escaped: most of what an embed code is made of. */
const ALLOWED = /^[\t\n\r -~\xa0-\ud7ff\ue000-\ufffd]*$/
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu

/** The text as HTML or XML character data; what XML 1.0 forbids becomes U+FFFD (https://www.w3.org/TR/xml/#charsets). */
export function escapeMarkup(text: string): string {
  if (AS_IT_IS.test(text)) return text
  return escapeCharacters(ALLOWED.test(text) ? text : text.toWellFormed().replace(FORBIDDEN, '\ufffd'))
}

const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeCharacters(text: string): string {
  return text.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? character)
}

/** JSON that is safe inside a `<script type="application/ld+json">`: `<`, `>`, `&` and the line separators are written as escapes. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A JSON-LD data block: the one `<script>` with a value in it. It is never executed, and `jsonForScript` keeps it from ending early. */
export function jsonLdBlock(value: unknown): Markup {
  const json = jsonForScript(value)
  return Markup.fromTemplate(asTemplate(['<script type="application/ld+json">', '</script>']), [
    Markup.fromTemplate(asTemplate([json]), []),
  ])
}

/**
 * A document of the project's own with markup in the places it names by comments, such as `<!-- placard:frame -->`.
 *
 * @param document  Trusted as it stands: a file of this project, or markup that `html` made earlier; never anything from a request or a picture.
 * @param fill      Answers what stands in the slot of this name.
 */
export function fillSlots(document: string, fill: (slot: string) => Markup): Markup {
  // A capturing group makes `split` answer text and slot names by turns.
  const pieces = document.split(/<!-- placard:([a-z]+) -->/)
  const literals = pieces.filter((_, index) => index % 2 === 0)
  return Markup.fromTemplate(asTemplate(literals), pieces.filter((_, index) => index % 2 === 1).map(fill))
}

function asTemplate(literals: readonly string[]): TemplateStringsArray {
  return Object.assign([...literals], { raw: literals })
}

function renderValue(value: MarkupValue): string {
  if (typeof value === 'string') return escapeMarkup(value)
  if (value === undefined || value === false) return ''
  if (value instanceof Markup) return value.toString()
  if (typeof value === 'number') return String(value)
  let text = ''
  for (const part of value) text += renderValue(part)
  return text
}
