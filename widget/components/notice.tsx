/** @jsxImportSource .. */
import * as text from '../text.ts'

interface NoticeProps {
  readonly message: string
  readonly url: string
}

/** A quiet card in the place of a picture that is not shown, or could not be had. */
export function Notice({ message, url }: NoticeProps) {
  return (
    <article class="card notice" lang="en">
      <div class="label">
        <p class="message">{message}</p>
        <p class="rights">
          <a href={url} target="_blank" rel="noopener">
            {text.original}
          </a>
        </p>
      </div>
    </article>
  )
}
