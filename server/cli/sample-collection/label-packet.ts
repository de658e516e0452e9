import { type XmpGroup, xmpLangAlt, xmpPacket } from '../../core/file-rights/xmp-packet.ts'
import { NS } from '../../core/file-rights/xmp-properties.ts'
import type { Description, LangAlt } from '../../core/media.ts'
import { html, type Markup } from '../../core/text/html.ts'

/**
 * Everything that a description says, as the XMP of a picture file that somebody hands to the importer.
 *
 * @see https://www.iptc.org/std/photometadata/specification/; thumbnails get less than this (`core/file-rights/rights-packet.ts`).
 */
export function buildLabelPacket(label: Description): string {
  return xmpPacket([dublinCore(label), photoshop(label), rights(label), plus(label), iptcCore(label), iptcExtension(label)])
}

function dublinCore({ title, caption, creators, copyrightNotice, keywords }: Description): XmpGroup {
  const items = (texts: readonly string[]) => texts.map((text) => html`<rdf:li>${text}</rdf:li>`)
  return {
    declaration: html` xmlns:dc="${NS.dc}"`,
    properties: [
      html`<dc:creator><rdf:Seq>${items(creators.map(({ name }) => name))}</rdf:Seq></dc:creator>`,
      html`<dc:subject><rdf:Bag>${items(keywords)}</rdf:Bag></dc:subject>`,
      html`<dc:title>${languages(title)}</dc:title>`,
      html`<dc:description>${languages(caption)}</dc:description>`,
      html`<dc:rights>${languages(copyrightNotice)}</dc:rights>`,
    ],
  }
}

function photoshop({ creditLine, source, createdDate, place = '' }: Description): XmpGroup {
  const [city, country] = place.split(', ')
  return {
    declaration: html` xmlns:photoshop="${NS.photoshop}"`,
    properties: [
      creditLine === undefined ? undefined : html`<photoshop:Credit>${creditLine}</photoshop:Credit>`,
      source === undefined ? undefined : html`<photoshop:Source>${source}</photoshop:Source>`,
      createdDate === undefined ? undefined : html`<photoshop:DateCreated>${createdDate}</photoshop:DateCreated>`,
      html`<photoshop:City>${city}</photoshop:City><photoshop:Country>${country}</photoshop:Country>`,
    ],
  }
}

function rights({ licenceUrl, usageTerms }: Description): XmpGroup {
  return {
    declaration: html` xmlns:xmpRights="${NS.xmpRights}"`,
    properties: [
      html`<xmpRights:WebStatement>${licenceUrl}</xmpRights:WebStatement>`,
      languages(usageTerms) && html`<xmpRights:UsageTerms>${languages(usageTerms)}</xmpRights:UsageTerms>`,
    ],
  }
}

function plus({ licensorName, licensorUrl, dataMining }: Description): XmpGroup {
  const licensor = html`<plus:LicensorName>${licensorName}</plus:LicensorName><plus:LicensorURL>${licensorUrl}</plus:LicensorURL>`
  return {
    declaration: html` xmlns:plus="${NS.plus}"`,
    properties: [
      licensorUrl === undefined
        ? undefined
        : html`<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource">${licensor}</rdf:li></rdf:Seq></plus:Licensor>`,
      dataMining === undefined ? undefined : html`<plus:DataMining>${dataMining}</plus:DataMining>`,
    ],
  }
}

function iptcCore({ altText, extendedDescription, creators }: Description): XmpGroup {
  const url = creators.length === 1 ? creators[0]?.url : undefined
  const extended = languages(extendedDescription)
  return {
    declaration: html` xmlns:Iptc4xmpCore="${NS.iptcCore}"`,
    properties: [
      html`<Iptc4xmpCore:AltTextAccessibility>${languages(altText)}</Iptc4xmpCore:AltTextAccessibility>`,
      extended && html`<Iptc4xmpCore:ExtDescrAccessibility>${extended}</Iptc4xmpCore:ExtDescrAccessibility>`,
      url === undefined
        ? undefined
        : html`<Iptc4xmpCore:CreatorContactInfo rdf:parseType="Resource"><Iptc4xmpCore:CiUrlWork>${url}</Iptc4xmpCore:CiUrlWork></Iptc4xmpCore:CreatorContactInfo>`,
    ],
  }
}

function iptcExtension({ digitalSourceType }: Description): XmpGroup {
  return {
    declaration: html` xmlns:Iptc4xmpExt="${NS.iptcExt}"`,
    properties: [html`<Iptc4xmpExt:DigitalSourceType>${digitalSourceType}</Iptc4xmpExt:DigitalSourceType>`],
  }
}

function languages(alt: LangAlt): Markup | undefined {
  return xmpLangAlt(alt, { maxLength: 2000, maxLanguages: 8 })
}
