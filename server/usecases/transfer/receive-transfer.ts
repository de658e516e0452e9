import type { Change } from '../../core/change.ts'
import { editAsIs } from '../../core/edit.ts'
import { BadRequestError, ConflictError } from '../../core/errors.ts'
import { BELOW_ALL } from '../../core/identity/id.ts'
import type { Media, MediaId, Shortcode } from '../../core/media.ts'
import { isPartOf, PART_BYTES } from '../../core/original-parts.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Arriving, OriginalPart } from '../../ports/originals.ts'
import type { FileNames, RemoteMedia } from '../../ports/remote.ts'
import { findOwnMedia } from '../own/get-own-media.ts'
import { hasOriginal } from './carry-original.ts'

type FileDeps = Pick<Deps, 'originals' | 'thumbnails'>

/** Those of the files that are not here. */
export async function findMissingFiles(deps: FileDeps, files: FileNames): Promise<FileNames> {
  return {
    originals: await keepIf(files.originals, async (key) => !(await hasOriginal(deps, key))),
    thumbnails: await keepIf(files.thumbnails, async (key) => (await deps.thumbnails.find(key)) === undefined),
  }
}

/** A part of an original of `size` bytes waits for the others. @throws {BadRequestError} if it is no part, or has other bytes. */
export async function receiveOriginalPart(
  { originals }: Pick<Deps, 'originals'>,
  { size, ...part }: OriginalPart & { readonly size: number },
  arriving: Arriving,
): Promise<void> {
  const { start, end } = part.range
  if (!isPartOf(size, part.range) || arriving.bytes !== end - start) {
    throw new BadRequestError(`Expected parts of ${PART_BYTES} bytes, and the rest as the last one, but received ${start} to ${end}`)
  }
  await originals.receivePart(part, arriving)
}

/** As good as for ever: it can be made again where it came from only. */
const PUSHED_TTL_SECONDS = 10 * 365 * 86_400

/**
 * The thumbnail is kept here, until a bounded cache needs its room; where there is one already, that one stays: no log would tell of its change.
 *
 * @throws {BadRequestError} if its bytes have another hash.
 */
export async function receiveThumbnail(
  { originals, thumbnails }: FileDeps,
  { key, sha256, bytes }: { readonly key: string; readonly sha256: string; readonly bytes: Uint8Array },
): Promise<void> {
  await requireHash(originals, sha256, bytes)
  if ((await thumbnails.find(key)) === undefined) await thumbnails.put(key, bytes, PUSHED_TTL_SECONDS)
}

async function requireHash(originals: Deps['originals'], expected: string, bytes: Uint8Array): Promise<void> {
  const received = await originals.keyOf(bytes)
  if (received !== expected) throw new BadRequestError(`Expected bytes with the SHA-256 ${expected} but received ${received}`)
}

/** One media as it shall be here, and the version that it replaces; 0 if it is new. */
export interface TransferWrite {
  readonly media: Media
  readonly known: number
}

/**
 * All media are as they were pushed, each with an entry in the log; or none is.
 *
 * @throws {ConflictError} if one is here in another version. @throws {BadRequestError} if a revision would fall.
 */
export async function receiveMedia(
  { catalogue, clock }: Pick<Deps, 'catalogue' | 'clock'>,
  writes: readonly TransferWrite[],
  { actor, batch }: { readonly actor: string; readonly batch: string },
): Promise<void> {
  const here = await findOwnMedia(
    { catalogue },
    writes.map(({ media }) => media.shortcode),
  )
  const at = clock.now()
  const edits = writes.map(({ media: pushed, known }) => {
    const before = here.get(pushed.id)
    const version = known + 1
    if ((before?.version ?? 0) !== known) throw new ConflictError(`Expected ${pushed.shortcode} in version ${known} but it is in another`)
    if (before && pushed.revision < before.revision)
      throw new BadRequestError(`Expected revision >= ${before.revision} of ${pushed.shortcode}`)
    return editAsIs(before, { ...pushed, version }, { at, actor, batch })
  })
  await catalogue.edit(edits)
}

export type TransferQuery = { readonly shortcodes: readonly Shortcode[] } | { readonly after?: MediaId; readonly limit: number }

/** Of the log, in one look: enough for all media of a page, unless one of them has a long history. */
const MAX_ENTRIES = 1000

/** Media with all that is kept of them, by name or by ascending id, each with what its log says last. */
export async function listTransfer({ catalogue }: Pick<Deps, 'catalogue'>, query: TransferQuery): Promise<readonly RemoteMedia[]> {
  const found =
    'shortcodes' in query
      ? [...(await findOwnMedia({ catalogue }, query.shortcodes)).values()]
      : await catalogue.list({ after: query.after ?? BELOW_ALL, limit: query.limit })
  const log = await catalogue.listChanges({ mediaIds: found.map(({ id }) => id), newestFirst: true, limit: MAX_ENTRIES })
  const logOf = async ({ id: mediaId }: Media): Promise<readonly Change[]> => {
    const own = log.filter((change) => change.mediaId === mediaId)
    const isCrowdedOut = own.length === 0 && log.length === MAX_ENTRIES
    return isCrowdedOut ? await catalogue.listChanges({ mediaId, newestFirst: true, limit: MAX_ENTRIES }) : own
  }
  return await Promise.all(found.map(async (media) => ({ media, ...historyOf(await logOf(media)) })))
}

/** Newest first. */
function historyOf(log: readonly Change[]): Omit<RemoteMedia, 'media'> {
  const [newest] = log
  const pushed = log.find(({ batch }) => isPush(batch))
  return {
    ...(newest && { changed: { at: newest.at, batch: newest.batch } }),
    ...(pushed && { pushedAt: pushed.at }),
  }
}

/** Whether a batch is what another collection has pushed. */
export function isPush(batch: string): boolean {
  return batch.startsWith('push-')
}

async function keepIf<T>(items: readonly T[], isKept: (item: T) => Promise<boolean>): Promise<readonly T[]> {
  const kept = await Promise.all(items.map(isKept))
  return items.filter((_, index) => kept[index])
}
