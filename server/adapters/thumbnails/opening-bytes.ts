import type { OpenOriginal } from '../../ports/thumbnailer.ts'

/** Bytes that are already here, as if they had been opened. */
export function openingBytes(bytes: Uint8Array): OpenOriginal {
  return async () => ({ body: streamOf(bytes), bytes: bytes.length })
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}
