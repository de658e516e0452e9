import type { Media, Shortcode } from '../../../server/core/media.ts'
import { film, privateMedia, series, silent } from '../../fixtures/media.ts'

/** 128 bits, as `ids.secret()` makes them. */
export const SECRET = 'Zm9yLW93bmVycy1vbmx5IQ'
/** Another one that differs in its first digit. */
export const WRONG_SECRET = 'am9yLW93bmVycy1vbmx5IQ'

/** The name that nobody can guess. */
export function longName({ shortcode }: Media, secret = SECRET): Shortcode {
  return `${shortcode}${secret}` as Shortcode // The two parts of a long name, written out.
}

/** The media as if it had been imported as private and never shown to anybody. */
export function neverPublic(media: Media): Media {
  const { announcedAt: _, ...rest } = media
  const description = { ...silent, ...media.description, title: [{ lang: 'x-default', text: 'Hidden title' }] }
  return { ...rest, visibility: 'private', secret: SECRET, description }
}

/** One of each kind of media and of each reason to be hidden, by that reason. */
export const HIDDEN = {
  private: neverPublic(privateMedia),
  'a private carousel': neverPublic(series),
  'a private film': neverPublic(film),
  unlisted: { ...neverPublic(privateMedia), visibility: 'unlisted' },
  'not public yet': { ...neverPublic(privateMedia), visibility: 'public', notBefore: Date.UTC(2027, 0), announcedAt: Date.UTC(2027, 0) },
  'withdrawn before it was public': { ...neverPublic(privateMedia), standing: { kind: 'withdrawn', reason: 'error', at: 0 } },
} as const satisfies Readonly<Record<string, Media>>
