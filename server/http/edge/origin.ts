import { originHeaders, type Passage } from './edge-request.ts'
import type { StoredAnswer } from './stored-answer.ts'

/** Longer than a render may take. */
export const ORIGIN_TIMEOUT_MS = 30_000

/** The server behind an edge, and how it is asked. */
export interface OriginAccess {
  /** `https://origin.example`: the only place that is ever asked. */
  readonly origin: string
  askOrigin(url: string, init: RequestInit): Promise<Response>
}

/** The server behind an edge. Neither throws: `undefined` is what nobody answered. */
export interface Origin {
  /** As the reader asks, but without a body: nothing that is public takes one. */
  pass(passage: Passage): Promise<Response | undefined>
  /** For all of it, or for the word that what is known is still the answer. */
  askWhole(passage: Passage, known: StoredAnswer | undefined): Promise<Response | undefined>
}

/** The server that this address names. */
export function originOf({ origin, askOrigin }: OriginAccess): Origin {
  async function ask(target: string, init: RequestInit): Promise<Response | undefined> {
    try {
      const signal = AbortSignal.timeout(ORIGIN_TIMEOUT_MS)
      return await askOrigin(origin + target, { ...init, redirect: 'manual', cache: 'no-store', signal })
    } catch {
      return undefined // Nobody answers: that is what the caller wants to know.
    }
  }
  return {
    pass: ({ request: { method, headers }, target }) =>
      ask(target, { method, headers: originHeaders(headers, headers.get('if-none-match') ?? undefined) }),
    askWhole: ({ request, target }, known) => ask(target, { headers: originHeaders(withoutRange(request.headers), known?.headers.etag) }),
  }
}

function withoutRange(headers: Headers): Headers {
  const others = new Headers(headers)
  for (const name of ['range', 'if-range']) others.delete(name)
  return others
}
