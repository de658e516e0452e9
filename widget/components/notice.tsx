/** @jsxImportSource .. */
import type { NoticeCard } from '../../server/wire/card.ts'
import type { WidgetWords } from '../../server/wire/words.ts'
import { Placard } from './placard.tsx'
import { drawRun } from './run.tsx'

interface NoticeProps {
  readonly card: NoticeCard
  /** Absent where the server could not be asked. */
  readonly words?: WidgetWords
}

/** An empty place in the box of a picture that is not shown: its label says why, and keeps the credit. */
export function Notice({ card, words }: NoticeProps) {
  const { message, link } = card
  return <Placard {...{ card, words, message }} look="card notice" actions={link && <p class="actions">{drawRun(link)}</p>} />
}
