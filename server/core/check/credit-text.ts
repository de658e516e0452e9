/** What a caption calls the making of a picture, in the languages of the words of this project and a few neighbours. */
const LABELS = [
  'photo(?:graph)?(?:y|er|ed)?',
  ...['photo credit', 'image', 'picture', 'illustration', 'drawing', 'painting', 'graphic', 'composite', 'video', 'film', 'credits?'],
  ...['foto(?:graf(?:in|ie|o|a|ía)?)?', 'bild', 'abbildung', 'aufnahme', 'zeichnung', 'quelle', 'montage'],
  ...[
    'photographie',
    'crédits?(?: photos?)?',
    'dessin',
    'imagen',
    'fotografía',
    'ilustración',
    'composición',
    'vídeo',
    'vidéo',
    'immagine',
  ],
  ...['تصوير', 'صورة', 'صورة مركّبة', 'فيديو', '写真', '画像', '合成画像', '動画', '撮影'],
].join('|')
const BY = 'by|courtesy of|von|de|del|par|por|di|da|av|af'
/** A name, wherever it may end: up to what parts a credit. */
const NAME = String.raw`(?<name>[\p{Lu}\p{Lo}@][^·|•\n()[\]{}]{1,80})`

/** `Photo: Zoë Łęcka`, `Photograph by …`, `(Foto: …)`, `Courtesy of …`, `写真：…`. */
const LABELLED = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${LABELS})\s*(?:(?:${BY})\s+|[:：/|–—-]\s*(?:(?:${BY})\s+)?)\p{Cf}*${NAME}`,
  'iu',
)
const COURTESY = new RegExp(String.raw`(?<![\p{L}\p{N}])courtesy(?: of)?\s+${NAME}`, 'iu')
/** `Jane Doe/AFP`, `Reuters/Jane Doe`, `Jane Doe via Getty Images`. */
const AGENCY =
  /(?<name>(?:\p{Lu}[\p{L}'’.-]{1,30} ){0,3}\p{Lu}[\p{L}'’.-]{1,30} ?\/ ?\p{Lu}[\p{L} '’.-]{1,60}|\p{Lu}[\p{L} '’.-]{2,60} via \p{Lu}[\p{L} ]{2,40})/u
const NOTICE = /(?:©|\(c\)|\bcopyright\b|℗)\s*(?<rest>[^·|•\n()[\]{}]{2,100})/iu
const RESERVED =
  /all rights reserved|alle rechte vorbehalten|tous droits réservés|(?:todos los )?derechos reservados|جميع الحقوق محفوظة|無断転載/iu
const LICENCE_NAME =
  /\b(?:CC[ -](?:0|BY(?:[ -](?:SA|NC|ND))*|PDM)(?:[ -]\d\.\d)?|CC0(?: \d\.\d)?|creative commons|public domain|gemeinfrei|domaine public)(?![\p{L}])/iu
const SHORT = 120

/** The words in which a text names who made a picture; `undefined` if it names nobody. */
export function creatorInText(text: string, known: readonly string[]): string | undefined {
  const folded = fold(text)
  const name = known.find((candidate) => candidate.trim().length > 2 && folded.includes(fold(candidate)))
  if (name !== undefined) return name
  const found = LABELLED.exec(text) ?? COURTESY.exec(text) ?? AGENCY.exec(text)
  return found?.groups?.name?.trim().slice(0, SHORT)
}

/** A statement of copyright, word for word. */
export function noticeInText(text: string): string | undefined {
  return (NOTICE.exec(text) ?? RESERVED.exec(text))?.[0].trim().slice(0, SHORT)
}

/** The name of a licence or mark in words, without a link. */
export function licenceInText(text: string): string | undefined {
  return LICENCE_NAME.exec(text)?.[0]
}

/** Without what writers leave out: case, marks of direction, composition. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}
