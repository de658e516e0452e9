import { BadRequestError } from '../../core/errors.ts'
import type { OriginalKey } from '../../core/media.ts'
import { partsOf } from '../../core/original-parts.ts'
import type { Arriving, OriginalPart, OriginalsStore } from '../../ports/originals.ts'
import { requireOriginalKey } from './key.ts'

/** Where parts wait until they can be joined; a name is `<key>.<start>`. */
export interface WaitingParts {
  /** @returns How many bytes it has; `undefined` if there is none. */
  find(name: string): Promise<number | undefined>
  open(name: string): Promise<ReadableStream<Uint8Array> | undefined>
  receive(name: string, arriving: Arriving): Promise<void>
  delete(name: string): Promise<void>
}

/** Where they become originals. */
export interface JoinedOriginals {
  /** Whether an original of so many bytes is stored. */
  has(key: OriginalKey, bytes: number): Promise<boolean>
  receive(original: Arriving): Promise<void>
}

/** Parts that wait in one place, and become an original in another. */
export function originalParts(waiting: WaitingParts, originals: JoinedOriginals): Pick<OriginalsStore, 'receivePart' | 'join'> {
  return {
    receivePart: async (part, arriving) => await waiting.receive(nameOf(part), arriving),
    async join(key, bytes) {
      const parts = partsOf(bytes).map((range) => ({ key, range }))
      if (await originals.has(key, bytes)) return bytes
      const missing = await firstMissing(waiting, parts)
      if (missing) return missing.range.start
      try {
        await originals.receive({ bytes, sha256: key, body: oneAfterAnother(parts, (part) => openPart(waiting, part)) })
      } catch (error) {
        // Another push of it may have been quicker, and have taken the parts along.
        const isHere = await originals.has(key, bytes)
        if (isHere || error instanceof BadRequestError) await deleteAll(waiting, parts)
        if (!isHere) throw error
        return bytes
      }
      await deleteAll(waiting, parts)
      return bytes
    },
  }
}

function nameOf({ key, range }: OriginalPart): string {
  return `${requireOriginalKey(key)}.${range.start}`
}

/** The first that is not here. They come in order: where the last one is, all are. */
async function firstMissing(waiting: WaitingParts, parts: readonly OriginalPart[]): Promise<OriginalPart | undefined> {
  const isHere = async (part: OriginalPart | undefined) =>
    part !== undefined && (await waiting.find(nameOf(part))) === part.range.end - part.range.start
  if (await isHere(parts.at(-1))) return undefined
  for (const part of parts) if (!(await isHere(part))) return part
  return undefined
}

async function openPart(waiting: WaitingParts, part: OriginalPart): Promise<ReadableStream<Uint8Array>> {
  const body = await waiting.open(nameOf(part))
  if (body) return body
  throw new BadRequestError(`Expected all parts of ${part.key} but the one at ${part.range.start} is not here: send it again`)
}

async function deleteAll(waiting: WaitingParts, parts: readonly OriginalPart[]): Promise<void> {
  for (const part of parts) await waiting.delete(nameOf(part))
}

type OpenPart = (part: OriginalPart) => Promise<ReadableStream<Uint8Array>>

/** The bytes of all, each opened when the one before has ended. */
function oneAfterAnother(parts: readonly OriginalPart[], open: OpenPart): ReadableStream<Uint8Array> {
  const pieces = piecesOf(parts, open)
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: async () => void (await pieces.return(undefined)),
    },
    { highWaterMark: 0 },
  )
}

async function* piecesOf(parts: readonly OriginalPart[], open: OpenPart): AsyncGenerator<Uint8Array, undefined> {
  for (const part of parts) {
    const reader = (await open(part)).getReader()
    try {
      for (let { value } = await reader.read(); value; { value } = await reader.read()) yield value
    } finally {
      await reader.cancel().catch(() => {}) // It has ended, or nobody wants the rest.
    }
  }
  return undefined
}
