import type { Clock, Defer } from '../../ports/system.ts'
import { endToEnd, noAnswer, refuse, sendStored, sendThrough } from './edge-answer.ts'
import { isFilm, isOwners, type Passage, passageOf, VIA } from './edge-request.ts'
import { type KeptAnswers, type KeptAnswersAccess, keptAnswers } from './kept-answers.ts'
import { type Origin, type OriginAccess, originOf } from './origin.ts'
import { type Refreshes, refreshes } from './refreshes.ts'
import { freshnessOf, keepSeconds, mayStandIn, type StoredAnswer } from './stored-answer.ts'
import { type Withdrawals, withdrawals } from './withdrawals.ts'

/** What an edge stands on: the origin that it asks, the cache of its place, and the time. */
export interface EdgeDeps extends OriginAccess, KeptAnswersAccess {
  readonly clock: Clock
  /** Lets work go on after the answer. */
  readonly defer: Defer
}

/** Answers one request of a reader's. */
export type Edge = (request: Request) => Promise<Response>

/** A cache may answer with what it has if the origin answers so (RFC 5861, section 4). */
const ERRORS = new Set([500, 502, 503, 504])
/** May not be shown: withdrawn, private, restricted, not there. */
const GONE = new Set([401, 403, 404, 410])
/** Bodies beyond this pass through without being kept; the largest thumbnail is a third of it. */
const MAX_KEPT_BYTES = 16_777_216

/** What one edge works with, from its first request to its last. */
interface Parts {
  readonly origin: Origin
  readonly kept: KeptAnswers
  readonly gone: Withdrawals
  readonly refreshing: Refreshes
  readonly clock: Clock
  readonly defer: Defer
}

/**
 * A shared cache in front of a Placard (RFC 9111): what its headers allow is kept, asked for anew with its validator before they are over, and
 * sent in place of the origin while that fails, for a day at most, and never of a media of which this edge knows that it is shown no more.
 */
export function createEdge(deps: EdgeDeps): Edge {
  const { cache, clock, defer } = deps
  const parts = {
    origin: originOf(deps),
    kept: keptAnswers(deps),
    gone: withdrawals(cache, clock),
    refreshing: refreshes(clock),
    clock,
    defer,
  }
  return (request) => answer(parts, passageOf(request))
}

async function answer(parts: Parts, passage: Passage): Promise<Response> {
  const { method, headers } = passage.request
  if (headers.get('via')?.includes(VIA)) return refuse(508, 'Expected the origin to be a Placard but it is an edge')
  if (isOwners(passage.path)) return refuse(404, 'Expected the owner’s API to be asked of the origin itself')
  const isKept = (method === 'GET' || method === 'HEAD') && !isFilm(passage.path)
  return isKept ? await answerKept(parts, passage) : await passOn(parts, passage)
}

async function passOn({ origin }: Parts, passage: Passage): Promise<Response> {
  return (await origin.pass(passage)) ?? noAnswer()
}

async function answerKept(parts: Parts, passage: Passage): Promise<Response> {
  const { kept, clock } = parts
  const stored = await kept.find(passage)
  // The origin renders nothing for a reader who wants the head alone; asked for the whole it would.
  if (stored === undefined && passage.request.method === 'HEAD') return await passOn(parts, passage)
  const freshness = stored === undefined ? 'stale' : freshnessOf(stored, clock.now())
  if (stored === undefined || freshness === 'stale') return await ask(parts, passage, stored)
  if (freshness === 'ageing') refresh(parts, passage, stored)
  return sendStored(passage.request, stored, clock.now())
}

/** Of all who read an answer that ages, one has it asked for anew. */
function refresh(parts: Parts, passage: Passage, stored: StoredAnswer): void {
  const { refreshing, defer } = parts
  if (!refreshing.begin(passage.target)) return
  defer(
    ask(parts, passage, stored)
      .then((refreshed) => refreshed.body?.cancel())
      .finally(() => refreshing.end(passage.target)),
  )
}

async function ask(parts: Parts, passage: Passage, known: StoredAnswer | undefined): Promise<Response> {
  const received = await parts.origin.askWhole(passage, known)
  if (received !== undefined && !ERRORS.has(received.status)) return await settle(parts, passage, { known, received })
  if (known && (await standsIn(parts, passage, known))) return sendStored(passage.request, known, parts.clock.now())
  return received ?? noAnswer()
}

async function standsIn({ clock, gone }: Parts, { codes }: Passage, known: StoredAnswer): Promise<boolean> {
  return mayStandIn(known, clock.now()) && !(await gone.isKnownSince(codes, known.at))
}

/** What was known under an address, and what the origin says now. */
interface News {
  readonly known: StoredAnswer | undefined
  readonly received: Response
}

/** Keeps what may be kept of an answer, and sends it. */
async function settle(parts: Parts, passage: Passage, { known, received }: News): Promise<Response> {
  const { kept, clock } = parts
  const at = clock.now()
  if (received.status === 304 && known) {
    return sendStored(passage.request, await kept.keep(passage, renewed(known, received, at)), clock.now())
  }
  if (GONE.has(received.status)) await noteGone(parts, passage, { known, received })
  if (!mayKeep(received)) {
    // What was there before is no longer the answer, though this one is not kept.
    if (known) await kept.forget(passage)
    return await sendThrough(passage.request, received)
  }
  const headers = endToEnd(received.headers)
  const body = new Uint8Array(await received.arrayBuffer())
  return sendStored(passage.request, await kept.keep(passage, { status: received.status, headers, at, body }), clock.now())
}

/** RFC 9111, section 4.3.4: what a 304 says replaces what is stored. */
function renewed(known: StoredAnswer, { headers }: Response, at: number): StoredAnswer {
  const { age: _, ...others } = known.headers
  return { ...known, headers: { ...others, ...endToEnd(headers) }, at }
}

function mayKeep({ status, headers }: Response): boolean {
  if (keepSeconds(endToEnd(headers)) === 0) return false
  // A redirect need not say that it has no body.
  const unsaid = status < 400 && headers.has('location') ? 0 : Number.NaN
  return Number(headers.get('content-length') ?? unsaid) <= MAX_KEPT_BYTES
}

/** Neither a media nor a list need be forgotten for an address that somebody made up. */
async function noteGone({ gone }: Parts, { codes }: Passage, { known, received }: News): Promise<void> {
  const wasThere = known !== undefined && !GONE.has(known.status)
  if (wasThere || received.status !== 404) await gone.note(codes, { wasThere })
}
