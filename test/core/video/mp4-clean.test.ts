import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BrokenMediaError, PlacardError, UnsupportedMediaError } from '../../../server/core/errors.ts'
import { cleanMp4 } from '../../../server/core/video/mp4-clean.ts'
import { videoBytes } from '../../fixtures/videos.ts'
import { fc } from '../../support/properties.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const clip = videoBytes('clip.mp4')
const phone = videoBytes('phone.mp4')
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

/** The clip with the first of these four characters replaced by others of the same length. */
function renamed(from: string, to: string, bytes = clip): Uint8Array<ArrayBuffer> {
  const text = latin1(bytes)
  const at = text.indexOf(from)
  expect(at).toBeGreaterThan(0)
  return new Uint8Array(Buffer.from(text.slice(0, at) + to + text.slice(at + from.length), 'latin1'))
}

/** The same boxes in another order, `free` standing where the index was, so that no place of a sample changes. */
function indexLast(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const start = view.getUint32(0)
  const moov = bytes.slice(start, start + view.getUint32(start))
  const result = new Uint8Array(bytes.length + moov.length)
  result.set(bytes)
  result.set([0x66, 0x72, 0x65, 0x65], start + 4)
  result.set(moov, bytes.length)
  return result
}

const NO_FFMPEG = spawnSync('ffmpeg', ['-version']).error !== undefined

/** A hash of each frame and each piece of sound, as ffmpeg decodes them without a complaint. */
function frameHashes(name: string, bytes: Uint8Array): string {
  const path = join(tempFolder(), name)
  writeFileSync(path, bytes)
  const { stdout, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-i', path, '-map', '0:v', '-map', '0:a?', '-f', 'framemd5', '-'], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return stdout
}

describe('cleanMp4', () => {
  it('reads size and length, and whether playing can begin at once', () => {
    expect(cleanMp4(clip)).toMatchObject({ width: 320, height: 180, durationMs: 2000, isFastStart: true })
    expect(cleanMp4(indexLast(clip))).toMatchObject({ width: 320, height: 180, durationMs: 2000, isFastStart: false })
  })

  it('turns the size of a film that was held upright', () => {
    expect(cleanMp4(phone)).toMatchObject({ width: 180, height: 320 })
  })

  it('keeps every length and the given bytes as they are, and is the same again', () => {
    const before = phone.slice()
    const { bytes } = cleanMp4(phone)
    expect(phone).toEqual(before)
    expect(bytes.length).toBe(phone.length)
    expect(cleanMp4(bytes).bytes).toEqual(bytes)
  })

  it('leaves no place, maker, model, serial number, author, date or further track in it (I6)', () => {
    const seen = latin1(phone)
    const left = latin1(cleanMp4(phone).bytes)
    for (const word of ['SECRET-MAKE', 'SECRET-MODEL', 'SECRET-SERIAL', 'SECRET-ARTIST', 'SECRET-HANDLER', 'SECRET-TEXT', '48.137']) {
      expect(seen).toContain(word)
      expect(left).not.toContain(word)
    }
    for (const type of ['udta', 'uuid', 'meta', 'tx3g', 'Lavc libx264']) expect(left).not.toContain(type)
  })

  it('empties what an encoder says of itself in the data (I6)', () => {
    expect(latin1(clip)).toContain('x264 - core')
    expect(latin1(cleanMp4(clip).bytes)).not.toContain('x264')
  })

  it.skipIf(NO_FFMPEG)('does so in H.265 as well, and leaves the frames as they were', () => {
    const path = join(tempFolder(), 'hevc.mp4')
    // The encoder says its settings beside its headers, and again where it repeats them: in the first sample.
    const encode = [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=192x108:rate=10:duration=1',
      '-c:v',
      'libx265',
      '-x265-params',
      'info=1:repeat-headers=1:log-level=0',
    ]
    expect(spawnSync('ffmpeg', ['-v', 'error', ...encode, '-tag:v', 'hvc1', path]).status).toBe(0)
    const bytes = new Uint8Array(readFileSync(path))
    expect(latin1(bytes).match(/x265 \(build/g)).toHaveLength(2)
    const clean = cleanMp4(bytes).bytes
    expect(latin1(clean)).not.toContain('x265')
    expect(frameHashes('clean.mp4', clean)).toBe(frameHashes('given.mp4', bytes))
  })

  it('drops what was appended, and what lies between the samples (I5)', () => {
    const tail = Buffer.from('\0\0\0\x20junk<script>alert(1)</script>', 'latin1')
    const bytes = new Uint8Array(Buffer.concat([clip, tail]))
    bytes.set([0, 0, 0, tail.length], clip.length)
    expect(latin1(cleanMp4(bytes).bytes)).not.toContain('script')
  })

  it.skipIf(NO_FFMPEG)('plays the same frames and the same sound', () => {
    for (const [name, bytes] of Object.entries({ clip, phone })) {
      const cleaned = frameHashes(`${name}.clean.mp4`, cleanMp4(bytes).bytes)
      expect(cleaned.split('\n').length).toBeGreaterThan(50)
      expect(cleaned).toBe(frameHashes(`${name}.mp4`, bytes))
    }
  })

  it.each([
    ['QuickTime', renamed('isom', 'qt  '), /a QuickTime film \(MOV\): convert it, for example with: ffmpeg -i IN -c copy/],
    ['WebM', Buffer.from('\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x86\x81\x01', 'latin1'), /WebM or Matroska: convert it/],
    ['AVI', Buffer.from('RIFF\0\0\0\0AVI LIST', 'latin1'), /AVI: convert it/],
    ['a picture', Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01', 'latin1'), /is none, whatever its name says/],
    ['an unknown codec', renamed('avc1', 'mp4v', renamed('avc1', 'avc9')), /a track of "mp4v": convert it/],
    ['encryption', renamed('avc1', 'encv', renamed('avc1', 'avc9')), /a track of "encv"/],
    ['fragments', renamed('free', 'moof'), /it is fragmented/],
    ['data elsewhere', renamed('url \0\0\0\x01', 'url \0\0\0\0'), /its data stands elsewhere/],
    ['sound alone', renamed('vide', 'meta'), /it has no picture/],
  ])('refuses %s, and says what to do', (_name, bytes, message) => {
    expect(() => cleanMp4(new Uint8Array(bytes))).toThrow(UnsupportedMediaError)
    expect(() => cleanMp4(new Uint8Array(bytes))).toThrow(message)
  })

  it.each([
    ['an empty file', new Uint8Array()],
    ['a file without an index', renamed('moov', 'skip')],
    ['one cut in its data', clip.slice(0, clip.length - 100)],
    ['one cut in its index', clip.slice(0, 1000)],
    ['one whose tables disagree', renamed('stsz', 'stsx')],
    ['one without a length', renamed('mvhd', 'xvhd')],
  ])('calls %s broken', (_name, bytes) => {
    expect(() => cleanMp4(bytes)).toThrow(BrokenMediaError)
  })

  it('fails on hostile bytes with a reason, in time and memory by their number alone (I2)', () => {
    const index = 2000
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(index), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = phone.slice()
        for (const [at, value] of changes) bytes[at] = value
        try {
          expect(cleanMp4(bytes).bytes.length).toBe(bytes.length)
        } catch (error) {
          expect(error).toBeInstanceOf(PlacardError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('fails on every file that is cut short with a reason', () => {
    for (let length = 0; length < 3200; length += 7) expect(() => cleanMp4(phone.slice(0, length))).toThrow(PlacardError)
  })
})
