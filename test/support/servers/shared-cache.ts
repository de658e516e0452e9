import type { Clock } from '../../../server/ports/system.ts'

/** Answers a GET; rejects if nothing can be reached. */
export type Answering = (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>

interface Stored {
  readonly status: number
  readonly headers: Headers
  readonly body: ArrayBuffer
  /** Unix milliseconds at which it was received or last validated. */
  readonly at: number
  /** What the request said in the headers that `Vary` names, in its order. */
  readonly asked: string
}

/** A cache may answer with what it has if the origin answers so (RFC 5861, section 4). */
const ERRORS = new Set([500, 502, 503, 504])

/**
 * A cache that many clients share, as RFC 9111 wants it and as lazy as RFC 9111 lets it be: it asks only when it must, validates rather than
 * fetches, keeps what nothing tells it to drop, and serves what is stale where RFC 5861 allows that.
 */
export function sharedCache(origin: Answering, clock: Clock): Answering {
  const entries = new Map<string, Stored[]>()

  async function ask(path: string, headers: Readonly<Record<string, string>>, known: Stored | undefined): Promise<Response> {
    const etag = known?.headers.get('etag')
    const answer = await tryOrigin(path, etag ? { ...headers, 'if-none-match': etag } : headers)
    if (known !== undefined && (answer === undefined || ERRORS.has(answer.status))) {
      return mayStandIn(known, clock.now()) ? served(known) : (answer ?? new Response(null, { status: 504 }))
    }
    if (answer === undefined) return new Response(null, { status: 504 })
    return answer.status === 304 && known !== undefined ? served(validated(path, known, answer)) : await received(path, headers, answer)
  }

  async function tryOrigin(path: string, headers: Readonly<Record<string, string>>): Promise<Response | undefined> {
    try {
      return await origin(path, headers)
    } catch {
      return undefined // Nothing answers: that is what the caller wants to know.
    }
  }

  /** RFC 9111, section 4.3.4: the header fields of the 304 replace those that are stored. */
  function validated(path: string, known: Stored, answer: Response): Stored {
    const headers = new Headers(known.headers)
    for (const [name, value] of answer.headers) headers.set(name, value)
    if (!answer.headers.has('age')) headers.delete('age')
    return keep(path, { ...known, headers, at: clock.now() })
  }

  async function received(path: string, asked: Readonly<Record<string, string>>, answer: Response): Promise<Response> {
    const { status, headers } = answer
    const stored = { status, headers, body: await answer.arrayBuffer(), at: clock.now(), asked: selecting(headers, asked) }
    if (isStorable(headers)) keep(path, stored)
    return served(stored)
  }

  function keep(path: string, stored: Stored): Stored {
    const others = (entries.get(path) ?? []).filter(
      ({ asked, headers }) => asked !== stored.asked || headers.get('vary') !== stored.headers.get('vary'),
    )
    entries.set(path, [...others, stored])
    return stored
  }

  function served({ status, headers, body, at }: Stored): Response {
    const sent = new Headers(headers)
    sent.set('age', String(ageOf({ headers, at }, clock.now())))
    return new Response(status === 204 || status === 304 ? null : body, { status, headers: sent })
  }

  return async (path, headers = {}) => {
    const fitting = (entries.get(path) ?? []).filter((stored) => selecting(stored.headers, headers) === stored.asked)
    const known = fitting.at(-1) // The newest: section 4.1.
    if (known !== undefined && isFresh(known, clock.now())) return served(known)
    return await ask(path, headers, known)
  }
}

/** RFC 9111, section 4.1. */
function selecting(stored: Headers, asked: Readonly<Record<string, string>>): string {
  const request = new Headers(asked)
  const names = (stored.get('vary') ?? '').split(',').map((name) => name.trim().toLowerCase())
  return JSON.stringify(names.filter((name) => name !== '').map((name) => [name, request.get(name)]))
}

/** RFC 9111, section 3: explicitly, since a cache may also store what says nothing, which ours always does. */
function isStorable(headers: Headers): boolean {
  const control = controlOf(headers)
  return !control.has('no-store') && !control.has('private') && lifetimeOf(headers) !== undefined && headers.get('vary') !== '*'
}

/** RFC 9111, section 4.2. */
function isFresh({ headers, at }: Pick<Stored, 'headers' | 'at'>, now: number): boolean {
  return (lifetimeOf(headers) ?? 0) > ageOf({ headers, at }, now)
}

function mayStandIn({ headers, at }: Stored, now: number): boolean {
  const staleFor = ageOf({ headers, at }, now) - (lifetimeOf(headers) ?? 0)
  return staleFor <= (controlOf(headers).get('stale-if-error') ?? -1)
}

/** RFC 9111, section 4.2.3, between machines that answer at once. */
function ageOf({ headers, at }: Pick<Stored, 'headers' | 'at'>, now: number): number {
  return Number(headers.get('age') ?? 0) + Math.floor((now - at) / 1000)
}

/** RFC 9111, section 4.2.1, in seconds. */
function lifetimeOf(headers: Headers): number | undefined {
  const control = controlOf(headers)
  return control.get('s-maxage') ?? control.get('max-age')
}

function controlOf(headers: Headers): ReadonlyMap<string, number> {
  const words = (headers.get('cache-control') ?? '').split(',').map((word) => word.trim().toLowerCase().split('='))
  return new Map(words.map(([name = '', value = '0']) => [name, Number(value)]))
}
