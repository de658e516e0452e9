/** @jsxImportSource .. */
import { load } from '../text.ts'

interface ConsentProps {
  /** What the fallback says of the work, if there is one. */
  readonly title: string | null | undefined
  readonly lang: string
  readonly url: string
  readonly allow: () => void
}

/** What stands in the card's place until the reader allows it to be loaded; nothing has been asked of the server yet. */
export function Consent({ title, lang, url, allow }: ConsentProps) {
  const known = /^(de|fr|es|ar|ja)/.exec(lang)?.[0] ?? 'en'
  return (
    <article class="card ask" dir="auto">
      <div class="label">
        {title && (
          <p class="title">
            <cite>{title}</cite>
          </p>
        )}
        <p>
          <button type="button" class="load" lang={known} dir="auto" onClick={allow}>
            {load[known]}
            <br />
            <bdi>{new URL(url).host}</bdi>
          </button>
        </p>
      </div>
    </article>
  )
}
