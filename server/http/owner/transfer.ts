import { buildTransferDocument } from '../../core/documents/transfer-media.ts'
import { NotFoundError } from '../../core/errors.ts'
import { PIPELINE_VERSION } from '../../core/pictures/rendition.ts'
import type { Deps } from '../../ports/deps.ts'
import type { RemoteMedia } from '../../ports/remote.ts'
import { findMissingFiles, listTransfer, receiveMedia, receiveOriginal, receiveThumbnail } from '../../usecases/receive-transfer.ts'
import type { OwnerAnswer as Body } from '../../wire/owner.ts'
import type { TransferFiles, TransferMedia, TransferSite } from '../../wire/transfer.ts'
import type { AppContext } from '../app-env.ts'
import { sendFailure } from '../failure.ts'
import { OWNER_HEADERS, send } from '../respond.ts'
import type { SiteContext } from '../site.ts'
import { readBytes } from './body.ts'
import { type OwnerAnswer, readJson } from './request.ts'
import { parseDigest, parseFiles, parseOriginalKey, parseThumbnailKey, parseTransferQuery, parseWrites } from './transfer-params.ts'

/** The largest rendition, 1920 wide as JPEG, stays below 5 MB. */
const MAX_THUMBNAIL_BYTES = 16_777_216

/** `GET /v1/owner/transfer`: what whoever pushes has to know of this collection. */
export function handleTransferSite({ config }: Pick<Deps, 'config'>): OwnerAnswer {
  const { baseUrl, lang, dataMining, embedding, maxOriginalBytes } = config
  const site: TransferSite = {
    base_url: baseUrl,
    lang,
    ...(dataMining !== undefined && { data_mining: dataMining }),
    embedding,
    pipeline_version: PIPELINE_VERSION,
    max_original_bytes: maxOriginalBytes,
  }
  return () => sendData(site)
}

/** `POST /v1/owner/transfer/missing`: which of these files are not here. */
export function handleMissing(deps: Pick<Deps, 'originals' | 'thumbnails'>): OwnerAnswer {
  return async (c) => {
    const missing: TransferFiles = await findMissingFiles(deps, parseFiles(await readJson(c)))
    return sendData(missing)
  }
}

/** `PUT /v1/owner/transfer/originals/:key`: the body is kept, if its SHA-256 is the key. */
export function handlePutOriginal(deps: Pick<Deps, 'originals' | 'config'>, site: SiteContext): OwnerAnswer {
  return async (c) => {
    const key = parseOriginalKey(c.req.param('key'))
    const bytes = await readBytes(c, deps.config.maxOriginalBytes)
    if (bytes === undefined) return refuseFile(c, site, deps.config.maxOriginalBytes)
    await receiveOriginal(deps, key, bytes)
    return sendData({})
  }
}

/** `GET /v1/owner/transfer/originals/:key`: its bytes as they are, for the owner's other collections. */
export function handleGetOriginal({ originals }: Pick<Deps, 'originals'>): OwnerAnswer {
  return async (c) => {
    const found = await originals.open(parseOriginalKey(c.req.param('key')), c.req.raw.signal)
    if (found === undefined) throw new NotFoundError('There is no such original.')
    const headers = { ...OWNER_HEADERS, 'Content-Type': 'application/octet-stream', 'Content-Length': String(found.bytes) }
    return new Response(found.body, { headers })
  }
}

/** `PUT /v1/owner/transfer/thumbnails/…`: the body is kept under this key, if it has the hash that `Content-Digest` tells. */
export function handlePutThumbnail(deps: Pick<Deps, 'originals' | 'thumbnails'>, site: SiteContext): OwnerAnswer {
  return async (c) => {
    const key = parseThumbnailKey(c.req.path.split('/transfer/thumbnails/')[1])
    const sha256 = parseDigest(c.req.header('content-digest'))
    const bytes = await readBytes(c, MAX_THUMBNAIL_BYTES)
    if (bytes === undefined) return refuseFile(c, site, MAX_THUMBNAIL_BYTES)
    await receiveThumbnail(deps, { key, sha256, bytes })
    return sendData({})
  }
}

/** `GET /v1/owner/transfer/media`: media with all that is kept of them, the oldest first; or those of `codes`. */
export function handleTransferMedia(deps: Pick<Deps, 'catalogue'>): OwnerAnswer {
  return async (c) => sendData((await listTransfer(deps, parseTransferQuery(c.req.queries()))).map(viewOf))
}

/** `POST /v1/owner/transfer/media`: all of them are written, or none. */
export function handleWriteMedia(deps: Pick<Deps, 'catalogue' | 'clock'>): OwnerAnswer {
  return async (c, { name: actor }) => {
    const { batch, writes } = parseWrites(await readJson(c))
    await receiveMedia(deps, writes, { actor, batch })
    return sendData({})
  }
}

function viewOf({ media, changed, pushedAt }: RemoteMedia): TransferMedia {
  return { document: buildTransferDocument(media), ...(changed && { changed }), ...(pushedAt !== undefined && { pushed_at: pushedAt }) }
}

function sendData(data: unknown): Response {
  const body: Body<unknown> = { meta: { code: 200 }, data }
  return send(JSON.stringify(body), OWNER_HEADERS)
}

function refuseFile(c: AppContext, site: SiteContext, maxBytes: number): Response {
  return sendFailure(c, { status: 413, code: 'body_too_large', message: `Expected a body of at most ${maxBytes} bytes.` }, site, 'owner')
}
