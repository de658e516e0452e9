import type { Credit } from './credit.ts'
import { digitalSourceUri } from './digital-source-type.ts'
import { html, type Markup } from './html.ts'
import { httpUrl } from './http-url.ts'
import type { Licence } from './licence.ts'
import type { Description, LangAlt, Media } from './media.ts'
import { cleanText } from './safe-text.ts'
import { type XmpGroup, xmpLangAlt, xmpPacket } from './xmp-packet.ts'

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
  const artist = creatorNames(credit).join('; ') // Exif 2.32, Artist: several names are separated by a semicolon.
  const groups = [
    dublinCore(description, creatorNames(credit), permalink),
    photoshop(credit, description),
    xmpRights(description, credit.licence, permalink),
    plus(description),
    iptcCore(description),
    iptcExtension(description),
    creativeCommons(credit, permalink),
  ]
  return {
    xmp: xmpPacket(groups),
    ...(artist !== '' && { artist }),
    ...(credit.copyrightNotice !== undefined && { copyright: cleanText(credit.copyrightNotice, MAX_NOTICE) }),
  }
}

function dublinCore({ title, copyrightNotice }: Description, names: readonly string[], permalink: string): XmpGroup {
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

function creatorNames({ creators }: Credit): readonly string[] {
  return creators.slice(0, MAX_CREATORS).map(({ name }) => name)
}

function photoshop({ creditLine }: Credit, { source }: Description): XmpGroup {
  const supplier = cleanText(source ?? '', MAX_NAME)
  return {
    declaration: html` xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"`,
    properties: [
      creditLine === undefined ? undefined : html`<photoshop:Credit>${creditLine}</photoshop:Credit>`,
      supplier === '' ? undefined : html`<photoshop:Source>${supplier}</photoshop:Source>`,
    ],
  }
}

function xmpRights({ usageTerms }: Description, licence: Licence | undefined, permalink: string): XmpGroup {
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

function plus({ licensorName, licensorUrl, dataMining }: Description): XmpGroup {
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

function iptcCore({ altText }: Description): XmpGroup {
  const alt = langAlt(altText, MAX_ALT_TEXT)
  return {
    declaration: html` xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"`,
    properties: [alt && html`<Iptc4xmpCore:AltTextAccessibility>${alt}</Iptc4xmpCore:AltTextAccessibility>`],
  }
}

function iptcExtension({ digitalSourceType }: Description): XmpGroup {
  const uri = digitalSourceUri(digitalSourceType)
  return {
    declaration: html` xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"`,
    properties: [uri === undefined ? undefined : html`<Iptc4xmpExt:DigitalSourceType>${uri}</Iptc4xmpExt:DigitalSourceType>`],
  }
}

function creativeCommons({ licence, author }: Credit, permalink: string): XmpGroup {
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

function langAlt(alt: LangAlt, maxLength: number): Markup | undefined {
  return xmpLangAlt(alt, { maxLength, maxLanguages: MAX_LANGUAGES })
}
