import { UnavailableError } from '../../core/errors.ts'
import { noAnswer } from './s3-errors.ts'
import type { S3Answer } from './s3-request.ts'

export interface S3Body {
  /** Its head has been read. */
  readonly first: S3Answer
  readonly bytes: number
  readonly stallMs: number
  /** How often the rest may be asked for anew. */
  readonly resumptions: number
  /** For messages. */
  readonly what: string
  readonly place: string
  /** The same bytes from this one on, for as long as `signal` lets them come. @throws {UnavailableError} */
  reopen(from: number, signal: AbortSignal): Promise<S3Answer>
  /** Of the reader. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The body of an answer, exactly `bytes` long. Where the connection breaks or stands still, the rest is asked for; a reader notices nothing.
 * What waits for the reader, and not for the store, has no time limit here.
 */
export function s3Body({ first, bytes, stallMs, what, place, reopen, signal, ...limits }: S3Body): ReadableStream<Uint8Array> {
  let answer = first
  let reader = readerOf(answer)
  let received = 0
  let resumptions = limits.resumptions
  const cancelled = new AbortController()

  /** The next piece; `undefined` where it ended. */
  async function next(): Promise<Uint8Array | undefined> {
    const timer = setTimeout(() => answer.abort(), stallMs)
    try {
      const { value } = await reader.read()
      return value
    } finally {
      clearTimeout(timer)
    }
  }

  async function resume(cause: unknown): Promise<void> {
    const gone = signal ? AbortSignal.any([signal, cancelled.signal]) : cancelled.signal
    gone.throwIfAborted()
    answer.abort()
    if (resumptions === 0) throw noAnswer(`${what} to its end`, place, cause)
    resumptions -= 1
    answer = await reopen(received, gone)
    reader = readerOf(answer)
  }

  /** One piece more, over as many connections as it takes. */
  async function read(): Promise<Uint8Array> {
    for (;;) {
      try {
        const piece = await next()
        if (piece) return piece
        await resume(new Error(`${received} of ${bytes} bytes`))
      } catch (error) {
        if (error instanceof UnavailableError) throw error
        await resume(error)
      }
    }
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (received === bytes) return controller.close() // An empty object.
        const piece = await read()
        received += piece.length
        if (received > bytes) throw noAnswer(what, place, new Error(`${received} bytes instead of ${bytes}`))
        controller.enqueue(piece)
        if (received === bytes) controller.close()
      },
      async cancel(reason) {
        // Also what is being asked for anew right now.
        cancelled.abort(reason)
        answer.abort()
      },
    },
    { highWaterMark: 0 },
  )
}

function readerOf({ response }: S3Answer): ReadableStreamDefaultReader<Uint8Array> {
  return (response.body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() })).getReader()
}
