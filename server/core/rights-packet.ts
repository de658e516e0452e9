import type { Credit } from './credit.ts'
import { digitalSourceUri } from './digital-source-type.ts'
import { html, type Markup } from './html.ts'
import { httpUrl } from './http-url.ts'
import { pickText } from './lang.ts'
import type { Licence } from './licence.ts'
import type { Creator, Description, LangAlt, Media } from './media.ts'
import { cleanParagraphs, cleanText } from './safe-text.ts'

/** The credit that travels inside a thumbnail: equal in shape to what the Thumbnailer port takes. */
export interface EmbeddedRights {
  /** A complete XMP packet, rights only. */
  readonly xmp: string
  /** For Exif Artist and Copyright in JPEG; absent where unknown. */
  readonly artist?: string
  readonly copyright?: string
}

/** A thumbnail of 150 pixels has about 5 KB: texts are cut so that the packet stays near 2 KB. */
const MAX_TITLE = 200
const MAX_NAME = 200
const MAX_NOTICE = 500
const MAX_TERMS = 500
const MAX_ALT_TEXT = 500
const MAX_LANGUAGES = 4
const MAX_CREATORS = 20

const DATA_MINING = /^https?:\/\/ns\.useplus\.org\/ldf\/vocab\/(?<value>DMI-[A-Z-]+)$/

/** The properties of one namespace; its declaration is written only if there are any. */
interface Group {
  readonly declaration: Markup
  readonly properties: readonly (Markup | undefined)[]
}

/**
 * What a picture file itself says about its rights, made anew from the description: nothing of the original's metadata is copied (I6).
 *
 * `dc:source` holds the permalink: the thumbnail is derived from what stands there. It is also `cc:attributionURL`, which Creative
 * Commons tools link, and the web statement of rights where the owner gave none, since the page states them.
 *
 * @see `rights.md`, section 2; https://www.iptc.org/std/photometadata/specification/
 */
export function buildRights(media: Media, credit: Credit, permalink: string): EmbeddedRights {
  const { description } = media
  const artist = creatorNames(description.creators).join('; ') // Exif 2.32, Artist: several names are separated by a semicolon.
  const groups = [
    dublinCore(description, permalink),
    photoshop(credit, description),
    xmpRights(description, credit.licence, permalink),
    plus(description),
    iptcCore(description),
    iptcExtension(description),
    creativeCommons(credit, permalink),
  ]
  return {
    xmp: packet(groups).toString(),
    ...(artist !== '' && { artist }),
    ...(credit.copyrightNotice !== undefined && { copyright: cleanText(credit.copyrightNotice, MAX_NOTICE) }),
  }
}

function packet(groups: readonly Group[]): Markup {
  const filled = groups.filter(({ properties }) => properties.some((property) => property !== undefined))
  // end="r": there is no padding to write into.
  return html`<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""${filled.map(({ declaration }) => declaration)}>${filled.map(({ properties }) => properties)}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`
}

function dublinCore({ title, creators, copyrightNotice }: Description, permalink: string): Group {
  const names = creatorNames(creators)
  const titles = langAlt(title, MAX_TITLE)
  const notices = langAlt(copyrightNotice, MAX_NOTICE)
  return {
    declaration: html` xmlns:dc="http://purl.org/dc/elements/1.1/"`,
    properties: [
      names.length === 0
        ? undefined
        : html`<dc:creator><rdf:Seq>${names.map((name) => html`<rdf:li>${name}</rdf:li>`)}</rdf:Seq></dc:creator>`,
      notices && html`<dc:rights>${notices}</dc:rights>`,
      titles && html`<dc:title>${titles}</dc:title>`,
      html`<dc:source>${permalink}</dc:source>`,
    ],
  }
}

function photoshop({ creditLine }: Credit, { source }: Description): Group {
  const supplier = cleanText(source ?? '', MAX_NAME)
  return {
    declaration: html` xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"`,
    properties: [
      creditLine === undefined ? undefined : html`<photoshop:Credit>${creditLine}</photoshop:Credit>`,
      supplier === '' ? undefined : html`<photoshop:Source>${supplier}</photoshop:Source>`,
    ],
  }
}

