import type { Hono } from 'hono'
import type { Deps } from '../../ports/deps.ts'
import { addRoute } from '../add-route.ts'
import type { AppContext, AppEnv } from '../app-env.ts'
import { sendFailure } from '../failure/send-failure.ts'
import type { SiteContext } from '../site.ts'
import { isBodyWithin } from './body.ts'
import { handleBulkEdit, handleOwnChanges, handleOwnEdit, handleOwnList, handleOwnMedia, handleUndo } from './handlers.ts'
import { forOwner, type OwnerAnswer } from './request.ts'
import {
  handleGetOriginal,
  handleJoinOriginal,
  handleMissing,
  handlePutOriginal,
  handlePutThumbnail,
  handleTransferMedia,
  handleTransferSite,
  handleWriteMedia,
} from './transfer.ts'

/** A thousand changes of some fields each; a description of the greatest lengths is far below. */
const MAX_BODY_BYTES = 4_194_304

type Methods = Readonly<Partial<Record<'GET' | 'PATCH' | 'POST' | 'PUT', OwnerAnswer>>>

/** Everything below `/v1/owner/`: for programs that hold an owner's token. No page of another origin may read or call it. */
export function addOwnerRoutes(app: Hono<AppEnv>, deps: Deps, site: SiteContext): void {
  const add = (path: string, methods: Methods, wrap: (answer: OwnerAnswer) => OwnerAnswer) => {
    const answers = Object.fromEntries(Object.entries(methods).map(([method, answer]) => [method, forOwner(deps, wrap(answer))]))
    addRoute(app, site, { path: `/v1/owner/${path}`, errorForm: 'owner', answers })
  }
  const own = (path: string, methods: Methods) => add(path, methods, (answer) => bounded(answer, site))
  // Files have bounds of their own.
  const file = (path: string, methods: Methods) => add(`transfer/${path}`, methods, (answer) => answer)
  own('media', { GET: handleOwnList(deps) })
  own('media/:code', { GET: handleOwnMedia(deps), PATCH: handleOwnEdit(deps, site) })
  own('media/:code/changes', { GET: handleOwnChanges(deps) })
  own('edits', { POST: handleBulkEdit(deps) })
  own('batches/:batch/undo', { POST: handleUndo(deps) })
  own('transfer', { GET: handleTransferSite(deps) })
  own('transfer/missing', { POST: handleMissing(deps) })
  own('transfer/media', { GET: handleTransferMedia(deps), POST: handleWriteMedia(deps) })
  file('originals/:key', {
    GET: handleGetOriginal(deps),
    PUT: handlePutOriginal(deps, site),
    POST: (c, owner) => bounded(handleJoinOriginal(deps, site), site)(c, owner),
  })
  file('thumbnails/*', { PUT: handlePutThumbnail(deps, site) })
}

/** Nothing of a body is read for anybody but the owner, and no more of theirs than this. */
function bounded(answer: OwnerAnswer, site: SiteContext): OwnerAnswer {
  return async (c, owner) => ((await isBodyWithin(c, MAX_BODY_BYTES)) ? answer(c, owner) : refuseBody(c, site))
}

function refuseBody(c: AppContext, site: SiteContext): Response {
  const message = `Expected a body of at most ${MAX_BODY_BYTES} bytes. Send fewer changes at once.`
  return sendFailure(c, { status: 413, code: 'body_too_large', message }, site, 'owner')
}
