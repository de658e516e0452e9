/** @jsxImportSource .. */
import type { VNode } from 'preact'
import type { LiveCard, NoticeCard } from '../../server/wire/card.ts'
import type { WidgetWords } from '../../server/wire/words.ts'
import { drawRun } from './run.tsx'

interface PlacardProps {
  readonly card: LiveCard | NoticeCard
  /** Absent where the server could not be asked. */
  readonly words: WidgetWords | undefined
  /** Classes of the whole. */
  readonly look: string
  /** What is to be seen; absent where card.css draws an empty place. */
  readonly stage?: VNode
  /** Why there is nothing to be seen. */
  readonly message?: string
  readonly caption?: VNode | false | undefined
  readonly actions: VNode | undefined
}

/** What is seen and its label, in the elements and classes that card.css and the pages of the server share. */
export function Placard({ card: { title, byline, rights }, words, look, stage, message, caption, actions }: PlacardProps) {
  return (
    <article class={look} lang={words?.lang ?? 'en'} dir={words?.dir} aria-label={title?.text}>
      {stage}
      <div class="label">
        {message && <p class="message">{message}</p>}
        {title && (
          <p class="title">
            <cite dir="auto" lang={title.lang}>
              {title.text}
            </cite>
          </p>
        )}
        {byline && <p class="byline">{byline.map(drawRun)}</p>}
        {caption}
        {rights && <p class="rights">{rights.map(drawRun)}</p>}
        {actions}
      </div>
    </article>
  )
}
