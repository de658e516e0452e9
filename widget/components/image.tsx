/** @jsxImportSource .. */
import type { CardPicture } from '../../server/wire/card.ts'

interface ImageProps {
  readonly picture: CardPicture
  readonly sizes: string
  /** Not only when it comes near. */
  readonly isSoon: boolean
}

/**
 * One picture inside an element that is `loading`. Its average colour stands for it until it is there, its alt text if it never comes.
 *
 * Every browser that knows what the widget needs knows WebP too, so no `<picture>` must offer the choice.
 */
export function Image({ picture, sizes, isSoon }: ImageProps) {
  const { src, srcset, width, height, alt, altLang, colour, sources } = picture
  return (
    <img
      alt={alt}
      lang={altLang}
      {...{ sizes, srcset: sources[0]?.srcset ?? srcset, src, width, height }}
      loading={isSoon ? 'eager' : 'lazy'}
      decoding={isSoon ? 'sync' : 'async'}
      ref={(img) => {
        // Never enlarged: `srcset` makes a browser believe that a small picture is as wide as `sizes` says.
        img?.style.setProperty('max-inline-size', `${width}px`)
        img?.parentElement?.style.setProperty('--colour', colour)
      }}
      onLoad={settle}
      onError={(event) => settle(event, 'failed')}
    />
  )
}

function settle({ currentTarget }: { readonly currentTarget: Element }, look?: string): void {
  const around = currentTarget.parentElement?.classList
  around?.remove('loading')
  if (look) around?.add(look)
}
