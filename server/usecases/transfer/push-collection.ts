import { transferOf } from '../../core/documents/transfer-media.ts'
import { ConflictError, UnavailableError } from '../../core/errors.ts'
import { BELOW_ALL } from '../../core/identity/id.ts'
import { encodeShortcode } from '../../core/identity/shortcode.ts'
import type { Media } from '../../core/media.ts'
import { originalKeysOf } from '../../core/original-keys.ts'
import { PIPELINE_VERSION } from '../../core/pictures/rendition.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Remote, RemoteMedia, RemoteSite } from '../../ports/remote.ts'
import { walkMedia } from '../walk-media.ts'
import { sendOriginal } from './carry-original.ts'
import { pushThumbnails } from './push-thumbnails.ts'
import { isPush } from './receive-transfer.ts'
import { createTally, reasonOf, type Tally, type TransferOptions, type TransferReport } from './tally.ts'

type PushDeps = Pick<Deps, 'catalogue' | 'config' | 'originals' | 'thumbnailer' | 'thumbnails' | 'clock' | 'ids'>

const PER_PAGE = 20

/**
 * Everything of this collection is over there too: originals, then thumbnails, then what is said of them, so that nothing there is ever shown
 * without its files. What is there already is left alone, so the same again goes on where it was stopped.
 *
 * A media that was changed there since is a failure: pull it first. The log of this collection stays here; the other one logs what came.
 *
 * @throws {UnavailableError | NotOwnerError} if the other collection cannot be talked to.
 */
export async function pushCollection(deps: PushDeps, { remote, signal, onProgress }: TransferOptions): Promise<TransferReport> {
  const site = await remote.describe()
  if (site.pipelineVersion !== PIPELINE_VERSION) {
    throw new UnavailableError(
      `Expected thumbnails of version ${PIPELINE_VERSION} there but received ${site.pipelineVersion}: use the same version of Placard on both sides`,
    )
  }
  const tally = createTally(await countMedia(deps), onProgress)
  const batch = `push-${deps.ids.secret()}`
  // Oldest first, so that what is imported meanwhile comes last.
  for await (const page of walkMedia(deps, { after: BELOW_ALL, limit: PER_PAGE })) {
    if (signal.aborted) break
    const there = new Map((await remote.findMedia(page.map(({ id }) => encodeShortcode(id)))).map((one) => [one.media.id, one]))
    const writes: Media[] = []
    for (const media of page) {
      if (!signal.aborted) writes.push(...(await pushOne(deps, media, { remote, site, signal, there: there.get(media.id), tally })))
    }
    await writePage(remote, writes, { batch, tally })
  }
  return tally.report(signal.aborted)
}

interface Push {
  readonly remote: Remote
  readonly site: RemoteSite
  readonly signal: AbortSignal
  readonly there: RemoteMedia | undefined
  readonly tally: Tally
}

/** @returns The media as it has to be written, if it has to. */
async function pushOne(deps: PushDeps, media: Media, push: Push): Promise<readonly Media[]> {
  try {
    const write = await pushFiles(deps, media, push)
    if (write === undefined) push.tally.step(media, { kind: 'unchanged' })
    return write === undefined ? [] : [write]
  } catch (error) {
    // Stopped within a media: the next run begins it again.
    if (!push.signal.aborted) push.tally.step(media, { kind: 'failed', reason: reasonOf(error) })
    return []
  }
}

/** @returns What has to be written of the media, whose files are there now; `undefined` if nothing. */
async function pushFiles(deps: PushDeps, media: Media, push: Push): Promise<Media | undefined> {
  const { remote, there, tally } = push
  const write = transferOf(media, there?.media)
  if (write !== undefined && there !== undefined) await requirePushable(deps, media, there)
  const missing = await remote.findMissing({ originals: [...originalKeysOf(media)], thumbnails: [] })
  for (const key of missing.originals) {
    await sendOriginal(deps, key, push)
    tally.sent('originals', 1)
  }
  const shown = write ?? { ...media, revision: there?.media.revision ?? media.revision }
  tally.sent('thumbnails', await pushThumbnails(deps, shown, push))
  return write
}

/** Whoever changed it there has to be heard: what came from here, or was pulled to here since, may be replaced. */
async function requirePushable({ catalogue }: PushDeps, { id: mediaId }: Media, { changed, pushedAt }: RemoteMedia): Promise<void> {
  if (changed === undefined || isPush(changed.batch)) return
  const here = await catalogue.listChanges({ mediaId, newestFirst: true, limit: 1000 })
  const pulledAt = here.find(({ batch }) => batch.startsWith('pull-'))?.at
  if (pulledAt !== undefined && pulledAt > changed.at) return
  const since = pushedAt === undefined ? 'was made there' : 'was changed there since it was pushed'
  throw new ConflictError(`It ${since}, and is another here: placard pull brings that here first`)
}

async function writePage(remote: Remote, writes: readonly Media[], { batch, tally }: { batch: string; tally: Tally }): Promise<void> {
  if (writes.length === 0) return
  const failure = await remote.writeMedia(writes, batch).then(() => undefined, reasonOf)
  for (const media of writes) {
    tally.step(media, failure === undefined ? { kind: media.version === 1 ? 'new' : 'changed' } : { kind: 'failed', reason: failure })
  }
}

/** Only to tell how far it is. */
async function countMedia(deps: PushDeps): Promise<number> {
  let count = 0
  for await (const page of walkMedia(deps)) count += page.length
  return count
}
