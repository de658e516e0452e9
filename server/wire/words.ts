/** The languages that Placard itself speaks, as BCP 47 tags; the first one is spoken where no other fits. */
export const LANGS = ['en', 'de', 'fr', 'es', 'ar', 'ja'] as const

export type Lang = (typeof LANGS)[number]

/**
 * Every word that the widget says by itself, in one language: final, or with `{n}` and `{total}` to be replaced by numbers.
 * Credits, captions and notices are in `CardData`.
 */
export interface WidgetWords {
  /** What the words are in: `lang` of everything that shows them. */
  readonly lang: Lang
  /** `dir` of the card as a whole. */
  readonly dir: 'ltr' | 'rtl'
  readonly copyCredit: string
  /** Names of the forms in which a credit is copied; HTML and Markdown are called so everywhere. */
  readonly plainText: string
  readonly wikitext: string
  readonly embed: string
  readonly embedCode: string
  readonly copyCode: string
  readonly copied: string
  readonly notCopied: string
  readonly original: string
  readonly share: string
  /** The way to the owner's page of licences. */
  readonly usePicture: string
  readonly more: string
  readonly less: string
  readonly previous: string
  readonly next: string
  readonly close: string
  readonly play: string
  /** What a screen reader calls a group of pictures shown one at a time (`aria-roledescription`). */
  readonly carousel: string
  /** `{n}` and `{total}`: what a screen reader hears of a picture in a carousel. */
  readonly pictureOf: string
  /** `{n}` and `{total}`: the counter that is seen. */
  readonly counter: string
  /** In place of a picture whose file does not come. */
  readonly failed: string
}
