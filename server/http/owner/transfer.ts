import { contentRange, parseRange } from '../../core/byte-range.ts'
import { buildTransferDocument } from '../../core/documents/transfer-media.ts'
import { NotFoundError } from '../../core/errors.ts'
import { PIPELINE_VERSION } from '../../core/pictures/rendition.ts'
import type { Deps } from '../../ports/deps.ts'
import type { RemoteMedia } from '../../ports/remote.ts'
import {
  findMissingFiles,
  listTransfer,
  receiveMedia,
  receiveOriginalPart,
  receiveThumbnail,
} from '../../usecases/transfer/receive-transfer.ts'
import type { OwnerAnswer as Body } from '../../wire/owner.ts'
import type { TransferFiles, TransferJoin, TransferMedia, TransferSite } from '../../wire/transfer.ts'
import type { AppContext } from '../app-env.ts'
import { sendFailure } from '../failure/send-failure.ts'
import { OWNER_HEADERS } from '../headers.ts'
import { send } from '../respond.ts'
import type { SiteContext } from '../site.ts'
import { readBytes } from './body.ts'
import { type OwnerAnswer, readJson } from './request.ts'
import {
  parseBytes,
  parseContentRange,
  parseDigest,
  parseFiles,
  parseLength,
  parseOriginalKey,
  parseThumbnailKey,
  parseTransferQuery,
  parseWrites,
} from './transfer-params.ts'

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

/**
 * `PUT /v1/owner/transfer/originals/:key`: the body is stored as it arrives, if its SHA-256 is the key. With `Content-Range` (RFC 9110, section 14.5)
 * it is a part, whose own hash `Content-Digest` tells, and waits for the others.
 */
export function handlePutOriginal({ originals, config }: Pick<Deps, 'originals' | 'config'>, site: SiteContext): OwnerAnswer {
  return async (c) => {
    const key = parseOriginalKey(c.req.param('key'))
    const bytes = parseLength(c.req.header('content-length'))
    if (bytes === undefined) return refuseLength(c, site)
    const part = parseContentRange(c.req.header('content-range'))
    const { maxOriginalBytes } = config
    if ((part?.size ?? bytes) > maxOriginalBytes) return refuseOriginal(c, site, maxOriginalBytes)
    const body = c.req.raw.body ?? nothing()
    if (part === undefined) await originals.receive({ sha256: key, bytes, body })
    else await receiveOriginalPart({ originals }, { key, ...part }, { sha256: parseDigest(c.req.header('content-digest')), bytes, body })
    return sendData({})
  }
}

/** `POST /v1/owner/transfer/originals/:key`: makes the original of its parts, or tells how much of it is here. */
export function handleJoinOriginal({ originals, config }: Pick<Deps, 'originals' | 'config'>, site: SiteContext): OwnerAnswer {
  return async (c) => {
    const key = parseOriginalKey(c.req.param('key'))
    const bytes = parseBytes(await readJson(c))
    if (bytes > config.maxOriginalBytes) return refuseOriginal(c, site, config.maxOriginalBytes)
    const joined: TransferJoin = { received: await originals.join(key, bytes) }
    return sendData(joined)
  }
}

/** `GET /v1/owner/transfer/originals/:key`: its bytes as they are, or one part of them, for the owner's other collections. */
export function handleGetOriginal({ originals }: Pick<Deps, 'originals'>): OwnerAnswer {
  return async (c) => {
    const key = parseOriginalKey(c.req.param('key'))
    const { signal } = c.req.raw
    const whole = await originals.open(key, signal)
    if (whole === undefined) throw new NotFoundError('There is no such original.')
    const { bytes: size } = whole
    const headers = { ...OWNER_HEADERS, 'Content-Type': 'application/octet-stream', 'Content-Length': String(size) }
    const range = parseRange(c.req.header('range') ?? '', size)
    if (range === undefined || range === 'unsatisfiable') return new Response(whole.body, { headers })
    await whole.body.cancel()
    const part = await originals.openRange(key, range, signal)
    const ofPart = { 'Content-Length': String(range.end - range.start), 'Content-Range': contentRange(range, size) }
    return new Response(part?.body ?? null, { status: 206, headers: { ...headers, ...ofPart } })
  }
}

/** `PUT /v1/owner/transfer/thumbnails/…`: the body is kept under this key, if nothing is yet and it has the hash that `Content-Digest` tells. */
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

function refuseOriginal(c: AppContext, site: SiteContext, maxBytes: number): Response {
  const message = `Expected an original of at most ${maxBytes} bytes (PLACARD_MAX_ORIGINAL_MB).`
  return sendFailure(c, { status: 413, code: 'body_too_large', message }, site, 'owner')
}

/** A store of objects has to know how long one is before it takes the first byte. */
function refuseLength(c: AppContext, site: SiteContext): Response {
  return sendFailure(
    c,
    { status: 411, code: 'length_required', message: 'Expected Content-Length with the length of the body.' },
    site,
    'owner',
  )
}

function nothing(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() })
}
