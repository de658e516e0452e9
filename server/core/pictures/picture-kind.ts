import type { OriginalType } from '../media.ts'

/** What the first bytes of a file are: a picture that is imported, or something else with a name that people know. */
export type PictureKind =
  | { readonly supported: true; readonly type: OriginalType; readonly name: string }
  | { readonly supported: false; readonly name: string; readonly remedy: string }

const EXPORT_JPEG = 'export it as JPEG, TIFF or AVIF and import that'
const RASTERISE = 'export it as PNG or JPEG and import that'

const picture = (type: OriginalType, name: string): PictureKind => ({ supported: true, type, name })
const other = (name: string, remedy: string): PictureKind => ({ supported: false, name, remedy })

/** First bytes, each as a Latin-1 character, `?` for any; the first match counts. */
const SIGNATURES: readonly (readonly [string, PictureKind])[] = [
  ['\xff\xd8\xff', picture('image/jpeg', 'JPEG')],
  ['\x89PNG\r\n\x1a\n', picture('image/png', 'PNG')],
  ['RIFF????WEBP', picture('image/webp', 'WebP')],
  ['GIF87a', picture('image/gif', 'GIF')],
  ['GIF89a', picture('image/gif', 'GIF')],
  ['II*\0????CR', other('a camera raw file (CR2)', EXPORT_JPEG)],
  ['IIRO', other('a camera raw file (ORF)', EXPORT_JPEG)],
  ['IIRS', other('a camera raw file (ORF)', EXPORT_JPEG)],
  ['IIU\0', other('a camera raw file (RW2)', EXPORT_JPEG)],
  ['FUJIFILMCCD-RAW', other('a camera raw file (RAF)', EXPORT_JPEG)],
  ['\0MRM', other('a camera raw file (MRW)', EXPORT_JPEG)],
  ['FOVb', other('a camera raw file (X3F)', EXPORT_JPEG)],
  ['II*\0', picture('image/tiff', 'TIFF')],
  ['MM\0*', picture('image/tiff', 'TIFF')],
  ['II+\0', picture('image/tiff', 'TIFF')],
  ['MM\0+', picture('image/tiff', 'TIFF')],
  ['8BPS', other('a Photoshop document', EXPORT_JPEG)],
  ['%PDF-', other('a PDF', RASTERISE)],
  ['%!PS', other('PostScript', RASTERISE)],
  ['\xc5\xd0\xd3\xc6', other('PostScript', RASTERISE)],
  ['\xff\x0a', other('JPEG XL', EXPORT_JPEG)],
  ['\0\0\0\x0cJXL ', other('JPEG XL', EXPORT_JPEG)],
  ['\0\0\0\x0cjP  ', other('JPEG 2000', EXPORT_JPEG)],
  ['\xff\x4f\xff\x51', other('JPEG 2000', EXPORT_JPEG)],
  ['BM????\0\0\0\0', other('BMP', RASTERISE)],
]

/** A TIFF structure that holds sensor data, as the reader of its fields has found out. */
export const TIFF_RAW: PictureKind = other('a camera raw file', EXPORT_JPEG)

const SVG = /^(\u00ef\u00bb\u00bf)?\s*<(\?xml|!DOCTYPE|!--|svg[\s>])/
const SNIFFED_BYTES = 4_096

/**
 * The kind of a file by its content; its name says nothing.
 *
 * @returns `undefined` for bytes that nobody recognises.
 */
export function sniffPicture(bytes: Uint8Array): PictureKind | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, SNIFFED_BYTES))
  if (start.slice(4, 8) === 'ftyp') return sniffBrands(start)
  if (SVG.test(start) && /<svg[\s>]/.test(start)) return other('SVG', RASTERISE)
  return SIGNATURES.find(([signature]) => beginsWith(start, signature))?.[1]
}

function beginsWith(start: string, signature: string): boolean {
  return start.length >= signature.length && [...signature].every((wanted, index) => wanted === '?' || wanted === start[index])
}

/** ISO base media files tell AVIF, HEIC, raw and films apart by the brands in their first box (ISO/IEC 14496-12, section 4.3). */
function sniffBrands(start: string): PictureKind {
  const boxLength = start.charCodeAt(2) * 256 + start.charCodeAt(3)
  const brands = start.slice(8, boxLength).match(/[\s\S]{4}/g) ?? []
  const has = (...names: readonly string[]) => brands.some((brand) => names.includes(brand))
  if (has('avif', 'avis')) return picture('image/avif', 'AVIF')
  if (has('crx ')) return other('a camera raw file (CR3)', EXPORT_JPEG)
  if (has('heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1')) return other('HEIC', EXPORT_JPEG)
  return other('a film', 'import still pictures only')
}

/** Endings of names that are worth opening; whether they keep their promise is seen from the content. */
const ENDINGS = [
  ...['jpg', 'jpeg', 'jpe', 'jfif', 'png', 'apng', 'webp', 'avif', 'avifs', 'tif', 'tiff', 'gif'],
  ...['heic', 'heif', 'hif', 'svg', 'svgz', 'pdf', 'psd', 'psb', 'jxl', 'jp2', 'j2k', 'bmp', 'eps', 'ai'],
  ...['dng', 'cr2', 'cr3', 'crw', 'nef', 'nrw', 'arw', 'srf', 'sr2', 'raf', 'orf', 'rw2', 'pef', 'srw', 'raw', '3fr', 'iiq', 'x3f'],
]
const LOOKS_LIKE_PICTURE = new RegExp(`[^.]\\.(${ENDINGS.join('|')})$`, 'i')

/** Whether a file of this name is a candidate for an import: any picture, also one that will be refused by its kind. */
export function looksLikePicture(fileName: string): boolean {
  return LOOKS_LIKE_PICTURE.test(fileName)
}
