import sharp, { type Sharp } from 'sharp'
import { addIim } from '../../../server/core/file-rights/jpeg-iim.ts'
import { type Bytes, concat } from './bytes.ts'

export type SeedFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'tiff' | 'gif'

/** A small sound picture from which hostile ones are made. */
export interface Seed {
  readonly name: string
  readonly format: SeedFormat
  readonly bytes: Bytes
}

/** Stands in every place of a seed that must never leave the server: coordinates, serial numbers, the maker's own. */
export const SECRET = 'SECRET-7F3A'

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" aux:SerialNumber="${SECRET}" aux:OwnerName="${SECRET}"
xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="52,30.00N" exif:GPSLongitude="13,24.00E">
<dc:creator><rdf:Seq><rdf:li>Zoë Łęcka</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`

const EXIF = {
  IFD0: { Artist: 'Jane Doe', ImageDescription: 'A picture' },
  IFD2: { BodySerialNumber: SECRET, CameraOwnerName: SECRET, UserComment: SECRET },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 24/1 0/1' },
}

/** 2:80 By-line and 2:90 City (IIM 4.2). */
const IIM = concat('\x1c\x02\x50\0\x08Jane Doe', `\x1c\x02\x5a\0${String.fromCharCode(SECRET.length)}${SECRET}`)

/** Pictures of about 40 x 30 in every format that is imported and in most of its kinds. */
export async function makeSeeds(): Promise<readonly Seed[]> {
  const tagged = () => paint(40, 30).withExif(EXIF).withXmp(XMP)
  const frames = sharp(noise(24, 48, 4), { raw: { width: 24, height: 48, channels: 4, pageHeight: 24 } })
  const jpeg = await tagged().jpeg({ quality: 70 }).toBuffer()
  const made: readonly (readonly [string, SeedFormat, Promise<Uint8Array> | Uint8Array])[] = [
    ['jpeg', 'jpeg', addIim(jpeg, IIM)],
    ['progressive jpeg', 'jpeg', tagged().jpeg({ progressive: true, mozjpeg: true }).toBuffer()],
    ['CMYK jpeg', 'jpeg', paint(40, 30).toColourspace('cmyk').jpeg().toBuffer()],
    ['turned jpeg', 'jpeg', paint(40, 30).withMetadata({ orientation: 6 }).jpeg().toBuffer()],
    ['png', 'png', tagged().png().toBuffer()],
    ['interlaced png', 'png', paint(33, 21).png({ progressive: true }).toBuffer()],
    ['palette png', 'png', paint(40, 30).png({ palette: true, colours: 16 }).toBuffer()],
    ['png of 16 bits', 'png', paint(20, 20).toColourspace('rgb16').png().toBuffer()],
    ['webp', 'webp', tagged().webp({ quality: 60 }).toBuffer()],
    ['lossless webp', 'webp', paint(40, 30).webp({ lossless: true }).toBuffer()],
    ['moving webp', 'webp', frames.clone().webp({ effort: 0 }).toBuffer()],
    ['avif', 'avif', tagged().avif({ effort: 0 }).toBuffer()],
    ['tiff', 'tiff', tagged().tiff({ compression: 'none' }).toBuffer()],
    ['tiled tiff', 'tiff', paint(40, 30).tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer()],
    ['lzw tiff', 'tiff', paint(40, 30).tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer()],
    ['jpeg tiff', 'tiff', paint(40, 30).tiff({ compression: 'jpeg' }).toBuffer()],
    ['gif', 'gif', paint(40, 30).gif().toBuffer()],
    ['moving gif', 'gif', frames.clone().gif().toBuffer()],
  ]
  return await Promise.all(made.map(async ([name, format, bytes]) => ({ name, format, bytes: new Uint8Array(await bytes) })))
}

function paint(width: number, height: number): Sharp {
  return sharp(noise(width, height, 3), { raw: { width, height, channels: 3 } })
}

/** Slopes and a little texture: neither flat nor more than an encoder can shrink. */
function noise(width: number, height: number, channels: number): Uint8Array {
  return Uint8Array.from({ length: width * height * channels }, (_, at) => (at * 5 + ((at * at) % 37) + (at % channels) * 60) % 256)
}
