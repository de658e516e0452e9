import { mergeXmp, NS, type XmpProperties, xmpStructs, xmpTexts } from '../file-rights/xmp-properties.ts'
import type { Creator, Description, LangAlt } from '../media.ts'
import { httpUrl } from '../text/http-url.ts'
import { cleanText } from '../text/safe-text.ts'
import { parseExifDate, parseIimDate, parseXmpDate } from './capture-date.ts'
import type { EmbeddedFacts, MetadataLayers } from './embedded-facts.ts'
import { describePlace } from './embedded-place.ts'
import { describeRights } from './embedded-rights.ts'
import { firstLang, firstText, inDefault, keptWhole, MAX, readLangAlt, readTexts } from './metadata-text.ts'

/**
 * What the owner says about a picture, from all its metadata.
 *
 * A property of the sidecar replaces the file's; XMP replaces IIM, IIM replaces Exif. A value that IIM had no room for is completed from
 * Exif. Where XMP and IIM truly differ, XMP counts. Every text has been through `core/text/safe-text.ts`, every link is http or https.
 * Coordinates, serial numbers, contact data and release ids are never looked at.
 *
 * @see https://www.iptc.org/std/photometadata/specification/IPTC-PhotoMetadata and the MWG guidelines 2.0, section 5
 */
export function describeFacts(facts: EmbeddedFacts): Description {
  const layers: MetadataLayers = {
    xmp: mergeXmp(facts.xmp, facts.sidecar),
    iim: facts.iim ?? { bylines: [], keywords: [] },
    exif: facts.exif ?? {},
  }
  return {
    title: readTitle(layers),
    caption: readCaption(layers),
    altText: readLangAlt(layers.xmp.get(`${NS.iptcCore}AltTextAccessibility`), MAX.altText),
    extendedDescription: readLangAlt(layers.xmp.get(`${NS.iptcCore}ExtDescrAccessibility`), MAX.caption, 'paragraphs'),
    creators: readCreators(layers),
    ...describeRights(layers),
    keywords: readKeywords(layers),
    ...readDate(layers),
    ...describePlace(layers),
  }
}

function readTitle({ xmp, iim }: MetadataLayers): LangAlt {
  return firstLang([
    () => readLangAlt(xmp.get(`${NS.dc}title`), MAX.title),
    () => readLangAlt(xmp.get(`${NS.photoshop}Headline`), MAX.title),
    () => inDefault(cleanText(iim.title ?? '', MAX.title)),
    () => inDefault(cleanText(iim.headline ?? '', MAX.title)),
  ])
}

/** What cameras write into every file by themselves is no caption. */
const CAMERA_NOISE =
  /^(OLYMPUS DIGITAL CAMERA|SONY DSC|SAMSUNG(?: CAMERA PICTURES)?|KONICA MINOLTA DIGITAL CAMERA|DCIM\\.*|default|untitled)$/i

function readCaption({ xmp, iim, exif }: MetadataLayers): LangAlt {
  const exifCaption = exif.description && !CAMERA_NOISE.test(exif.description.trim()) ? exif.description : ''
  return firstLang([
    () => readLangAlt(xmp.get(`${NS.dc}description`), MAX.caption, 'paragraphs'),
    () => inDefault(keptWhole('caption', iim.caption, exifCaption), MAX.caption),
  ])
}

function readCreators({ xmp, iim, exif }: MetadataLayers): readonly Creator[] {
  const artists = splitArtists((exif.artist ?? '').slice(0, MAX.terms))
  const bylines = iim.bylines.map((byline) => keptWhole('byline', byline, ...artists))
  const imageCreators = xmpStructs(xmp.get(`${NS.plus}ImageCreator`)).flatMap((fields) =>
    xmpTexts(fields.get(`${NS.plus}ImageCreatorName`)),
  )
  const candidates = [xmpTexts(xmp.get(`${NS.dc}creator`)), imageCreators, bylines, artists]
  const names = candidates.map((list) => readTexts(list, MAX.name, MAX.creators)).find((list) => list.length > 0) ?? []
  const url = names.length === 1 ? creatorUrl(xmp) : undefined
  return names.map((name) => ({ name, ...(url !== undefined && { url }) }))
}

/** Names parted by semicolons; one with a semicolon in it stands in quotes, its own quotes doubled (MWG guidelines 2.0, section 5.4). */
function splitArtists(artist: string): readonly string[] {
  const names = artist.match(/(?:"(?:[^"]|"")*"|[^;"]|")+/g) ?? []
  return names.map((name) => name.trim().replace(/^"(.*)"$/s, (_, quoted: string) => quoted.replaceAll('""', '"')))
}

/** The first web address among the creator's; the other contact data stay private. */
function creatorUrl(xmp: XmpProperties): string | undefined {
  const contacts = xmpStructs(xmp.get(`${NS.iptcCore}CreatorContactInfo`))
  const addresses = contacts.flatMap((fields) => xmpTexts(fields.get(`${NS.iptcCore}CiUrlWork`)))
  return addresses.flatMap((text) => text.split(/[\s,;]+/)).flatMap((text) => httpUrl(text) ?? [])[0]
}

function readKeywords({ xmp, iim }: MetadataLayers): readonly string[] {
  const subjects = readTexts(xmpTexts(xmp.get(`${NS.dc}subject`)), MAX.name, MAX.keywords)
  return subjects.length > 0 ? subjects : readTexts(iim.keywords, MAX.name, MAX.keywords)
}

/** When the picture was taken; `xmp:CreateDate` comes last, since it is the day of the scan for whatever was scanned. */
function readDate({ xmp, iim, exif }: MetadataLayers): Pick<Description, 'createdDate'> {
  const xmpDate = (name: string) => parseXmpDate(firstText(xmp.get(name)) ?? '')
  const createdDate =
    xmpDate(`${NS.photoshop}DateCreated`) ??
    xmpDate(`${NS.exif}DateTimeOriginal`) ??
    parseIimDate(iim) ??
    parseExifDate(exif) ??
    xmpDate(`${NS.xmp}CreateDate`)
  return createdDate === undefined ? {} : { createdDate }
}
