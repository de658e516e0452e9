/** @jsxImportSource .. */
import type { LiveCard } from '../../server/wire/card.ts'
import { Actions } from './actions.tsx'
import { Caption } from './caption.tsx'
import { Picture } from './picture.tsx'
import { drawRun } from './run.tsx'

interface CardProps {
  readonly card: LiveCard
  readonly caption: boolean
  /** Value of the picture's `sizes`. */
  readonly sizes: string
  readonly isInView: boolean
  readonly onGrow: () => void
}

/** From this ratio on a picture stays above its label, however wide and low the box is. */
const PANORAMA = 2.2

/** The picture and its label, in the elements and classes that card.css and the frame page share. */
export function Card({ card, caption, sizes, isInView, onGrow }: CardProps) {
  const { title, byline, rights, picture } = card
  return (
    <article class={picture.width / picture.height > PANORAMA ? 'card panorama' : 'card'} aria-label={title.text}>
      <Picture {...{ card, sizes, isInView }} />
      <div class="label">
        <p class="title">
          <cite dir="auto" lang={title.lang}>
            {title.text}
          </cite>
        </p>
        <p class="byline">{byline.map(drawRun)}</p>
        {caption && card.caption && <Caption caption={card.caption} onGrow={onGrow} />}
        <p class="rights">{rights.map(drawRun)}</p>
        <Actions card={card} />
      </div>
    </article>
  )
}
