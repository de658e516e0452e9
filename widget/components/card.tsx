/** @jsxImportSource .. */
import type { LiveCard } from '../../server/wire/card.ts'
import type { WidgetWords } from '../../server/wire/words.ts'
import { Actions } from './actions.tsx'
import { Caption } from './caption.tsx'
import { Carousel } from './carousel.tsx'
import { Picture } from './picture.tsx'
import { Placard } from './placard.tsx'
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

/** The card of a media that may be shown. */
export function Card(props: CardProps) {
  const { card, words, caption, onGrow } = props
  const { width, height } = card.picture
  const Stage = card.items ? Carousel : card.video ? Video : Picture
  return (
    <Placard
      {...{ card, words }}
      look={width / height > PANORAMA ? 'card panorama' : 'card'}
      stage={<Stage {...props} />}
      caption={caption && card.caption && <Caption {...{ words, onGrow }} caption={card.caption} />}
      actions={<Actions {...{ card, words }} />}
    />
  )
}
