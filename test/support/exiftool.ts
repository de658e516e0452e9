import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ExifTool } from 'exiftool-vendored'
import sharp from 'sharp'
import type { Description, LangAlt } from '../../server/core/media.ts'

export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'tiff' | 'gif'

/** Values by exiftool's group and name, such as `XMP-dc:Title`. */
export type Tags = Readonly<Record<string, unknown>>

/** The real exiftool and a folder of its own; `end` in `afterAll`. */
export interface Oracle {
  readonly folder: string
  /** A small picture of this format with these tags; its path. `args` go to exiftool as they are. */
  make(format: PictureFormat, tags: Tags, args?: readonly string[]): Promise<string>
  /** What exiftool reads, raw numbers and structs. */
  read(path: string): Promise<Tags>
  /** Runs exiftool's writer on a file that is already there. */
  write(path: string, tags: Tags, args?: readonly string[]): Promise<void>
  end(): Promise<void>
}

export async function openOracle(): Promise<Oracle> {
  const exiftool = new ExifTool({ taskTimeoutMillis: 20_000 })
  const folder = await mkdtemp(join(tmpdir(), 'placard-oracle-'))
  let count = 0
  const write = async (path: string, tags: Tags, args: readonly string[] = []) => {
    await exiftool.write(path, tags, { writeArgs: [...args, '-overwrite_original'] })
  }
  return {
    folder,
    write,
    async make(format, tags, args) {
      count += 1
      const path = join(folder, `${count}.${format}`)
      await sharp({ create: { width: 24, height: 16, channels: 3, background: '#346' } })
        .toFormat(format)
        .toFile(path)
      await write(path, tags, args)
      return path
    },
    read: async (path) => ({ ...(await exiftool.readRaw(path, { readArgs: ['-struct', '-G1', '-n', '-a'] })) }),
    async end() {
      await exiftool.end()
      await rm(folder, { recursive: true })
    },
  }
}

/**
 * What a description must be by exiftool's reading of the XMP in a file: an independent second path to the same answer.
 *
 * @param tags  As `Oracle.read` answers them.
 */
export function descriptionByXmp(tags: Tags): Description {
  const one = (name: string) => text(tags[name])
  const optional = (entries: Record<string, string | undefined>) =>
    Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))
  const creators = list(tags['XMP-dc:Creator'])
  const url = text((tags['XMP-iptcCore:CreatorContactInfo'] as Tags | undefined)?.CiUrlWork)
  const licensor = (tags['XMP-plus:Licensor'] as readonly Tags[] | undefined)?.[0]
  const place = ['XMP-iptcCore:Location', 'XMP-photoshop:City', 'XMP-photoshop:State', 'XMP-photoshop:Country'].flatMap(
    (name) => one(name) ?? [],
  )
  return {
    title: langAlt(tags, 'XMP-dc:Title'),
    caption: langAlt(tags, 'XMP-dc:Description'),
    altText: langAlt(tags, 'XMP-iptcCore:AltTextAccessibility'),
    extendedDescription: langAlt(tags, 'XMP-iptcCore:ExtDescrAccessibility'),
    creators: creators.map((name) => ({ name, ...(url && creators.length === 1 && { url }) })),
    copyrightNotice: langAlt(tags, 'XMP-dc:Rights'),
    usageTerms: langAlt(tags, 'XMP-xmpRights:UsageTerms'),
    keywords: list(tags['XMP-dc:Subject']),
    ...optional({
      creditLine: one('XMP-photoshop:Credit'),
      source: one('XMP-photoshop:Source'),
      licenceUrl: one('XMP-xmpRights:WebStatement'),
      licensorName: text(licensor?.LicensorName),
      licensorUrl: text(licensor?.LicensorURL),
      // exiftool names the term without the vocabulary's address.
      dataMining: one('XMP-plus:DataMining')?.replace(/^DMI-/, 'http://ns.useplus.org/ldf/vocab/DMI-'),
      digitalSourceType: one('XMP-iptcExt:DigitalSourceType'),
      createdDate: one('XMP-photoshop:DateCreated')?.replace(/^(\d{4}):(\d\d):(\d\d) /, '$1-$2-$3T'),
      place: place.length > 0 ? place.join(', ') : undefined,
    }),
  }
}

function langAlt(tags: Tags, name: string): LangAlt {
  const entries = Object.entries(tags).flatMap(([tag, value]) => {
    if (tag === name) return [{ lang: 'x-default', text: String(value) }]
    return tag.startsWith(`${name}-`) ? [{ lang: tag.slice(name.length + 1), text: String(value) }] : []
  })
  return entries
}

function list(value: unknown): readonly string[] {
  return value === undefined ? [] : [value].flat().map(String)
}

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value)
}
