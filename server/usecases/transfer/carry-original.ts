import type { ByteRange } from '../../core/byte-range.ts'
import { OriginalMissingError, TooManyPixelsError, UnavailableError } from '../../core/errors.ts'
import type { OriginalKey } from '../../core/media.ts'
import { PART_BYTES, partsOf } from '../../core/original-parts.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Original } from '../../ports/originals.ts'
import type { Remote, RemotePart, RemoteSite } from '../../ports/remote.ts'

type OriginalDeps = Pick<Deps, 'originals'>
type FetchDeps = OriginalDeps & { readonly config: Pick<Deps['config'], 'maxOriginalBytes'> }

export interface Sending {
  readonly remote: Remote
  readonly site: Pick<RemoteSite, 'maxOriginalBytes'>
  readonly signal: AbortSignal
}

/**
 * The original is over there too; a large one is sent in parts, and goes on where it was stopped.
 *
 * @throws {OriginalMissingError} if it is not here. @throws {TooManyPixelsError} if it is larger than the other side takes.
 */
export async function sendOriginal({ originals }: OriginalDeps, key: OriginalKey, { remote, site, signal }: Sending): Promise<void> {
  const original = await originals.open(key)
  if (original === undefined) throw new OriginalMissingError(`Expected an original ${key} but the store has none: import it again`)
  const { bytes } = original
  const parts = partsOf(bytes)
  if (parts.length === 1) return await remote.putOriginal(key, await readAll(original))
  await original.body.cancel()
  requireSize(bytes, site, 'there')
  const received = await remote.joinOriginal(key, bytes)
  for (const range of parts.filter(({ start }) => start >= received)) {
    signal.throwIfAborted()
    await remote.putOriginalPart({ key, range }, bytes, await readPart({ originals }, key, range))
  }
  if (received < bytes && (await remote.joinOriginal(key, bytes)) < bytes) {
    throw new UnavailableError(`Expected the original ${key} to be whole there after all of it was sent: push it again`)
  }
}

/**
 * The original is here too, fetched in parts if it is large; it goes on where it was stopped.
 *
 * @throws {OriginalMissingError} if it is not there, or not what its key says. @throws {TooManyPixelsError} if it is larger than this side takes.
 */
export async function fetchOriginal(
  { originals, config }: FetchDeps,
  key: OriginalKey,
  { remote, signal }: Omit<Sending, 'site'>,
): Promise<void> {
  const first = await getPart(remote, key, { start: 0, end: PART_BYTES })
  const { size } = first
  requireSize(size, config, 'here')
  if (size <= PART_BYTES) {
    await requireKey({ originals }, first.bytes, key)
    return void (await originals.put(first.bytes))
  }
  const received = await originals.join(key, size)
  for (const range of partsOf(size).filter(({ start }) => start >= received)) {
    signal.throwIfAborted()
    const { bytes } = range.start === 0 ? first : await getPart(remote, key, range)
    const sha256 = await originals.keyOf(bytes)
    await originals.receivePart({ key, range }, { bytes: bytes.length, sha256, body: streamOf(bytes) })
  }
  await originals.join(key, size)
}

/** Whether the original is here. */
export async function hasOriginal({ originals }: OriginalDeps, key: OriginalKey): Promise<boolean> {
  const found = await originals.open(key)
  await found?.body.cancel()
  return found !== undefined
}

function requireSize(bytes: number, { maxOriginalBytes }: Sending['site'], where: 'here' | 'there'): void {
  if (bytes <= maxOriginalBytes) return
  throw new TooManyPixelsError(
    `Expected originals of at most ${maxOriginalBytes} bytes ${where} (PLACARD_MAX_ORIGINAL_MB) but it has ${bytes}`,
  )
}

async function readAll({ body }: Original): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body).arrayBuffer())
}

async function readPart({ originals }: OriginalDeps, key: OriginalKey, range: ByteRange): Promise<Uint8Array> {
  const part = await originals.openRange(key, range)
  if (part === undefined) throw new OriginalMissingError(`Expected an original ${key} but it is gone: import it again`)
  return await readAll(part)
}

async function getPart(remote: Remote, key: OriginalKey, range: ByteRange): Promise<RemotePart> {
  const part = await remote.getOriginal(key, range)
  if (part === undefined) throw new OriginalMissingError(`Expected an original ${key} there but it has none`)
  return part
}

async function requireKey({ originals }: OriginalDeps, bytes: Uint8Array, key: OriginalKey): Promise<void> {
  const received = await originals.keyOf(bytes)
  if (received !== key) throw new OriginalMissingError(`Expected bytes with the SHA-256 ${key} but received ${received}`)
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes)
      controller.close()
    },
  })
}
