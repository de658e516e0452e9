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

/** One picture of a carousel: a `CardPicture` with its own alt text, and the caption that is its own. */
export interface CardItem extends CardPicture {
  readonly caption?: TextRun
}

/** Everything a `<track>` needs. */
export interface CardTrack {
  readonly src: string
  /** BCP 47. */
  readonly srclang: string
  readonly kind: 'captions' | 'subtitles'
  /** The language's own name, such as `Deutsch`, or what the owner calls the track; final. */
  readonly label: string
}

/** Everything a `<video>` needs; its poster is the card's `picture.src`. Nothing of it is loaded before the reader plays it. */
export interface CardVideo {
  readonly src: string
  readonly type: 'video/mp4'
  /** Whole pixels as shown; the poster may have another size and even another aspect. */
  readonly width: number
  readonly height: number
  /** Absent where it is not known. */
  readonly durationMs?: number
  /** In the order of their language tags; empty without captions. */
  readonly tracks: readonly CardTrack[]
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
  /** The cover: the picture itself, the first one of a carousel, the poster of a video. */
  readonly picture: CardPicture
  /** Only of a carousel: its 2 to 20 pictures in order. The first names the same candidates as `picture`, so nothing is loaded twice. */
  readonly items?: readonly CardItem[]
  /** Only of a video. */
  readonly video?: CardVideo
  /** The whole credit, to copy. */
  readonly creditText: string
  readonly creditHtml: string
  /** The same for Markdown and for wikis. */
  readonly creditMarkdown: string
  readonly creditWikitext: string
  /** The owner's page where a licence can be had; absent where there is none. */
  readonly licencePage?: string
  /** The snippet, to copy. */
  readonly embedCode: string
}

/** A media that may not be shown, or not there, or is not known. */
export interface NoticeCard {
  readonly status: 'private' | 'unknown' | 'embargoed' | 'expired' | 'withdrawn' | 'disputed' | 'restricted'
  readonly code: string
  /** A few sentences for the reader, final: of a withdrawal who, when and why. */
  readonly message: string
  /** The credit outlasts the picture: all three of every media whose existence is no secret, else none. */
  readonly title?: TextRun
  readonly byline?: readonly TextRun[]
  readonly rights?: readonly TextRun[]
  /** Where the reader learns more, or asks for permission; always with `href`. Absent where nothing is there. */
  readonly link?: TextRun
}

export type CardData = LiveCard | NoticeCard

/** Body of `GET /v1/cards?codes=…&lang=…`: one entry per code that was asked for, in ascending order of the code; cards and words in one language. */
export interface CardsAnswer {
  readonly meta: { readonly code: 200 }
  readonly words: WidgetWords
  readonly data: readonly CardData[]
}
