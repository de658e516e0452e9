import { matchesIfNoneMatch } from '../../core/validator.ts'
import type { ByteCache } from '../../ports/cache.ts'
import type { Clock, Defer } from '../../ports/system.ts'
import { headersOfNotModified } from '../respond.ts'
import { codesIn, isFilm, isOwners, originHeaders, VIA } from './edge-request.ts'
import {
  ageOf,
  decodeStored,
  encodeStored,
  freshnessOf,
  keepSeconds,
  mayStandIn,
  type StoredAnswer,
  type StoredVariants,
  varyOf,
} from './stored-answer.ts'
import { withdrawals } from './withdrawals.ts'

export interface EdgeDeps {
  /** Of the server behind, `https://origin.example`: the only place that is ever asked. */
  readonly origin: string
  /** Of the place where the edge runs. */
  readonly cache: ByteCache
  readonly clock: Clock
  /** Lets work go on after the answer. */
  readonly defer: Defer
  /** SHA-256 in hex. */
  digest(text: string): Promise<string>
  askOrigin(url: string, init: RequestInit): Promise<Response>
}

/** Bodies beyond this pass through without being kept; the largest thumbnail is a third of it. */
const MAX_KEPT_BYTES = 16_777_216
/** Longer than a render may take. */
const ORIGIN_TIMEOUT_MS = 30_000
/** With one more all are forgotten; a request that was cancelled leaves its own behind. */
const MAX_REFRESHING = 1000
/** A cache may answer with what it has if the origin answers so (RFC 5861, section 4). */
const ERRORS = new Set([500, 502, 503, 504])
/** May not be shown: withdrawn, private, restricted, not there. */
const GONE = new Set([401, 403, 404, 410])

/** One request on its way through the edge. */
interface Passage {
  readonly request: Request
  readonly path: string
  /** Path and query, as they are asked of the origin. */
  readonly target: string
  readonly codes: readonly string[]
}

/**
 * A shared cache in front of a Placard (RFC 9111): what its headers allow is kept, asked for anew with its validator before they are over, and
 * sent in place of the origin while that fails, for a day at most, and never of a media of which this edge knows that it is shown no more.
 */
