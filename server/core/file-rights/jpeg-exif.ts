/** Exif tags of the main image that carry rights. */
const ARTIST = 0x013b
const COPYRIGHT = 0x8298

const ASCII = 2
/** `Exif\0\0`, then a big-endian TIFF header whose first directory follows at once. */
const HEADER = [0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8]
const TIFF_HEADER_BYTES = 8
const ENTRY_BYTES = 12

interface ExifRights {
  readonly artist?: string
  readonly copyright?: string
}

/**
 * The JPEG with Exif Artist and Copyright as UTF-8, spelled as they are.
 *
 * libvips, and so sharp's `withExif`, transliterates both to ASCII: `Zoë Łęcka` becomes `Zoe Lecka` and `مريم` becomes `????`.
 *
 * @param jpeg A JPEG without Exif, such as sharp makes when it is not asked for any.
 * @returns    `jpeg` itself if there is nothing to add.
 * @throws     {RangeError} if the bytes are no JPEG.
 * @see        https://www.exif.org/Exif2-2.PDF, section 4.5.2; UTF-8 by the Metadata Working Group's guidelines 2.0, section 3.4
 */
export function addExifRights(jpeg: Uint8Array, { artist, copyright }: ExifRights): Uint8Array {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) throw new RangeError('Expected the bytes of a JPEG to add Exif to but received others')
  const fields = [field(ARTIST, artist), field(COPYRIGHT, copyright)].filter((entry) => entry !== undefined)
  if (fields.length === 0) return jpeg
  const exif = [...HEADER, ...directory(fields)]
  const segment = [0xff, 0xe1, ...bigEndian(exif.length + 2, 2), ...exif]
  const result = new Uint8Array(jpeg.length + segment.length)
  result.set(jpeg.subarray(0, 2))
  // Exif stands first, where readers of the Exif standard demand it.
  result.set(segment, 2)
  result.set(jpeg.subarray(2), 2 + segment.length)
  return result
}

interface Field {
  readonly tag: number
  /** With the NUL that ends an Exif text, and at least five bytes, since shorter values would stand in the entry itself. */
  readonly bytes: readonly number[]
}

function field(tag: number, text: string | undefined): Field | undefined {
  if (text === undefined || text === '') return undefined
  const bytes = [...new TextEncoder().encode(text), 0]
  return { tag, bytes: bytes.length > 4 ? bytes : [...bytes, 0, 0, 0, 0].slice(0, 5) }
}

/** One directory, its tags ascending as TIFF demands, and behind it the texts. */
function directory(fields: readonly Field[]): readonly number[] {
  const dataStart = TIFF_HEADER_BYTES + 2 + fields.length * ENTRY_BYTES + 4
  const entries = fields.flatMap(({ tag, bytes }, index) => {
    const offset = fields.slice(0, index).reduce((sum, earlier) => sum + earlier.bytes.length, dataStart)
    return [...bigEndian(tag, 2), ...bigEndian(ASCII, 2), ...bigEndian(bytes.length, 4), ...bigEndian(offset, 4)]
  })
  return [...bigEndian(fields.length, 2), ...entries, ...bigEndian(0, 4), ...fields.flatMap(({ bytes }) => bytes)]
}

function bigEndian(value: number, size: 2 | 4): readonly number[] {
  return size === 2 ? [(value >> 8) & 0xff, value & 0xff] : [...bigEndian(value >>> 16, 2), ...bigEndian(value & 0xffff, 2)]
}
