import { CODINGS, type Coding } from '../../core/content-coding.ts'
import type { Answer } from '../../ports/answers.ts'

/** An answer in the codings that it has been asked for in; as it is where that would make it no smaller. */
export type Packed = Readonly<Partial<Record<Coding, Answer>>>

/** Of less, packing saves no packet of the network. */
const MIN_BODY_BYTES = 1024
/** Its head in one piece, its headers and the objects around them, rounded up. */
const ENTRY_BYTES = 2000

/** Whether it may be packed, and has enough to lose. */
export function isWorthPacking({ headers, body }: Answer): boolean {
  return headers.vary !== undefined && body.byteLength >= MIN_BODY_BYTES
}

/** The same answer with these bytes, which are it in this coding; the answer itself, if they are not fewer. */
export function packedAnswer(answer: Answer, coding: Coding, body: Uint8Array): Answer {
  if (body.byteLength >= answer.body.byteLength) return answer
  const headers = { ...answer.headers, 'content-length': String(body.byteLength), 'content-encoding': coding }
  return Object.freeze({ ...answer, headers: Object.freeze(headers), body })
}

/** What was packed of an answer with the same body, with the headers of this one. */
export function packedAnew(before: Packed, answer: Answer): Packed {
  return Object.fromEntries(
    CODINGS.flatMap((coding) => {
      const known = before[coding]
      return known === undefined ? [] : [[coding, packedAnswer(answer, coding, known.body)]]
    }),
  )
}

/** What all of them hold beside the answer itself; a body counts twice, as it does there. */
export function packedBytes(packed: Packed, answer: Answer): number {
  return Object.values(packed).reduce((sum, { body }) => sum + (body === answer.body ? 0 : 2 * body.byteLength + ENTRY_BYTES), 0)
}
