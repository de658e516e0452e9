import { noAnswer } from './s3-errors.ts'
import type { S3Answer } from './s3-request.ts'

/** A body that is to come, and how the rest of it is had. */
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
export function s3Body(body: S3Body): ReadableStream<Uint8Array> {
  const { bytes, what, place } = body
  const pieces = resumedPieces(body)
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (pieces.received() === bytes) return controller.close() // An empty object.
        const piece = await pieces.next()
        const received = pieces.received()
        if (received > bytes) throw noAnswer(what, place, new Error(`${received} bytes instead of ${bytes}`))
        controller.enqueue(piece)
        if (received === bytes) controller.close()
      },
      cancel: (reason) => pieces.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

/** The pieces of a body, over as many connections as it takes. */
function resumedPieces({ first, bytes, stallMs, what, place, reopen, signal, ...limits }: S3Body) {
  let answer = first
  let reader = readerOf(answer)
  let received = 0
  let resumptions = limits.resumptions
  const cancelled = new AbortController()

  async function resume(cause: unknown): Promise<void> {
    const gone = signal ? AbortSignal.any([signal, cancelled.signal]) : cancelled.signal
    gone.throwIfAborted()
    answer.abort()
    if (resumptions === 0) throw noAnswer(`${what} to its end`, place, cause)
    resumptions -= 1
    answer = await reopen(received, gone)
    reader = readerOf(answer)
  }

  async function next(): Promise<Uint8Array> {
    for (;;) {
      const piece = await readWithin(stallMs, answer, reader).catch((error: unknown) => ({ error }))
      if (piece instanceof Uint8Array) {
        received += piece.length
        return piece
      }
      await resume(piece === undefined ? new Error(`${received} of ${bytes} bytes`) : piece.error)
    }
  }

  function cancel(reason: unknown): void {
    cancelled.abort(reason) // Also what is being asked for anew right now.
    answer.abort()
  }

  return { received: () => received, next, cancel }
}

/** The next piece; `undefined` where it ended. */
async function readWithin(stallMs: number, answer: S3Answer, reader: ReadableStreamDefaultReader<Uint8Array>) {
  const timer = setTimeout(() => answer.abort(), stallMs)
  try {
    return (await reader.read()).value
  } finally {
    clearTimeout(timer)
  }
}

function readerOf({ response }: S3Answer): ReadableStreamDefaultReader<Uint8Array> {
  return (response.body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() })).getReader()
}
