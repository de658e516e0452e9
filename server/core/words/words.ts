import type { Lang, WidgetWords } from '../../wire/words.ts'

/** Every word that Placard says to a reader, in one language. Each language is one file beside this one. */
export interface Words {
  readonly lang: Lang
  readonly dir: 'ltr' | 'rtl'
  readonly widget: Omit<WidgetWords, 'lang' | 'dir'>
}

/** The words that travel to the widget. */
export function widgetWords({ lang, dir, widget }: Words): WidgetWords {
  return { lang, dir, ...widget }
}
