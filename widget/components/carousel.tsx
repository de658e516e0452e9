/** @jsxImportSource .. */
import type { TargetedKeyboardEvent } from 'preact'
import type { TextRun } from '../../server/wire/card.ts'
import type { WidgetWords } from '../../server/wire/words.ts'
import { fill } from '../fill.ts'
import type { CardProps } from './card.tsx'
import { Image } from './image.tsx'

/**
 * Several pictures side by side, one at a time: swiped, scrolled, turned by buttons and arrow keys, and never by itself.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/carousel/
 */
export function Carousel({ card, words, caption, sizes, isInView }: CardProps) {
  const { title, items = [], picture } = card
  const total = items.length
  const turn = (stage: Element | null, step: number) => {
    const strip = stage?.firstElementChild
    if (strip) strip.scrollLeft = (placeOf(strip) + step) * strip.clientWidth * (words.dir === 'rtl' ? -1 : 1)
  }
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!step) return
    event.preventDefault()
    turn(event.currentTarget, words.dir === 'rtl' ? -step : step)
  }
  return (
    <section class="picture stage" aria-roledescription={words.carousel} aria-label={title.text} onKeyDown={onKeyDown}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no scroller */}
      <div
        class="strip"
        role="group"
        aria-label={title.text}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        onScroll={({ currentTarget }) => tellPlace(currentTarget, words, total)}
        ref={(strip) => strip?.style.setProperty('aspect-ratio', `${picture.width}/${picture.height}`)}
      >
        {items.map((item, index) => (
          <figure class="slide loading" aria-label={fill(words.pictureOf, index + 1, total)}>
            <Image picture={item} sizes={sizes} isSoon={isInView && !index} />
            {caption && item.caption && <SlideCaption {...item.caption} />}
          </figure>
        ))}
      </div>
      <Turn step={-1} sign="‹" label={words.previous} turn={turn} />
      <Turn step={1} sign="›" label={words.next} turn={turn} />
      <p class="counter" aria-live="polite">
        {fill(words.counter, 1, total)}
      </p>
    </section>
  )
}

function SlideCaption({ text, lang }: TextRun) {
  return (
    <figcaption dir="auto" lang={lang}>
      {text}
    </figcaption>
  )
}

interface TurnProps {
  readonly step: number
  readonly sign: string
  readonly label: string
  readonly turn: (stage: Element | null, step: number) => void
}

function Turn({ step, sign, label, turn }: TurnProps) {
  return (
    <button
      type="button"
      class="turn"
      aria-label={label}
      aria-disabled={step < 0}
      onClick={({ currentTarget }) => turn(currentTarget.parentElement, step)}
    >
      {sign}
    </button>
  )
}

/** The counter and the buttons beside the strip say which picture is seen. */
function tellPlace(strip: Element, words: WidgetWords, total: number): void {
  const [, previous, next, counter] = strip.parentElement?.children ?? []
  const n = placeOf(strip) + 1
  const text = fill(words.counter, n, total)
  if (counter?.textContent === text) return
  if (counter) counter.textContent = text
  previous?.setAttribute('aria-disabled', `${n === 1}`)
  next?.setAttribute('aria-disabled', `${n === total}`)
}

/** Of the picture that is seen, counted from 0; from right to left the strip scrolls to negative places. */
function placeOf({ scrollLeft, clientWidth }: Element): number {
  return Math.round(Math.abs(scrollLeft) / clientWidth)
}
