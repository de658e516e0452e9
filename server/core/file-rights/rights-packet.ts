import type { Credit } from '../credit/credit.ts'
import { digitalSourceUri } from '../credit/digital-source-type.ts'
import type { Licence } from '../licences/licence.ts'
import type { Description, Media } from '../media.ts'
import { html, type Markup } from '../text/html.ts'
import { pickText } from '../text/lang.ts'
import { cleanText } from '../text/safe-text.ts'
import { type IimRights, iimOf } from './jpeg-iim.ts'
import { type XmpGroup, xmpLangAlt, xmpPacket } from './xmp-packet.ts'

/** The credit that travels inside a thumbnail: equal in shape to what the Thumbnailer port takes. */
export interface EmbeddedRights {
  /** A complete XMP packet, rights only. */
  readonly xmp: string
  /** For Exif Artist and Copyright in JPEG; absent where unknown. */
  readonly artist?: string
  readonly copyright?: string
  /** IPTC-IIM datasets for JPEG; absent where nothing is known that they have a place for. */
  readonly iim?: Uint8Array
}

/** How much of each text is told, in code points; a thumbnail of 150 pixels has about 5 KB in all. */
interface Limits {
  readonly maxLength: number
  readonly maxLanguages: number
  readonly maxCreators: number
}

const FULL: Limits = { maxLength: 500, maxLanguages: 4, maxCreators: 20 }
/** For metadata that would fill the 64 KB which a JPEG has for XMP: the worst that escaping can make of this is 40 KB. */
const LEAN: Limits = { maxLength: 200, maxLanguages: 0, maxCreators: 5 }
/** Characters of a packet that is still told in full; a complete description takes about 2,200. */
const MAX_FULL_PACKET = 8_000
const MAX_NAME = 200

const DATA_MINING = /^https?:\/\/ns\.useplus\.org\/ldf\/vocab\/(?<value>DMI-[A-Z-]+)$/

/**
 * What a picture file itself says about its rights, made anew from the description: nothing of the original's metadata is copied (I6).
 *
 * `dc:source` holds the permalink: the thumbnail is derived from what stands there. It is also `cc:attributionURL`, which Creative
 * Commons tools link, and the web statement of rights where the owner gave none, since the page states them.
 *
 * @see https://www.iptc.org/std/photometadata/specification/
 */
export function buildRights(media: Pick<Media, 'description'>, credit: Credit, permalink: string): EmbeddedRights {
  const facts = { description: media.description, credit, permalink }
  const xmp = packet({ ...facts, limits: FULL })
  const artist = cleanText(listArtists(credit), FULL.maxLength)
  const iim = iimOf(iimRights(facts))
  return {
    xmp: xmp.length <= MAX_FULL_PACKET ? xmp : packet({ ...facts, limits: LEAN }),
    ...(artist !== '' && { artist }),
    ...(credit.copyrightNotice !== undefined && { copyright: cleanText(credit.copyrightNotice, FULL.maxLength) }),
    ...(iim !== undefined && { iim }),
  }
}

/** The owner's title, never one that we found: the IIM says what the XMP says, as far as it has room. */
function iimRights({ description, credit }: Pick<Facts, 'description' | 'credit'>): IimRights {
  const { creditLine, copyrightNotice } = credit
  const title = cleanText(pickText(description.title)?.text ?? '', FULL.maxLength)
  const source = cleanText(description.source ?? '', MAX_NAME)
  return {
    creators: credit.creators.map(({ name }) => name),
    ...(title !== '' && { title }),
    ...(creditLine !== undefined && { creditLine }),
    ...(source !== '' && { source }),
    ...(copyrightNotice !== undefined && { copyrightNotice }),
  }
}

/** Exif 2.32 parts names by `; `; a name with a semicolon is quoted, as the Metadata Working Group's guidelines ask. */
function listArtists({ creators }: Credit): string {
  return creators.map(({ name }) => (name.includes(';') ? `"${name.replaceAll('"', '""')}"` : name)).join('; ')
}

interface Facts {
  readonly description: Description
  readonly credit: Credit
  readonly permalink: string
  readonly limits: Limits
}

function packet(facts: Facts): string {
  return xmpPacket([dublinCore, photoshop, xmpRights, plus, iptcCore, iptcExtension, creativeCommons].map((build) => build(facts)))
}

