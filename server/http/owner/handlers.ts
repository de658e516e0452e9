import { buildOwnerChange, buildOwnerMedia } from '../../core/documents/owner-media.ts'
import { ConflictError } from '../../core/errors.ts'
import { parseShortcode } from '../../core/identity/shortcode.ts'
import type { Media } from '../../core/media.ts'
import { parsePatch } from '../../core/owner/media-patch.ts'
import type { Deps } from '../../ports/deps.ts'
import { editMedia } from '../../usecases/own/edit-media.ts'
import { getOwnMedia, getOwnMediaOf } from '../../usecases/own/get-own-media.ts'
import { undoBatch } from '../../usecases/own/undo-batch.ts'
import type { OwnerAnswer as Body, OwnerBatch, OwnerChange, OwnerMedia } from '../../wire/owner.ts'
import type { AppContext } from '../app-env.ts'
import { sendFailure } from '../failure/send-failure.ts'
import { OWNER_HEADERS } from '../headers.ts'
import { send } from '../respond.ts'
import type { SiteContext } from '../site.ts'
import { parseBulk } from './bulk.ts'
import { parseOwnerList, parseSequence } from './params.ts'
import { type OwnerAnswer, preconditionFailure, readJson, versionTag } from './request.ts'

type OwnerDeps = Pick<Deps, 'catalogue' | 'clock' | 'config' | 'ids'>

/** `GET /v1/owner/media`: everything, whatever its status, newest first. */
export function handleOwnList(deps: OwnerDeps): OwnerAnswer {
  return async (c) => {
    const query = parseOwnerList(c.req.queries())
    const { limit } = query
    const found = await deps.catalogue.list({ ...query, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const more = new URLSearchParams({ ...(query.visibility && { visibility: query.visibility }), limit: String(limit) })
    if (last) more.set('before', last.shortcode)
    const next = found.length > limit && { pagination: { next_url: `${deps.config.baseUrl}/v1/owner/media?${more}` } }
    const body: Body<readonly OwnerMedia[]> = { meta: { code: 200 }, data: page.map((media) => view(deps, media)), ...next }
    return sendOwner(body)
  }
}

/** `GET /v1/owner/media/:code`. */
export function handleOwnMedia(deps: OwnerDeps): OwnerAnswer {
  return async (c) => sendMedia(deps, await getOwnMedia(deps, codeOf(c)))
}

/** `PATCH /v1/owner/media/:code`: what is named changes, if the media is still what `If-Match` says. */
export function handleOwnEdit(deps: OwnerDeps, site: SiteContext): OwnerAnswer {
  return async (c, { name }) => {
    const media = await getOwnMedia(deps, codeOf(c))
    const failure = preconditionFailure(c.req.header('if-match'), media.version)
    if (failure) return sendFailure(c, failure, site)
    const { media: edited } = await editMedia(deps, [{ media, patch: parsePatch(await readJson(c)) }], { actor: name })
    return sendMedia(deps, edited[0] ?? media)
  }
}

/** `GET /v1/owner/media/:code/changes`: its log, newest first. */
export function handleOwnChanges(deps: OwnerDeps): OwnerAnswer {
  return async (c) => {
    const { id: mediaId, shortcode } = await getOwnMedia(deps, codeOf(c))
    const after = parseSequence(c.req.queries())
    const found = await deps.catalogue.listChanges({
      mediaId,
      newestFirst: true,
      limit: PER_PAGE + 1,
      ...(after !== undefined && { after }),
    })
    const page = found.slice(0, PER_PAGE)
    const last = page.at(-1)
    const next = `${deps.config.baseUrl}/v1/owner/media/${shortcode}/changes?before=${last?.sequence}`
    const more = found.length > PER_PAGE && { pagination: { next_url: next } }
    const body: Body<readonly OwnerChange[]> = { meta: { code: 200 }, data: page.map(buildOwnerChange), ...more }
    return sendOwner(body)
  }
}

const PER_PAGE = 100

/** `POST /v1/owner/edits`: all of the changes or none. */
export function handleBulkEdit(deps: OwnerDeps): OwnerAnswer {
  return async (c, { name }) => {
    const edits = parseBulk(await readJson(c))
    const media = await getOwnMediaOf(
      deps,
      edits.map(({ shortcode }) => shortcode),
    )
    const wanted = edits.flatMap(({ patch, version }, index) => {
      const one = media[index]
      if (one && version !== undefined && version !== one.version) throw staleEdit(one, version)
      return one ? [{ media: one, patch }] : []
    })
    return sendBatch(deps, await editMedia(deps, wanted, { actor: name }))
  }
}

/** `POST /v1/owner/batches/:batch/undo`: what was changed together is as it was before, unless it has been changed again. */
export function handleUndo(deps: OwnerDeps): OwnerAnswer {
  return async (c, { name }) => sendBatch(deps, await undoBatch(deps, c.req.param('batch') ?? '', { actor: name }))
}

function staleEdit({ shortcode, version }: Media, expected: number): ConflictError {
  return new ConflictError(`Expected ${shortcode} in version ${expected} but it is in version ${version}`)
}

function codeOf(c: AppContext) {
  return parseShortcode(c.req.param('code') ?? '')
}

function view({ clock, config }: OwnerDeps, media: Media): OwnerMedia {
  return buildOwnerMedia(media, { now: clock.now(), baseUrl: config.baseUrl })
}

function sendMedia(deps: OwnerDeps, media: Media): Response {
  const body: Body<OwnerMedia> = { meta: { code: 200 }, data: view(deps, media) }
  return send(JSON.stringify(body), { ...OWNER_HEADERS, ETag: versionTag(media.version) })
}

function sendBatch(deps: OwnerDeps, { batch, media }: { readonly batch: string; readonly media: readonly Media[] }): Response {
  const body: Body<OwnerBatch> = { meta: { code: 200 }, data: { batch, media: media.map((one) => view(deps, one)) } }
  return sendOwner(body)
}

function sendOwner(body: Body<unknown>): Response {
  return send(JSON.stringify(body), OWNER_HEADERS)
}
