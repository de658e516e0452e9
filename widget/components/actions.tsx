/** @jsxImportSource .. */
import type { TargetedEvent, TargetedKeyboardEvent } from 'preact'
import type { LiveCard } from '../../server/wire/card.ts'
import { type Copyable, copy } from '../copy.ts'
import * as text from '../text.ts'

/** How long a button says that it has copied. */
const SAID_MS = 2_500

/** What a reader may do with the card: copy its credit, embed it, go to the original. */
export function Actions({ card: { title, creditText, creditHtml, embedCode, url } }: { readonly card: LiveCard }) {
  return (
    <div class="actions" lang="en">
      <CopyButton label={text.copyCredit} copyable={{ text: creditText, html: creditHtml }} />
      <details onKeyDown={closeOnEscape}>
        <summary>{text.embed}</summary>
        <div class="panel">
          <textarea
            readOnly
            spellcheck={false}
            aria-label={text.embedCode}
            value={embedCode}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
          <CopyButton label={text.copyCode} copyable={{ text: embedCode }} />
        </div>
      </details>
      <a href={url} target="_blank" rel="noopener" aria-label={`${text.original}: ${title.text}`}>
        {text.original}
      </a>
      <span class="unseen" role="status" />
    </div>
  )
}

/** Says on itself, and to those who hear the page, whether it has copied. */
function CopyButton({ label, copyable }: { readonly label: string; readonly copyable: Copyable }) {
  const onClick = async ({ currentTarget: button }: TargetedEvent<HTMLButtonElement>) => {
    const said = (await copy(copyable, button)) ? text.copied : text.notCopied
    const status = button.closest('.actions')?.querySelector('[role]')
    const show = (onButton: string, aloud: string) => {
      button.textContent = onButton
      if (status) status.textContent = aloud
    }
    show(said, said)
    // Emptied, so that the next time it is heard again.
    setTimeout(show, SAID_MS, label, '')
  }
  return (
    <button type="button" onClick={onClick}>
      {label}
    </button>
  )
}

function closeOnEscape({ key, currentTarget }: TargetedKeyboardEvent<HTMLDetailsElement>): void {
  if (key !== 'Escape') return
  currentTarget.open = false
  currentTarget.querySelector('summary')?.focus()
}
