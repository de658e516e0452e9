import type { ByteRange } from '../../core/byte-range.ts'
import { buildTransferDocument, parseTransferDocument } from '../../core/documents/transfer-media.ts'
import { UnavailableError } from '../../core/errors.ts'
import { encodeShortcode } from '../../core/identity/shortcode.ts'
import type { OriginalKey } from '../../core/media.ts'
import { asInteger, asList, asOneOf, asRecord, asText, pickOptional } from '../../core/stored/fields.ts'
import { parseKey } from '../../core/stored/pictures.ts'
import type { FileNames, Remote, RemoteMedia, RemoteSite } from '../../ports/remote.ts'
import { type RemoteAccess, remoteRequest } from './request.ts'

export type { RemoteAccess }

/** Another collection over the owner's HTTP API of its server, whatever that runs on. */
export function httpRemote(access: RemoteAccess): Remote {
  const ask = remoteRequest(access)
  const read = reader(access)
  return {
    describe: () => read(ask('GET', ''), parseSite),
    findMissing: (files) => read(ask('POST', '/missing', { json: files }), parseFiles),
    async putOriginal(key, bytes) {
      await read(ask('PUT', `/originals/${key}`, { bytes }), asIs)
    },
    async putOriginalPart({ key, range: { start, end } }, size, bytes) {
      const headers = { 'Content-Range': `bytes ${start}-${end - 1}/${size}` }
      await read(ask('PUT', `/originals/${key}`, { bytes, digest: true, headers }), asIs)
    },
    joinOriginal: (key, bytes) => read(ask('POST', `/originals/${key}`, { json: { bytes } }), parseReceived),
    async getOriginal(key, range) {
      const headers = { Range: `bytes=${range.start}-${range.end - 1}` }
      const answer = await ask('GET', `/originals/${key}`, { mayLack: true, headers })
      return answer.status === 404 ? undefined : await readPart(answer, range)
    },
    async putThumbnail(key, bytes) {
      await read(ask('PUT', `/thumbnails/${key}`, { bytes, digest: true }), asIs)
    },
    findMedia: (shortcodes) => read(ask('GET', `/media?codes=${shortcodes.join(',')}`), parseMediaList),
    listMedia: (after) => read(ask('GET', after === undefined ? '/media' : `/media?after=${encodeShortcode(after)}`), parseMediaList),
    async writeMedia(media, batch) {
      const writes = media.map((one) => ({ document: buildTransferDocument(one), known: one.version - 1 }))
      await read(ask('POST', '/media', { json: { batch, media: writes } }), asIs)
    },
  }
}

/** What an answer says; whatever is not as it was written is no answer of Placard. */
function reader({ origin }: RemoteAccess) {
  return async <T>(work: Promise<Response>, parse: (data: unknown) => T): Promise<T> => {
    const body: unknown = await (await work).json().catch(() => undefined)
    try {
      return parse(asRecord(body, 'body').data)
    } catch (cause) {
      throw new UnavailableError(`Expected an answer of Placard from ${origin} but received something else`, { cause })
    }
  }
}

async function readPart(answer: Response, { start, end }: ByteRange): Promise<{ readonly bytes: Uint8Array; readonly size: number }> {
  const size = /^bytes \d{1,15}-\d{1,15}\/(\d{1,15})$/.exec(answer.headers.get('content-range') ?? '')?.[1]
  const bytes = new Uint8Array(await answer.arrayBuffer())
  // A server of before answers all of it, whatever was asked for.
  return size === undefined ? { bytes: bytes.subarray(start, end), size: bytes.length } : { bytes, size: Number(size) }
}

const asIs = (data: unknown): unknown => data

function parseReceived(data: unknown): number {
  return asInteger(asRecord(data, 'data').received, 'received')
}

function parseSite(data: unknown): RemoteSite {
  const site = asRecord(data, 'data')
  const embedding = asRecord(site.embedding, 'embedding')
  return {
    settings: {
      baseUrl: asText(site.base_url, 'base_url'),
      lang: asOneOf(['en', 'de', 'fr', 'es', 'ar', 'ja'])(site.lang, 'lang'),
      ...(site.data_mining === undefined ? {} : { dataMining: asText(site.data_mining, 'data_mining') }),
      embedding: {
        hosts: asOneOf(['everyone', 'listed', 'nobody'])(embedding.hosts, 'hosts'),
        allow: asList(asText)(embedding.allow, 'allow'),
        deny: asList(asText)(embedding.deny, 'deny'),
      },
    },
    pipelineVersion: asInteger(site.pipeline_version, 'pipeline_version'),
    maxOriginalBytes: asInteger(site.max_original_bytes, 'max_original_bytes'),
  }
}

function parseFiles(data: unknown): FileNames {
  const files = asRecord(data, 'data')
  const originals: readonly OriginalKey[] = asList(parseKey)(files.originals, 'originals')
  return { originals, thumbnails: asList(asText)(files.thumbnails, 'thumbnails') }
}

function parseMediaList(data: unknown): readonly RemoteMedia[] {
  return asList((item, name): RemoteMedia => {
    const record = asRecord(item, name)
    const { pushed_at: pushedAt, changed } = record
    return {
      media: parseTransferDocument(record.document),
      ...pickOptional({ changed }, ['changed'], parseChanged),
      ...pickOptional({ pushedAt }, ['pushedAt'], asInteger),
    }
  })(data, 'data')
}

function parseChanged(value: unknown, name: string): { readonly at: number; readonly batch: string } {
  const record = asRecord(value, name)
  return { at: asInteger(record.at, 'at'), batch: asText(record.batch, 'batch') }
}