export function createEdge({ origin, cache, clock, defer, digest, askOrigin }: EdgeDeps): (request: Request) => Promise<Response> {
  const gone = withdrawals(cache, clock)
  /** What is being asked for anew, and since when: by times and not by promises, since on Workers no request may wait for what another one does. */
  const refreshing = new Map<string, number>()

  async function answer(request: Request): Promise<Response> {
    const { pathname: path, search, searchParams } = new URL(request.url)
    if (request.headers.get('via')?.includes(VIA)) return refuse(508, 'Expected the origin to be a Placard but it is an edge')
    if (isOwners(path)) return refuse(404, 'Expected the owner’s API to be asked of the origin itself')
    const passage = { request, path, target: path + search, codes: codesIn(path, searchParams) }
    const isKept = (request.method === 'GET' || request.method === 'HEAD') && !isFilm(path)
    return isKept ? await answerKept(passage) : await passOn(passage)
  }

  /** As the origin answers, without a body of the reader's: nothing that is public takes one. */
  async function passOn({ request, target }: Passage): Promise<Response> {
    const { method, headers } = request
    const conditions = headers.get('if-none-match') ?? undefined
    try {
      return await askOrigin(origin + target, {
        method,
        headers: originHeaders(headers, conditions),
        redirect: 'manual',
        cache: 'no-store',
        signal: AbortSignal.timeout(ORIGIN_TIMEOUT_MS),
      })
    } catch {
      return refuse(502, 'Expected the origin to answer')
    }
  }

  async function answerKept(passage: Passage): Promise<Response> {
    const stored = await find(passage)
    // The origin renders nothing for a reader who wants the head alone; asked for the whole it would.
    if (stored === undefined && passage.request.method === 'HEAD') return await passOn(passage)
    const freshness = stored === undefined ? 'stale' : freshnessOf(stored, clock.now())
    if (stored === undefined || freshness === 'stale') return await ask(passage, stored)
    if (freshness === 'ageing') refresh(passage, stored)
    return send(passage, stored)
  }

  /** Of all who read an answer that ages, one has it asked for anew. */
  function refresh(passage: Passage, stored: StoredAnswer): void {
    const { target } = passage
    const now = clock.now()
    if (now - (refreshing.get(target) ?? Number.NEGATIVE_INFINITY) < ORIGIN_TIMEOUT_MS) return
    if (refreshing.size >= MAX_REFRESHING) refreshing.clear()
    refreshing.set(target, now)
    defer(
      ask(passage, stored)
        .then((refreshed) => refreshed.body?.cancel())
        .finally(() => refreshing.delete(target)),
    )
  }

  async function ask(passage: Passage, known: StoredAnswer | undefined): Promise<Response> {
    const received = await receive(passage, known)
    if (received !== undefined && !ERRORS.has(received.status)) return await settle(passage, known, received)
    if (known && (await standsIn(passage, known))) return send(passage, known)
    return received ?? refuse(502, 'Expected the origin to answer')
  }

  async function standsIn({ codes }: Passage, known: StoredAnswer): Promise<boolean> {
    return mayStandIn(known, clock.now()) && !(await gone.isKnownSince(codes, known.at))
  }

  /** @returns `undefined` if nobody answers. */
  async function receive({ request, target }: Passage, known: StoredAnswer | undefined): Promise<Response | undefined> {
    const headers = originHeaders(withoutRange(request.headers), known?.headers.etag)
    try {
      return await askOrigin(origin + target, {
        headers,
        redirect: 'manual',
        cache: 'no-store',
        signal: AbortSignal.timeout(ORIGIN_TIMEOUT_MS),
      })
    } catch {
      return undefined // Nobody answers: that is what the caller wants to know.
    }
  }

  /** Keeps what may be kept of an answer, and sends it. */
  async function settle(passage: Passage, known: StoredAnswer | undefined, received: Response): Promise<Response> {
    const at = clock.now()
    const headers = endToEnd(received.headers)
    if (received.status === 304 && known) {
      const { age: _, ...others } = known.headers
      // RFC 9111, section 4.3.4: what the 304 says replaces what is stored.
      return send(passage, await keep(passage, { ...known, headers: { ...others, ...headers }, at }))
    }
    if (GONE.has(received.status)) await noteGone(passage, known, received.status)
    const seconds = keepSeconds(headers)
    // A redirect need not say that it has no body.
    const isSmall = Number(headers['content-length'] ?? (received.status < 400 && headers.location ? 0 : Number.NaN)) <= MAX_KEPT_BYTES
    if (seconds === 0 || !isSmall) {
      // What was there before is no longer the answer, though this one is not kept.
      if (known) await cache.delete(await keyOf(passage))
      return await sendThrough(passage, received)
    }
    const body = new Uint8Array(await received.arrayBuffer())
    return send(passage, await keep(passage, { status: received.status, headers, at, body }))
  }

  /** Neither a media nor a list need be forgotten for an address that somebody made up. */
  async function noteGone({ codes }: Passage, known: StoredAnswer | undefined, status: number): Promise<void> {
    const wasThere = known !== undefined && !GONE.has(known.status)
    if (wasThere || status !== 404) await gone.note(codes, { wasThere })
  }

  async function keep(passage: Passage, answer: StoredAnswer): Promise<StoredAnswer> {
    const seconds = keepSeconds(answer.headers)
    const vary = varyOf(answer.headers)
    const key = await keyOf(passage)
    if (vary.length === 0) await cache.put(key, encodeStored(answer), seconds)
    else {
      await cache.put(await keyOf(passage, vary), encodeStored(answer), seconds)
      await cache.put(key, encodeStored({ vary }), seconds)
    }
    return answer
  }

  async function find(passage: Passage): Promise<StoredAnswer | undefined> {
    const first = await read(await keyOf(passage))
    if (first === undefined || 'body' in first) return first
    const found = await read(await keyOf(passage, first.vary))
    return found !== undefined && 'body' in found ? found : undefined
  }

  async function read(key: string): Promise<StoredAnswer | StoredVariants | undefined> {
    const bytes = await cache.find(key)
    return bytes && decodeStored(bytes)
  }

  /** @param vary  Names of the headers of the request that tell one answer from another. */
  async function keyOf({ request, target }: Passage, vary: readonly string[] = []): Promise<string> {
    const varying = vary.map((name) => [name, request.headers.get(name)])
    return `answers/${await digest(JSON.stringify([target, ...varying]))}`
  }

  function send({ request }: Passage, stored: StoredAnswer): Response {
    const headers = { ...stored.headers, age: String(ageOf(stored, clock.now())) }
    if (isSame(request, stored.status, stored.headers.etag)) {
      return new Response(null, { status: 304, headers: headersOfNotModified(headers) })
    }
    const hasBody = request.method !== 'HEAD' && ![204, 304].includes(stored.status)
    return new Response(hasBody ? (stored.body as Uint8Array<ArrayBuffer>) : null, { status: stored.status, headers }) // It was made here.
  }

  /** An answer that is not kept, as it came. */
  async function sendThrough({ request }: Passage, received: Response): Promise<Response> {
    const isKnown = isSame(request, received.status, received.headers.get('etag') ?? undefined)
    if (!isKnown && request.method !== 'HEAD') return received
    await received.body?.cancel()
    const headers = endToEnd(received.headers)
    return isKnown
      ? new Response(null, { status: 304, headers: headersOfNotModified(headers) })
      : new Response(null, { status: received.status, headers })
  }

  return answer
}

/** Whether the reader has just this answer already. */
function isSame({ headers }: Request, status: number, etag: string | undefined): boolean {
  const asked = headers.get('if-none-match')
  return status === 200 && asked !== null && etag !== undefined && matchesIfNoneMatch(asked, etag)
}

/** RFC 9110, section 7.6.1: these are about a connection. */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'])

function endToEnd(headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries([...headers].filter(([name]) => !OF_THE_CONNECTION.has(name)))
}

function withoutRange(headers: Headers): Headers {
  const others = new Headers(headers)
  for (const name of ['range', 'if-range']) others.delete(name)
  return others
}

function refuse(status: number, message: string): Response {
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }
  return new Response(JSON.stringify({ error: status === 404 ? 'not_found' : 'edge', message: `${message}.` }), { status, headers })
}
