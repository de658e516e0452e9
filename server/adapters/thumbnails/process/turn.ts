import type { Outcome } from '../job.ts'
import type { Frame } from './frames.ts'
import { parseError } from './wire-errors.ts'

/** One job of a process, as the process tells of it. */
export interface Turn {
  /** One outcome for each output once it is done, or why nothing could be made. */
  readonly result: Promise<readonly Outcome[]>
  /** @throws {TypeError} for what is said in no such language. */
  hear(frame: Frame): void
  /** Whether it has read the file that it has just been told of; a process that ends has not. */
  hasRead(): Promise<boolean>
  fail(error: unknown): void
}

/** A job that begins. */
export function beginTurn(): Turn {
  const outcomes: Outcome[] = []
  let answer = (_hasRead: boolean) => {}
  let finish = () => {}
  let refuse = (_error: unknown) => {}
  const result = new Promise<readonly Outcome[]>((resolve, reject) => {
    finish = () => resolve(outcomes)
    refuse = reject
  })
  return {
    result,
    hear({ kind, payload }) {
      if (kind === 'bytes') outcomes.push({ bytes: alone(payload) })
      else if (kind === 'error') outcomes.push({ error: parseError(payload.toString()) })
      else if (kind === 'failure') refuse(parseError(payload.toString()))
      else if (kind === 'done') finish()
      else answer(kind === 'read')
    },
    hasRead: () =>
      new Promise((resolve) => {
        answer = resolve
      }),
    fail(error) {
      answer(false)
      refuse(error)
    },
  }
}

/** Bytes that keep no more in memory than they are: of a piece with much else in it, a copy. */
function alone({ buffer, byteOffset, length }: Buffer): Uint8Array {
  const bytes = new Uint8Array(buffer, byteOffset, length)
  return buffer.byteLength > length + SLACK_BYTES ? bytes.slice() : bytes
}

/** Heads of frames, and the frame at the end. */
const SLACK_BYTES = 64
