import type { CardTrack, CardVideo } from '../../wire/card.ts'
import type { MediaLinks } from '../identity/links.ts'
import type { VideoFacts, VideoTrack } from '../media.ts'
import { remember } from '../remember.ts'
import { cleanText } from '../text/safe-text.ts'

/** A menu shows it on one line. */
const MAX_LABEL = 60
/** Languages of a collection's tracks. */
const MOST_NAMES = 100

/** What a player is told of a video. */
export function buildCardVideo({ type, width, height, durationMs, tracks }: VideoFacts, links: MediaLinks): CardVideo {
  return { src: links.video, type, width, height, durationMs, tracks: tracks.map((track) => cardTrack(track, links)) }
}

function cardTrack(track: VideoTrack, links: MediaLinks): CardTrack {
  return { src: links.track(track.lang), srclang: track.lang, kind: track.kind, label: labelOf(track) }
}

function labelOf({ label = '', lang }: VideoTrack): string {
  const own = cleanText(label, MAX_LABEL)
  return own === '' ? ownName(lang) : own
}

/** The language by its own name, as everybody finds theirs in a menu: `Deutsch`. */
const ownName = remember((lang) => {
  const name = new Intl.DisplayNames([lang], { type: 'language', fallback: 'code' }).of(lang) ?? lang
  return name.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase(lang))
}, MOST_NAMES)
