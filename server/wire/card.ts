import type { WidgetWords } from './words.ts'

/** At most so many shortcodes are answered by one request of `GET /v1/cards?codes=`. */
export const MAX_CARDS_PER_REQUEST = 50

/** A piece of text; with `href` (http or https only) it is a link. Each run is isolated for direction where it is drawn. */
export interface TextRun {
  readonly text: string
  /** BCP 47; absent where the file does not say. */
  readonly lang?: string
  readonly href?: string
  /** Value of the link's `rel`, complete. */
  readonly rel?: string
}

export interface PictureSource {
  readonly type: 'image/webp' | 'image/jpeg'
  readonly srcset: string
}

/** Everything an `<img>` in a `<picture>` needs; the fallback in the snippet names the same candidates, so nothing is loaded twice. */
export interface CardPicture {
  readonly src: string
  readonly srcset: string
  readonly sources: readonly PictureSource[]
  readonly sizes: string
  /** Whole pixels of the largest candidate; they give the aspect ratio. */
  readonly width: number
  readonly height: number
  readonly alt: string
  readonly altLang?: string
  /** `#rrggbb`, the average colour, shown until the picture is there. */
  readonly colour: string
}

/** A media that may be shown. Final strings and numbers: the widget draws them and decides nothing. */
export interface LiveCard {
  readonly status: 'live'
  readonly code: string
  readonly revision: number
  /** The permalink, absolute. */
  readonly url: string
  readonly title: TextRun
  /** Who made it and who supplies it, with all words and separators: `Photo: `, `Zoë Łęcka`, ` / Agency`. */
  readonly byline: readonly TextRun[]
  /** Notice and licence, with their separators. */
  readonly rights: readonly TextRun[]
  readonly caption?: TextRun
  readonly picture: CardPicture
  /** The whole credit, to copy. */
  readonly creditText: string
  readonly creditHtml: string
  /** The snippet, to copy. */
  readonly embedCode: string
}

/** A media that may not be shown, or is not known. */
export interface NoticeCard {
  readonly status: 'private' | 'unknown' | 'embargoed' | 'expired' | 'withdrawn'
  readonly code: string
  /** One or two sentences for the reader, final. */
  readonly message: string
}

export type CardData = LiveCard | NoticeCard

/** Body of `GET /v1/cards?codes=…&lang=…`: one entry per code that was asked for, in ascending order of the code; cards and words in one language. */
export interface CardsAnswer {
  readonly meta: { readonly code: 200 }
  readonly words: WidgetWords
  readonly data: readonly CardData[]
}
