/** @jsxImportSource .. */
import type { LiveCard } from '../../server/wire/card.ts'
import type { WidgetWords } from '../../server/wire/words.ts'
import { Actions } from './actions.tsx'
import { Caption } from './caption.tsx'
import { Carousel } from './carousel.tsx'
import { Picture } from './picture.tsx'
import { drawRun } from './run.tsx'
import { Video } from './video.tsx'

export interface CardProps {
  readonly card: LiveCard
  readonly words: WidgetWords
  readonly caption: boolean
  /** Value of the pictures' `sizes`. */
  readonly sizes: string
  /** In view: the fallback has most likely loaded the very same candidate, which then shows without a blink. */
  readonly isInView: boolean
  /** The candidate that the fallback shows. */
  readonly seen: string | undefined
  readonly onGrow: () => void
}

/** From this ratio on a picture stays above its label, however wide and low the box is. */
const PANORAMA = 2.2

/** The picture and its label, in the elements and classes that card.css and the pages of the server share. */
export function Card(props: CardProps) {
  const { card, words, caption, onGrow } = props
  const { title, byline, rights, picture } = card
  const Stage = card.items ? Carousel : card.video ? Video : Picture
  return (
    <article
      class={picture.width / picture.height > PANORAMA ? 'card panorama' : 'card'}
      lang={words.lang}
      dir={words.dir}
      aria-label={title.text}
    >
      <Stage {...props} />
      <div class="label">
        <p class="title">
          <cite dir="auto" lang={title.lang}>
            {title.text}
          </cite>
        </p>
        <p class="byline">{byline.map(drawRun)}</p>
        {caption && card.caption && <Caption {...{ words, onGrow }} caption={card.caption} />}
        <p class="rights">{rights.map(drawRun)}</p>
        <Actions {...{ card, words }} />
      </div>
    </article>
  )
}
