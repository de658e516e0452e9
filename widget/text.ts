// What the widget must say before the server has said anything. All other words come with the cards.

export const failed = 'This picture cannot be shown right now.'

/** What a click will do, by language; the name of the server follows. */
export const load: Readonly<Record<string, string>> = {
  en: 'Load from',
  de: 'Laden von',
  fr: 'Charger depuis',
  es: 'Cargar desde',
  ar: 'تحميل من',
  ja: '読み込み元：',
}
