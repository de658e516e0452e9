/** @jsxImportSource .. */
import type { CardProps } from './card.tsx'
import { Image } from './image.tsx'

/** The one picture of a card, linked to its page. */
export function Picture({ card: { picture, url }, sizes, isInView }: CardProps) {
  return (
    <a class="picture loading" href={url} target="_blank" rel="noopener">
      <Image {...{ picture, sizes }} isSoon={isInView} />
    </a>
  )
}
