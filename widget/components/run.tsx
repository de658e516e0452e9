/** @jsxImportSource .. */
import type { TextRun } from '../../server/wire/card.ts'

/** A run of text, isolated for direction (W13); a separator between two stays plain. */
export function drawRun({ text, lang, href, rel = 'noopener' }: TextRun) {
  const isolated = <bdi lang={lang}>{text}</bdi>
  if (href === undefined) return /[\p{L}\p{N}]/u.test(text) ? isolated : text
  return (
    <a href={href} target="_blank" rel={rel}>
      {isolated}
    </a>
  )
}
