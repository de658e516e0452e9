/** @jsxImportSource .. */
import type { TextRun } from '../../server/wire/card.ts'
import * as text from '../text.ts'

interface CaptionProps {
  readonly caption: TextRun
  /** The reader wants all of it: the card may need more room. */
  readonly onGrow: () => void
}

/** The caption, folded; `showMore` decides whether its button for the rest is needed. */
export function Caption({ caption, onGrow }: CaptionProps) {
  return (
    <div class="folds" dir="auto">
      <p class="caption folded" lang={caption.lang}>
        {caption.text}
      </p>
      <button
        type="button"
        class="more"
        hidden
        aria-expanded="false"
        onClick={({ currentTarget }) => {
          const isFolded = currentTarget.previousElementSibling?.classList.toggle('folded') ?? false
          if (!isFolded) onGrow()
          currentTarget.textContent = isFolded ? text.more : text.less
          currentTarget.setAttribute('aria-expanded', String(!isFolded))
        }}
      >
        {text.more}
      </button>
    </div>
  )
}

/** Shows the button where the folded caption does not fit: called whenever the size of its box has changed. */
export function showMore(box: Element): void {
  const caption = box.querySelector('.folded')
  const button = box.querySelector<HTMLElement>('.folded + .more')
  if (caption && button) button.hidden = caption.scrollHeight < caption.clientHeight + 3
}
