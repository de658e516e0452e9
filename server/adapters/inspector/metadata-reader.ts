import sharp from 'sharp'
import type { PictureFile } from '../../core/check/file-facts.ts'
import type { EmbeddedFacts } from '../../core/file-metadata/embedded-facts.ts'
import { describeFacts } from '../../core/file-metadata/embedded-metadata.ts'
import { NS, xmpTexts } from '../../core/file-rights/xmp-properties.ts'
import { sniffPicture } from '../../core/pictures/picture-kind.ts'
import { httpUrl } from '../../core/text/http-url.ts'
import type { MetadataReader } from '../../ports/metadata-reader.ts'
import { findBlocks, readFacts } from './facts.ts'
import { findPrivateData } from './private-data.ts'

/** Reads the header of a picture with libvips and its metadata with the parsers of this folder; both have bounds of their own (I7). */
export function metadataReader(): MetadataReader {
  return {
    async read(bytes) {
      const kind = sniffPicture(bytes)
      if (kind === undefined) return { problem: 'it is no picture' }
      if (!kind.supported) return { problem: `it is ${kind.name}, whose metadata is not read` }
      try {
        const metadata = await sharp(bytes, { failOn: 'error', limitInputPixels: false }).metadata()
        const source = { bytes, type: kind.type, metadata }
        const { facts, notes } = readFacts(source)
        return {
          kind: kind.name,
          width: metadata.autoOrient.width,
          height: metadata.autoOrient.height,
          description: describeFacts(facts),
          ...workUrlOf(facts),
          carriers: carriersOf(facts),
          leaks: findPrivateData(findBlocks(source).exif, facts.xmp),
          notes,
        }
      } catch (error) {
        return { problem: `it cannot be read as ${kind.name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` }
      }
    },
  }
}

function workUrlOf({ xmp }: EmbeddedFacts): Pick<PictureFile, 'workUrl'> {
  const named = [`${NS.dc}source`, `${NS.cc}attributionURL`].flatMap((name) => xmpTexts(xmp?.get(name)))
  const workUrl = named.flatMap((text) => httpUrl(text) ?? [])[0]
  return workUrl === undefined ? {} : { workUrl }
}

function carriersOf({ xmp, iim, exif }: EmbeddedFacts): PictureFile['carriers'] {
  return [...(xmp ? (['XMP'] as const) : []), ...(iim ? (['IPTC-IIM'] as const) : []), ...(exif ? (['Exif'] as const) : [])]
}
