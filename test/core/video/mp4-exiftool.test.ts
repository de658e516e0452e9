import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanMp4 } from '../../../server/core/video/mp4-clean.ts'
import { videoBytes } from '../../fixtures/videos.ts'
import { type Oracle, openOracle } from '../../support/exiftool.ts'

let oracle: Oracle

beforeAll(async () => {
  oracle = await openOracle()
})
afterAll(() => oracle.end())

/** What cameras, phones and editors write, by exiftool's names. */
const TAGS = {
  'QuickTime:GPSCoordinates': '48.1371 11.5754 500',
  'Keys:GPSCoordinates': '48.1371 11.5754',
  'Keys:Make': 'Secret',
  'Keys:Model': 'Secret 9000',
  'Keys:Software': 'Secret OS',
  'Keys:Author': 'Secret Author',
  'UserData:SerialNumber': 'SECRET-1',
  'UserData:Make': 'Secret',
  'UserData:Model': 'Secret 9000',
  'ItemList:Artist': 'Secret Author',
  'ItemList:Comment': 'Secret comment',
  'XMP-dc:Creator': 'Secret Author',
  'XMP-exif:GPSLatitude': '48.1371',
  'XMP-exif:GPSLongitude': '11.5754',
  'XMP-aux:SerialNumber': 'SECRET-2',
  'QuickTime:CreateDate': '2020:01:01 10:00:00',
  'Track1:TrackCreateDate': '2020:01:01 10:00:00',
  'Track1:MediaCreateDate': '2020:01:01 10:00:00',
}

const PRIVATE = /GPS|Serial|Make$|Model|Software|Author|Artist|Creator|Comment|Location|XMP|HandlerDescription|Encoder|CompressorName/

describe('a video that exiftool has filled with private metadata', () => {
  it.each(['clip.mp4', 'phone.mp4'] as const)('has none of it once it is cleaned, and is the same film (I6): %s', async (name) => {
    const [given, cleaned] = [join(oracle.folder, name), join(oracle.folder, `clean-${name}`)]
    writeFileSync(given, videoBytes(name))
    await oracle.write(given, TAGS)
    const before = await oracle.read(given)
    expect(Object.keys(before).filter((tag) => PRIVATE.test(tag)).length).toBeGreaterThan(12)
    const bytes = new Uint8Array(readFileSync(given))
    const video = cleanMp4(bytes)
    writeFileSync(cleaned, video.bytes)
    const after = await oracle.read(cleaned)
    expect(Object.keys(after).filter((tag) => PRIVATE.test(tag) && after[tag] !== '')).toEqual([])
    expect(
      Object.entries(after).filter(
        ([tag, value]) => /(Create|Modify)Date$/.test(tag) && !/^(File|System)/.test(tag) && !/^0/.test(String(value)),
      ),
    ).toEqual([])
    expect(JSON.stringify(after)).not.toMatch(/secret/i)
    for (const tag of [
      'File:MIMEType',
      'QuickTime:Duration',
      'Track1:ImageWidth',
      'Track1:ImageHeight',
      'Track1:MatrixStructure',
      'Track2:AudioFormat',
    ]) {
      expect(before[tag], tag).toBeDefined()
      expect(after[tag], tag).toEqual(before[tag])
    }
    expect(Math.round(Number(after['QuickTime:Duration']) * 1000)).toBe(video.durationMs)
  })
})