function xmpRights({ usageTerms }: Description, licence: Licence | undefined, permalink: string): Group {
  const terms = langAlt(usageTerms, MAX_TERMS)
  const marked = markedOf(licence)
  return {
    declaration: html` xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"`,
    properties: [
      marked && html`<xmpRights:Marked>${marked}</xmpRights:Marked>`,
      html`<xmpRights:WebStatement>${licence?.url ?? permalink}</xmpRights:WebStatement>`,
      terms && html`<xmpRights:UsageTerms>${terms}</xmpRights:UsageTerms>`,
    ],
  }
}

/** True: rights are managed. False: public domain. Not said where nobody said it (ISO 16684-1, section 8.5). */
function markedOf(licence: Licence | undefined): 'True' | 'False' | undefined {
  if (licence?.kind === 'public-domain') return 'False'
  const isManaged = licence?.kind === 'licence' || licence?.kind === 'terms' || licence?.label.startsWith('In Copyright')
  return isManaged ? 'True' : undefined
}

function plus({ licensorName, licensorUrl, dataMining }: Description): Group {
  const name = cleanText(licensorName ?? '', MAX_NAME)
  const url = httpUrl(licensorUrl ?? '')
  const fields = [
    name === '' ? undefined : html`<plus:LicensorName>${name}</plus:LicensorName>`,
    url && html`<plus:LicensorURL>${url}</plus:LicensorURL>`,
  ].filter((field) => field !== undefined)
  const mining = DATA_MINING.exec(dataMining ?? '')?.groups?.value
  return {
    declaration: html` xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"`,
    properties: [
      fields.length === 0
        ? undefined
        : html`<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource">${fields}</rdf:li></rdf:Seq></plus:Licensor>`,
      mining && html`<plus:DataMining>http://ns.useplus.org/ldf/vocab/${mining}</plus:DataMining>`,
    ].map((property) => property || undefined),
  }
}

function iptcCore({ altText }: Description): Group {
  const alt = langAlt(altText, MAX_ALT_TEXT)
  return {
    declaration: html` xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"`,
    properties: [alt && html`<Iptc4xmpCore:AltTextAccessibility>${alt}</Iptc4xmpCore:AltTextAccessibility>`],
  }
}

function iptcExtension({ digitalSourceType }: Description): Group {
  const uri = digitalSourceUri(digitalSourceType)
  return {
    declaration: html` xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"`,
    properties: [uri === undefined ? undefined : html`<Iptc4xmpExt:DigitalSourceType>${uri}</Iptc4xmpExt:DigitalSourceType>`],
  }
}

function creativeCommons({ licence, author }: Credit, permalink: string): Group {
  const isOurs = licence?.kind === 'licence' || licence?.kind === 'public-domain'
  return {
    declaration: html` xmlns:cc="http://creativecommons.org/ns#"`,
    properties: !isOurs
      ? []
      : [
          html`<cc:license rdf:resource="${licence.identifier}"/>`,
          author && html`<cc:attributionName>${author.name}</cc:attributionName>`,
          html`<cc:attributionURL rdf:resource="${permalink}"/>`,
        ],
  }
}

function creatorNames(creators: readonly Creator[]): readonly string[] {
  return creators
    .map(({ name }) => cleanText(name, MAX_NAME))
    .filter((name) => name !== '')
    .slice(0, MAX_CREATORS)
}

/** A language alternative with `x-default` first, as XMP demands; `undefined` if no text is left. */
function langAlt(alt: LangAlt, maxLength: number): Markup | undefined {
  const standard = cleanParagraphs(pickText(alt)?.text ?? '', maxLength)
  if (standard === '') return undefined
  const others = alt
    .filter(({ lang, text }) => lang !== 'x-default' && text.trim() !== '')
    .slice(0, MAX_LANGUAGES)
    .map(({ lang, text }) => html`<rdf:li xml:lang="${lang}">${cleanParagraphs(text, maxLength)}</rdf:li>`)
  return html`<rdf:Alt><rdf:li xml:lang="x-default">${standard}</rdf:li>${others}</rdf:Alt>`
}
