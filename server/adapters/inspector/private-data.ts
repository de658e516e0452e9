import type { Leak } from '../../core/check/file-facts.ts'
import { NS, type XmpProperties, type XmpValue } from '../../core/file-rights/xmp-properties.ts'
import { exifBlock } from './exif.ts'
import { openTiff } from './tiff-fields.ts'

const EXIF_DIRECTORY = 34665
const GPS_DIRECTORY = 34853
const LATITUDE_REF = 1
const LONGITUDE_REF = 3
const MAKER_NOTE = 37500
const OWNER_NAME = 42032
const BODY_SERIAL = 42033
const LENS_SERIAL = 42037

const AUX = 'http://ns.adobe.com/exif/1.0/aux/'
const EXIF_EX = 'http://cipa.jp/exif/1.0/'

/** Properties that tell more than who made a picture and what may be done with it. */
const PROPERTIES: readonly (readonly [Leak, readonly string[]])[] = [
  ['position', [`${NS.exif}GPSLatitude`, `${NS.exif}GPSLongitude`]],
  ['serial number', [`${AUX}SerialNumber`, `${AUX}LensSerialNumber`, `${EXIF_EX}BodySerialNumber`, `${EXIF_EX}LensSerialNumber`]],
  ['owner of the camera', [`${AUX}OwnerName`, `${EXIF_EX}CameraOwnerName`]],
  ['release', ['ModelReleaseID', 'PropertyReleaseID', 'MinorModelAgeDisclosure'].map((name) => NS.plus + name)],
]
const CONTACT = ['CiAdrExtadr', 'CiAdrPcode', 'CiEmailWork', 'CiTelWork'].map((name) => NS.iptcCore + name)

/**
 * The kinds of private data in a file, each once. Their values are never read out: a report of them would be another leak.
 *
 * @param exif  An Exif block, or a whole TIFF.
 */
export function findPrivateData(exif: Uint8Array | undefined, xmp: XmpProperties | undefined): readonly Leak[] {
  return [...new Set([...(exif ? inExif(exif) : []), ...(xmp ? inXmp(xmp) : [])])]
}

function inExif(block: Uint8Array): readonly Leak[] {
  const reader = openTiff(exifBlock(block))
  if (!reader) return []
  const image = reader.fields(reader.first, new Set([EXIF_DIRECTORY, GPS_DIRECTORY]))
  const inside = (directory: number, ...tags: readonly number[]) => {
    const fields = reader.fields(reader.number(image.get(directory)) ?? 0, new Set(tags))
    return [...fields.values()].some(({ value }) => value.some((byte) => byte !== 0))
  }
  const found: readonly (readonly [Leak, boolean])[] = [
    ['position', inside(GPS_DIRECTORY, LATITUDE_REF, LONGITUDE_REF)],
    ['serial number', inside(EXIF_DIRECTORY, BODY_SERIAL, LENS_SERIAL)],
    ['owner of the camera', inside(EXIF_DIRECTORY, OWNER_NAME)],
    ['notes of the camera', inside(EXIF_DIRECTORY, MAKER_NOTE)],
  ]
  return found.filter(([, isThere]) => isThere).map(([leak]) => leak)
}

function inXmp(xmp: XmpProperties): readonly Leak[] {
  const named = PROPERTIES.filter(([, names]) => names.some((name) => saysAnything(xmp.get(name)))).map(([leak]) => leak)
  const contact = xmp.get(`${NS.iptcCore}CreatorContactInfo`)
  const hasContact = contact?.kind === 'struct' && CONTACT.some((name) => saysAnything(contact.fields.get(name)))
  return hasContact ? [...named, 'contact data'] : named
}

function saysAnything(value: XmpValue | undefined): boolean {
  switch (value?.kind) {
    case undefined:
      return false
    case 'text':
      return value.text.trim() !== ''
    case 'list':
      return value.items.some(saysAnything)
    case 'struct':
      return [...value.fields.values()].some(saysAnything)
    default:
      return value satisfies never
  }
}
