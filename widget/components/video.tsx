/** @jsxImportSource .. */
import type { CardProps } from './card.tsx'

/** The player of the browser. Nothing but the poster is loaded before the reader plays it; the one of the fallback serves if it can. */
export function Video({ card: { picture, video }, seen }: CardProps) {
  const { src, width, height, tracks } = video ?? { tracks: [] }
  const hasSeen = seen && `${picture.srcset}${picture.sources[0]?.srcset}`.includes(seen)
  return (
    <video
      class="picture"
      controls
      playsInline
      preload="none"
      // Tracks of another origin are read with CORS or not at all.
      {...(tracks[0] && { crossOrigin: 'anonymous' })}
      {...{ src, width, height }}
      poster={hasSeen ? seen : picture.src}
      aria-label={picture.alt}
      lang={picture.altLang}
    >
      {tracks.map((track) => (
        <track {...track} />
      ))}
    </video>
  )
}
