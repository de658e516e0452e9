import { describe, expect, it } from 'vitest'
import { BrokenMediaError, TooManyPixelsError, UnsupportedMediaError } from '../../../server/core/errors.ts'
import { parseLanguage, requireWebVtt } from '../../../server/core/video/web-vtt.ts'
import { CAPTIONS } from '../../fixtures/videos.ts'

const encode = (text: string) => new TextEncoder().encode(text)

describe('requireWebVtt', () => {
  it.each([
    ['cues', CAPTIONS],
    ['a header alone', 'WEBVTT'],
    ['a header with words', 'WEBVTT - English\n\n'],
    ['a byte order mark and Windows lines', '\ufeffWEBVTT\r\n\r\n'],
    ['markup in a cue, which stays text', 'WEBVTT\n\n00:00.000 --> 00:01.000\n<script>alert(1)</script>\n'],
  ])('takes %s', (_name, text) => {
    expect(() => requireWebVtt(encode(text))).not.toThrow()
  })

  it.each([
    ['SubRip', encode('1\n00:00:00,000 --> 00:00:01,000\nHello\n'), UnsupportedMediaError, /ffmpeg -i IN\.srt OUT\.vtt/],
    ['an empty file', encode(''), UnsupportedMediaError, /begin with WEBVTT/],
    ['a header that goes on', encode('WEBVTTX\n'), UnsupportedMediaError, /begin with WEBVTT/],
    ['a page', encode('<!doctype html><script>alert(1)</script>'), UnsupportedMediaError, /begin with WEBVTT/],
    ['Latin-1', new Uint8Array([...encode('WEBVTT\n\n'), 0xfc]), BrokenMediaError, /save them as UTF-8/],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x57, 0]), BrokenMediaError, /save them as UTF-8/],
    ['a NUL', encode('WEBVTT\n\n\0'), BrokenMediaError, /a NUL/],
    ['one byte too many', encode(`WEBVTT\n${' '.repeat(999_994)}`), TooManyPixelsError, /at most 1 MB but received 1000001 bytes/],
  ])('refuses %s', (_name, bytes, type, message) => {
    expect(() => requireWebVtt(bytes)).toThrow(type)
    expect(() => requireWebVtt(bytes)).toThrow(message)
  })

  it('takes as many bytes as allowed', () => {
    expect(() => requireWebVtt(encode(`WEBVTT\n${' '.repeat(999_993)}`))).not.toThrow()
  })
})

describe('parseLanguage', () => {
  it.each([
    ['en', 'en'],
    ['EN-gb', 'en-GB'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['yue', 'yue'],
    ['es-419', 'es-419'],
    ['', undefined],
    ['english', undefined],
    ['e', undefined],
    ['en_GB', undefined],
    ['en-', undefined],
    ['../en', undefined],
    ['en-x-aaaaaaaaa', undefined],
  ])('reads %j as %j', (text, tag) => {
    expect(parseLanguage(text)).toBe(tag)
  })
})