function dublinCore({ description, credit, permalink, limits }: Facts): XmpGroup {
  const names = credit.creators.slice(0, limits.maxCreators).map(({ name }) => html`<rdf:li>${name}</rdf:li>`)
  const notice = xmpLangAlt(description.copyrightNotice, limits)
  const title = xmpLangAlt(description.title, limits)
  return {
    declaration: html` xmlns:dc="http://purl.org/dc/elements/1.1/"`,
    properties: [
      names.length === 0 ? undefined : html`<dc:creator><rdf:Seq>${names}</rdf:Seq></dc:creator>`,
      notice && html`<dc:rights>${notice}</dc:rights>`,
      title && html`<dc:title>${title}</dc:title>`,
      html`<dc:source>${permalink}</dc:source>`,
    ],
  }
}

function photoshop({ description, credit, limits }: Facts): XmpGroup {
  return {
    declaration: html` xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"`,
    properties: [
      line(credit.creditLine, limits.maxLength, (text) => html`<photoshop:Credit>${text}</photoshop:Credit>`),
      line(description.source, MAX_NAME, (text) => html`<photoshop:Source>${text}</photoshop:Source>`),
    ],
  }
}

function xmpRights({ description, credit, permalink, limits }: Facts): XmpGroup {
  const terms = xmpLangAlt(description.usageTerms, limits)
  const marked = markedOf(credit.licence)
  return {
    declaration: html` xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"`,
    properties: [
      marked && html`<xmpRights:Marked>${marked}</xmpRights:Marked>`,
      html`<xmpRights:WebStatement>${credit.licence?.url ?? permalink}</xmpRights:WebStatement>`,
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

function plus({ description, credit }: Facts): XmpGroup {
  const page = credit.acquireLicensePage
  const fields = [
    line(description.licensorName, MAX_NAME, (text) => html`<plus:LicensorName>${text}</plus:LicensorName>`),
    page === undefined ? undefined : html`<plus:LicensorURL>${page}</plus:LicensorURL>`,
  ]
  const hasLicensor = fields.some((field) => field !== undefined)
  const mining = DATA_MINING.exec(description.dataMining ?? '')?.groups?.value
  return {
    declaration: html` xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"`,
    properties: [
      hasLicensor ? html`<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource">${fields}</rdf:li></rdf:Seq></plus:Licensor>` : undefined,
      mining === undefined ? undefined : html`<plus:DataMining>http://ns.useplus.org/ldf/vocab/${mining}</plus:DataMining>`,
    ],
  }
}

function iptcCore({ description, limits }: Facts): XmpGroup {
  const alt = xmpLangAlt(description.altText, limits)
  return {
    declaration: html` xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"`,
    properties: [alt && html`<Iptc4xmpCore:AltTextAccessibility>${alt}</Iptc4xmpCore:AltTextAccessibility>`],
  }
}

function iptcExtension({ description }: Facts): XmpGroup {
  const uri = digitalSourceUri(description.digitalSourceType)
  return {
    declaration: html` xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"`,
    properties: [uri === undefined ? undefined : html`<Iptc4xmpExt:DigitalSourceType>${uri}</Iptc4xmpExt:DigitalSourceType>`],
  }
}

/** Creative Commons' own vocabulary, for its own licences only. */
function creativeCommons({ credit: { licence, author }, permalink, limits }: Facts): XmpGroup {
  const isTheirs = licence?.kind === 'licence' || licence?.kind === 'public-domain'
  const properties = [
    html`<cc:license rdf:resource="${licence?.identifier}"/>`,
    line(author?.name, limits.maxLength, (text) => html`<cc:attributionName>${text}</cc:attributionName>`),
    html`<cc:attributionURL rdf:resource="${permalink}"/>`,
  ]
  return { declaration: html` xmlns:cc="http://creativecommons.org/ns#"`, properties: isTheirs ? properties : [] }
}

/** What is built around the text on one line; `undefined` if there is no text. */
function line(text: string | undefined, maxLength: number, build: (text: string) => Markup): Markup | undefined {
  const clean = cleanText(text ?? '', maxLength)
  return clean === '' ? undefined : build(clean)
}
