/** @jsxImportSource .. */
import { render, type TargetedEvent, type TargetedKeyboardEvent } from 'preact'
import type { LiveCard } from '../../server/wire/card.ts'
import type { WidgetWords } from '../../server/wire/words.ts'
import { type Copyable, copy } from '../copy.ts'

interface ActionsProps {
  readonly card: LiveCard
  readonly words: WidgetWords
}

/** How long a button says that it has copied. */
const SAID_MS = 2_500

/** What a reader may do with the card: copy its credit, use it elsewhere, go to the original. */
export function Actions({ card, words }: ActionsProps) {
  return (
    <div class="actions">
      <CopyButton label={words.copyCredit} copyable={{ text: card.creditText, html: card.creditHtml }} words={words} />
      <details onKeyDown={closeOnEscape}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a control */}
        <summary onClick={({ currentTarget }) => fillPanel(currentTarget.closest('.actions'), { card, words })}>{words.embed}</summary>
        <div class="panel" />
      </details>
      <a href={card.url} target="_blank" rel="noopener" aria-label={`${words.original}: ${card.title.text}`}>
        {words.original}
      </a>
      <span class="unseen" role="status" />
    </div>
  )
}

/** Most readers never open it, so it is drawn when one does; it ends above the actions, its own button among them. */
function fillPanel(actions: HTMLElement | null, props: ActionsProps): void {
  const panel = actions?.querySelector<HTMLElement>('.panel')
  if (!actions || !panel) return
  render(<Panel {...props} />, panel)
  panel.style.bottom = `${actions.offsetHeight + 12}px`
}

function Panel({ card, words }: ActionsProps) {
  const forms = [
    [words.plainText, card.creditText],
    ['HTML', card.creditHtml],
    ['Markdown', card.creditMarkdown],
    [words.wikitext, card.creditWikitext],
  ] as const
  return (
    <div class="sheet">
      <p>
        {words.copyCredit}
        <span>
          {forms.map(([label, text]) => (
            <CopyButton {...{ label, words }} copyable={{ text }} />
          ))}
        </span>
      </p>
      <textarea
        readOnly
        spellcheck={false}
        aria-label={words.embedCode}
        value={card.embedCode}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <p>
        <CopyButton label={words.copyCode} copyable={{ text: card.embedCode }} words={words} />
        {card.licencePage && (
          <a href={card.licencePage} target="_blank" rel="noopener nofollow">
            {words.usePicture}
          </a>
        )}
        {'share' in navigator && (
          <button type="button" onClick={() => navigator.share({ title: card.title.text, url: card.url }).catch(() => {})}>
            {words.share}
          </button>
        )}
      </p>
    </div>
  )
}

interface CopyButtonProps {
  readonly label: string
  readonly copyable: Copyable
  readonly words: WidgetWords
}

/** Says on itself, and to those who hear the page, whether it has copied. */
function CopyButton({ label, copyable, words }: CopyButtonProps) {
  const onClick = async ({ currentTarget: button }: TargetedEvent<HTMLButtonElement>) => {
    const said = (await copy(copyable, button)) ? words.copied : words.notCopied
    const status = button.closest('.actions')?.querySelector('[role]')
    const show = (onButton: string, aloud: string) => {
      button.textContent = onButton
      if (status) status.textContent = aloud
    }
    // As wide as before, or what stands beside it would move.
    button.style.cssText = `inline-size:${button.offsetWidth}px;white-space:nowrap`
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
