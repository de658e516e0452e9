/** @jsxImportSource .. */
import type { WidgetWords } from '../../server/wire/words.ts'

interface NoticeProps {
  readonly message: string
  readonly url: string
  /** What the link to the media's own page says. */
  readonly original: string
  /** Absent where the server could not be asked. */
  readonly words?: WidgetWords
}

/** A quiet card in the place of a picture that is not shown, or could not be had. */
export function Notice({ message, url, original, words }: NoticeProps) {
  return (
    <article class="card notice" lang={words?.lang ?? 'en'} dir={words?.dir}>
      <div class="label">
        <p class="message">{message}</p>
        <p class="rights">
          <a href={url} target="_blank" rel="noopener">
            {original}
          </a>
        </p>
      </div>
    </article>
  )
}
