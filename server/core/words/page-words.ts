import type { Plural } from './words.ts'

/** What stands on every page. */
export interface SiteWords {
  readonly skip: string
  readonly noCookies: string
  readonly allPictures: string
  readonly demonstration: string
  readonly language: string
  readonly copy: string
  /** `{label}`: what was copied, or is now selected. */
  readonly copied: string
  readonly selected: string
}

/** Where a media may be embedded, if not everywhere; for those who are about to. */
export interface EmbeddingWords {
  readonly nobody: string
  /** `{hosts}`: a list of patterns such as `*.news.example`. */
  readonly listed: string
  /** Who may not is the owner's own business. */
  readonly notEverywhere: string
}

/** What stands on the page of a media. */
export interface WorkWords {
  readonly creditAndRights: string
  readonly whatItShows: string
  readonly otherLanguages: string
  readonly asOnPage: string
  readonly address: string
  readonly addressHint: string
  readonly embedHint: string
  readonly otherForms: string
  readonly scriptOnly: string
  readonly scriptOnlyHint: string
  readonly pinned: string
  readonly pinnedHint: string
  readonly withoutScript: string
  readonly withoutScriptHint: string
  readonly frame: string
  readonly frameHint: string
  readonly copyTheCredit: string
  readonly creditAsText: string
  readonly creditAsHtml: string
}

/** What stands in the dialog that helps to choose an embed code. */
export interface ChooserWords {
  readonly open: string
  readonly form: string
  /** The form that suits any page. */
  readonly standard: string
  readonly element: string
  readonly elementHint: string
  readonly reactHint: string
  readonly wordpressHint: string
  /** `{file}`: a link to it. */
  readonly file: string
  readonly theme: string
  /** Of colours and of languages: nobody chooses, and the page decides. */
  readonly automatic: string
  readonly light: string
  readonly dark: string
  readonly caption: string
  readonly width: string
  readonly preview: string
  readonly failed: string
  readonly policy: string
  readonly policyHint: string
}

/** What stands on the first page of a server. */
export interface StartWords {
  readonly headline: string
  /** `{provider}` */
  readonly intro: string
  readonly description: string
  readonly pictures: string
  readonly older: string
  readonly how: string
  /** `{title}` */
  readonly threeWays: string
  readonly pasteAddress: string
  readonly pasteAddressText: string
  readonly pasteCode: string
  readonly pasteCodeText: string
  readonly ask: string
  /** `{maxwidth}` and `{maxheight}`: parameters. */
  readonly askText: string
  readonly request: string
  /** `{page}`: a link that says `demonstrationPage`. */
  readonly seeDemonstration: string
  readonly demonstrationPage: string
  readonly empty: string
  readonly emptyText: string
}

/** The terms of the list of facts. */
export interface FactWords {
  readonly creator: Plural
  readonly creditLine: string
  readonly copyrightNotice: string
  readonly licence: string
  readonly usageTerms: string
  readonly dataMining: string
  readonly date: string
  readonly place: string
  readonly howMade: string
  readonly keywords: string
  readonly original: string
  /** `{width}` and `{height}` */
  readonly pixels: string
  readonly permanentAddress: string
}
