/** @jsxImportSource .. */
import type { TextRun } from '../../server/wire/card.ts'
import type { WidgetWords } from '../../server/wire/words.ts'

interface CaptionProps {
  readonly caption: TextRun
  readonly words: WidgetWords
  /** The reader wants all of it: the card may need more room. */
  readonly onGrow: () => void
}

/** The caption, folded; `showMore` decides whether its button for the rest is needed. */
export function Caption({ caption, words, onGrow }: CaptionProps) {
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
          currentTarget.textContent = isFolded ? words.more : words.less
          currentTarget.setAttribute('aria-expanded', String(!isFolded))
        }}
      >
        {words.more}
      </button>
    </div>
  )
}

/**
 * Unfolds the caption where the box has room to spare beside the picture, as after a fallback that showed all of it; else shows the button
 * if the folded one does not fit. Called whenever the size of the box has changed.
 */
export function showMore(box: Element): void {
  const [caption, button, picture] = ['.folded', '.folded + .more', 'img,video'].map((selector) => box.querySelector<HTMLElement>(selector))
  if (!caption || !button || !picture) return
  const hidden = caption.scrollHeight - caption.clientHeight
  const spare =
    picture.clientHeight - (picture.clientWidth * Number(picture.getAttribute('height'))) / Number(picture.getAttribute('width'))
  if (spare > hidden) caption.classList.remove('folded')
  else button.hidden = hidden < 3
}
