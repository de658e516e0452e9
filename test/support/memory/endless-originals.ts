import type { OriginalsStore } from '../../../server/ports/originals.ts'
import { memoryOriginals } from './adapters.ts'

/** A store in which every original is a gigabyte, which counts what is read of it. */
export interface EndlessOriginals {
  readonly bytes: number
  readonly store: OriginalsStore
  /** Resolves when a reader goes away before the end. */
  readonly cancelled: Promise<void>
  served(): number
}

export function endlessOriginals(): EndlessOriginals {
  const bytes = 1_000_000_000
  let served = 0
  let cancel = () => {}
  const cancelled = new Promise<void>((resolve) => {
    cancel = resolve
  })
  const chunk = new Uint8Array(262_144)
  const body = () =>
    new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          served += chunk.length
          controller.enqueue(chunk)
        },
        cancel,
      },
      { highWaterMark: 0 },
    )
  return { bytes, cancelled, served: () => served, store: { ...memoryOriginals(), open: async () => ({ bytes, body: body() }) } }
}
