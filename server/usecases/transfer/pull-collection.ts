import { transferOf } from '../../core/documents/transfer-media.ts'
import { editAsIs } from '../../core/edit.ts'
import { ConflictError, UnavailableError } from '../../core/errors.ts'
import type { Media, MediaId } from '../../core/media.ts'
import { originalKeysOf } from '../../core/original-keys.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Remote, RemoteMedia } from '../../ports/remote.ts'
import { findOwnMedia } from '../own/get-own-media.ts'
import { fetchOriginal, hasOriginal } from './carry-original.ts'
import { createTally, reasonOf, type Tally, type TransferOptions, type TransferReport } from './tally.ts'

type PullDeps = Pick<Deps, 'catalogue' | 'originals' | 'config' | 'clock' | 'ids'>

/**
 * Everything of the other collection is here too: originals first, checked against their keys, then what is said of them. Thumbnails are made
 * anew. What is here already is left alone, so the same again goes on where it was stopped.
 *
 * A media that was changed here since it was pushed is a failure where it differs.
 *
 * @throws {UnavailableError | NotOwnerError} if the other collection cannot be talked to.
 */
export async function pullCollection(deps: PullDeps, { remote, signal, onProgress }: TransferOptions): Promise<TransferReport> {
  const tally = createTally(0, onProgress)
  const batch = `pull-${deps.ids.secret()}`
  for await (const page of pagesOf(remote)) {
    const here = await findOwnMedia(
      deps,
      page.map(({ media }) => media.shortcode),
    )
    for (const theirs of page) {
      if (signal.aborted) return tally.report(true)
      try {
        tally.step(theirs.media, { kind: await pullMedia(deps, theirs, { here: here.get(theirs.media.id), remote, batch, tally, signal }) })
      } catch (error) {
        tally.step(theirs.media, { kind: 'failed', reason: reasonOf(error) })
      }
    }
  }
  return tally.report(false)
}

interface Pull {
  readonly here: Media | undefined
  readonly remote: Remote
  readonly batch: string
  readonly tally: Tally
  readonly signal: AbortSignal
}

async function pullMedia(
  deps: PullDeps,
  theirs: RemoteMedia,
  { here, remote, batch, tally, signal }: Pull,
): Promise<'new' | 'changed' | 'unchanged'> {
  const media = transferOf(theirs.media, here)
  if (media !== undefined && here !== undefined) await requirePullable(deps, here, theirs)
  for (const key of originalKeysOf(theirs.media)) {
    if (await hasOriginal(deps, key)) continue
    await fetchOriginal(deps, key, { remote, signal })
    tally.sent('originals', 1)
  }
  if (media === undefined) return 'unchanged'
  await deps.catalogue.edit([editAsIs(here, media, { at: deps.clock.now(), actor: 'pull', batch })])
  return here === undefined ? 'new' : 'changed'
}

/** What was pulled, or pushed since it was last changed here, may be replaced. */
async function requirePullable({ catalogue }: PullDeps, { id: mediaId }: Media, { pushedAt }: RemoteMedia): Promise<void> {
  const [newest] = await catalogue.listChanges({ mediaId, newestFirst: true, limit: 1 })
  if (newest === undefined || newest.batch.startsWith('pull-') || (pushedAt !== undefined && pushedAt > newest.at)) return
  throw new ConflictError('It was changed here since it was pushed, and is another there: undo one of the two')
}

async function* pagesOf(remote: Remote): AsyncGenerator<readonly RemoteMedia[]> {
  let after: MediaId | undefined
  for (;;) {
    const page = await remote.listMedia(after)
    const last = page.at(-1)
    if (last === undefined) return
    // Else a server that answers the same page again and again would keep us for ever.
    if (after !== undefined && last.media.id <= after) throw new UnavailableError('Expected media by ascending id but received some again')
    yield page
    after = last.media.id
  }
}
