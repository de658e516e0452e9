import { NS, type XmpProperties, xmpStructs } from '../file-rights/xmp-properties.ts'
import type { Description } from '../media.ts'
import { httpUrl } from '../text/http-url.ts'
import { cleanText } from '../text/safe-text.ts'
import type { MetadataLayers } from './embedded-facts.ts'
import { firstLang, firstText, inDefault, keptWhole, MAX, readLangAlt } from './metadata-text.ts'

type RightsFields =
  | 'creditLine'
  | 'copyrightNotice'
  | 'source'
  | 'licenceUrl'
  | 'usageTerms'
  | 'licensorName'
  | 'licensorUrl'
  | 'dataMining'
  | 'digitalSourceType'

/** Credit line, notice, source, licence, terms, licensor and the two vocabularies, as the metadata state them. */
export function describeRights(layers: MetadataLayers): Pick<Description, RightsFields> {
  const { xmp, iim, exif } = layers
  return {
    ...oneLine('creditLine', firstText(xmp.get(`${NS.photoshop}Credit`)) ?? iim.credit),
    copyrightNotice: firstLang([
      () => readLangAlt(xmp.get(`${NS.dc}rights`), MAX.notice),
      () => inDefault(cleanText(keptWhole('notice', iim.copyright, exif.copyright ?? ''), MAX.notice)),
    ]),
    ...oneLine('source', firstText(xmp.get(`${NS.photoshop}Source`)) ?? supplier(xmp) ?? iim.source),
    ...optional('licenceUrl', licenceUrl(xmp)),
    usageTerms: readLangAlt(xmp.get(`${NS.xmpRights}UsageTerms`), MAX.terms, 'paragraphs'),
    ...readLicensor(xmp),
    ...optional('dataMining', parseDataMining(firstText(xmp.get(`${NS.plus}DataMining`)))),
    ...optional('digitalSourceType', parseSourceType(firstText(xmp.get(`${NS.iptcExt}DigitalSourceType`)))),
  }
}

function supplier(xmp: XmpProperties): string | undefined {
  return firstField(xmp, 'ImageSupplier', 'ImageSupplierName')
}

/** The web statement of rights; ccREL's licence where there is none, or none that may be linked. */
function licenceUrl(xmp: XmpProperties): string | undefined {
  return readUrl(xmp, `${NS.xmpRights}WebStatement`) ?? readUrl(xmp, `${NS.cc}license`)
}

function readLicensor(xmp: XmpProperties): Pick<Description, 'licensorName' | 'licensorUrl'> {
  return {
    ...oneLine('licensorName', firstField(xmp, 'Licensor', 'LicensorName')),
    ...optional('licensorUrl', httpUrl(firstField(xmp, 'Licensor', 'LicensorURL') ?? '')),
  }
}

/** A field of the first struct, since a name and an address of two different licensors must not be joined. */
function firstField(xmp: XmpProperties, property: string, field: string): string | undefined {
  return firstText(xmpStructs(xmp.get(NS.plus + property))[0]?.get(NS.plus + field))
}

function readUrl(xmp: XmpProperties, name: string): string | undefined {
  return httpUrl(firstText(xmp.get(name)) ?? '')
}

/** Only terms of the PLUS vocabulary; https is spelled http, as the vocabulary spells itself. */
export function parseDataMining(text = ''): string | undefined {
  const [, term] = /^https?:\/\/ns\.useplus\.org\/ldf\/vocab\/(DMI-[A-Z-]{1,60})$/.exec(text) ?? []
  return term && `http://ns.useplus.org/ldf/vocab/${term}`
}

/** Only terms of the IPTC vocabulary; https is spelled http, as the vocabulary spells itself. */
export function parseSourceType(text = ''): string | undefined {
  const [, term] = /^https?:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\/([A-Za-z]{1,60})\/?$/.exec(text) ?? []
  return term && `http://cv.iptc.org/newscodes/digitalsourcetype/${term}`
}

function oneLine<Name extends string>(name: Name, text: string | undefined): { [K in Name]?: string } {
  return optional(name, cleanText(text ?? '', MAX.notice) || undefined)
}

function optional<Name extends string>(name: Name, value: string | undefined): { [K in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [K in Name]?: string }) // a computed key widens to `string`
}
