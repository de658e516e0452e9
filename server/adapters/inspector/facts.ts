import type { Metadata } from 'sharp'
import type { EmbeddedFacts } from '../../core/file-metadata/embedded-facts.ts'
import type { XmpProperties } from '../../core/file-rights/xmp-properties.ts'
import type { OriginalType } from '../../core/media.ts'
import { findGifXmp, findPngIim } from './container.ts'
import { parseExif } from './exif.ts'
import { parseIim } from './iim.ts'
import { parseXmp } from './xmp.ts'

export interface PictureSource {
  readonly bytes: Uint8Array
  readonly type: OriginalType
  /** The blocks that libvips found. */
  readonly metadata: Pick<Metadata, 'xmp' | 'iptc' | 'exif' | 'comments'>
  readonly sidecar?: Uint8Array
}

/** Every fact of a picture and its sidecar, and a note for each packet that could not be read. Never throws. */
export function readFacts(source: PictureSource): { facts: EmbeddedFacts; notes: readonly string[] } {
  const notes: string[] = []
  const blocks = findBlocks(source)
  const sidecar = readXmp('the XMP sidecar', source.sidecar, notes)
  const xmp = readXmp('the XMP in the file', blocks.xmp, notes)
  const iim = blocks.iim && parseIim(blocks.iim)
  const exif = blocks.exif && parseExif(blocks.exif)
  return { facts: { ...(sidecar && { sidecar }), ...(xmp && { xmp }), ...(iim && { iim }), ...(exif && { exif }) }, notes }
}

interface Blocks {
  readonly xmp: Uint8Array | undefined
  readonly iim: Uint8Array | undefined
  readonly exif: Uint8Array | undefined
}

/** Where libvips leaves a block behind, it is looked for in the file itself. */
export function findBlocks({ bytes, type, metadata }: PictureSource): Blocks {
  return {
    xmp: metadata.xmp ?? (type === 'image/gif' ? findGifXmp(bytes) : undefined),
    iim: metadata.iptc ?? (type === 'image/png' ? findPngIim(metadata.comments ?? []) : undefined),
    // A TIFF is an Exif structure itself.
    exif: type === 'image/tiff' ? bytes : metadata.exif,
  }
}

function readXmp(what: string, packet: Uint8Array | undefined, notes: string[]): XmpProperties | undefined {
  if (!packet) return undefined
  const result = parseXmp(packet)
  if ('properties' in result) return result.properties
  notes.push(`${what} is passed over: ${result.problem}`)
  return undefined
}
