/** @jsxImportSource .. */
import type { LiveCard } from '../../server/wire/card.ts'

interface PictureProps {
  readonly card: LiveCard
  readonly sizes: string
  /** In view: the fallback has most likely loaded the very same candidate, which then shows without a blink. */
  readonly isInView: boolean
}

/** The picture, linked to its page. Its average colour stands for it until it is there, its alt text if it never comes. */
export function Picture({ card: { picture, url }, sizes, isInView }: PictureProps) {
  const { src, srcset, width, height, alt, altLang, colour, sources } = picture
  return (
    <a class="picture loading" href={url} target="_blank" rel="noopener">
      <picture>
        {sources.map((source) => (
          <source type={source.type} srcset={source.srcset} sizes={sizes} />
        ))}
        <img
          alt={alt}
          lang={altLang}
          {...{ sizes, srcset, src, width, height }}
          loading={isInView ? 'eager' : 'lazy'}
          decoding={isInView ? 'sync' : 'async'}
          ref={(img) => {
            // Never enlarged: `srcset` makes a browser believe that a small picture is as wide as `sizes` says.
            img?.style.setProperty('max-inline-size', `${width}px`)
            img?.closest('a')?.style.setProperty('--colour', colour)
          }}
          onLoad={({ currentTarget }) => settle(currentTarget, 'picture')}
          onError={({ currentTarget }) => settle(currentTarget, 'picture failed')}
        />
      </picture>
    </a>
  )
}

function settle(img: Element, className: string): void {
  img.closest('a')?.setAttribute('class', className)
}
