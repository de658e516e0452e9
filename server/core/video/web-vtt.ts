import { BrokenMediaError, TooManyPixelsError, UnsupportedMediaError } from '../errors.ts'

/** Captions of a three-hour film take about 200 kB. */
const MAX_TRACK_BYTES = 1_000_000

/**
 * Nothing, if these are captions that a player will take: WebVTT in UTF-8, of bounded size. The text of the cues stays hostile: it is never
 * part of a page, and is served as what it is.
 *
 * @throws {UnsupportedMediaError | BrokenMediaError | TooManyPixelsError} saying what to do.
 * @see    https://www.w3.org/TR/webvtt1/#file-structure
 */
export function requireWebVtt(bytes: Uint8Array): void {
  if (bytes.length > MAX_TRACK_BYTES) {
    throw new TooManyPixelsError(`Expected captions of at most ${MAX_TRACK_BYTES / 1_000_000} MB but received ${bytes.length} bytes`)
  }
  const text = decode(bytes)
  if (!/^WEBVTT(?:[ \t\r\n]|$)/.test(text)) {
    throw new UnsupportedMediaError('Expected captions that begin with WEBVTT: convert them, for example with: ffmpeg -i IN.srt OUT.vtt')
  }
  // Beside a NUL no text editor wrote it; parsers replace it, so nobody needs it.
  if (text.includes('\0')) throw new BrokenMediaError('Expected captions that are text but they have a NUL in them')
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new BrokenMediaError('Expected captions in UTF-8 but they are in another encoding: save them as UTF-8', { cause })
  }
}

/**
 * A language tag in its canonical spelling, such as `en-GB`.
 *
 * @returns `undefined` for what is no language tag, or is longer than a path should hold.
 */
export function parseLanguage(text: string): string | undefined {
  if (!/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(text)) return undefined
  try {
    return Intl.getCanonicalLocales(text)[0]
  } catch {
    // RangeError is how Intl says no.
    return undefined
  }
}
