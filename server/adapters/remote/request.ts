import { createHash } from 'node:crypto'
import { BadRequestError, ConflictError, NotOwnerError, UnavailableError } from '../../core/errors.ts'
import { PART_BYTES } from '../../core/original-parts.ts'

export interface RemoteAccess {
  /** Of the server, without a slash at its end. */
  readonly origin: string
  /** An owner's token of that server. */
  readonly token: string
  /** That are taken here. A server of before answers all of one, whatever part is asked for. */
  readonly maxOriginalBytes?: number
  /** How long to wait between two attempts; a second and more unless a test is in a hurry. */
  readonly pauseMs?: number
}

export interface RequestBody {
  readonly json?: unknown
  readonly bytes?: Uint8Array
  /** Whether the hash of `bytes` is told beside them. */
  readonly digest?: boolean
  /** More than the token and the type. */
  readonly headers?: Readonly<Record<string, string>>
  /** Whether 404 is an answer. */
  readonly mayLack?: boolean
}

type Ask = (method: 'GET' | 'POST' | 'PUT', path: string, body?: RequestBody) => Promise<Response>

const ATTEMPTS = 5
/** No part of an original and no page of media is longer. */
const MAX_ANSWER_BYTES = 2 * PART_BYTES
const TIMEOUT_MS = 120_000
/** Too much at once, or a server that is not well at the moment: the same may be asked again, since every request here may be repeated. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504])

/** One request below `/v1/owner/transfer` of another server, again where that may help. @throws As `Remote` says. */
export function remoteRequest({ origin, token, pauseMs = 1000, maxOriginalBytes = 0 }: RemoteAccess): Ask {
  const maxAnswerBytes = Math.max(MAX_ANSWER_BYTES, maxOriginalBytes)
  return async (method, path, body = {}) => {
    const url = `${origin}/v1/owner/transfer${path}`
    for (let attempt = 1; ; attempt += 1) {
      const answer = await attemptOnce(url, method, { token, body, maxAnswerBytes })
      const isPassing = answer instanceof Error || PASSING.has(answer.status)
      if (!isPassing) return await accept(answer, { origin, body })
      if (!(answer instanceof Error)) await answer.body?.cancel()
      if (attempt === ATTEMPTS) throw unreachable(origin, answer)
      await new Promise((resolve) => setTimeout(resolve, pauseMs * 2 ** (attempt - 1)))
    }
  }
}

interface Attempt {
  readonly token: string
  readonly body: RequestBody
  readonly maxAnswerBytes: number
}

async function attemptOnce(url: string, method: string, { token, body, maxAnswerBytes }: Attempt): Promise<Response | Error> {
  const { json, bytes, digest, headers: more } = body
  const headers: Record<string, string> = { ...more, Authorization: `Bearer ${token}` }
  if (json !== undefined) headers['Content-Type'] = 'application/json'
  if (bytes !== undefined) headers['Content-Type'] = 'application/octet-stream'
  if (bytes !== undefined && digest) headers['Content-Digest'] = `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`
  const content = json === undefined ? bytes : JSON.stringify(json)
  try {
    const answer = await fetch(url, {
      method,
      headers,
      redirect: 'error', // A token goes to no other place.
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(content !== undefined && { body: content as string | Uint8Array<ArrayBuffer> }), // fetch takes whatever is below the bytes.
    })
    // Here, so that what breaks off is asked for again.
    const whole = await readWhole(answer, maxAnswerBytes)
    return new Response(whole.length === 0 ? null : whole, answer)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** What is counted is what comes out: a small answer may unfold to gigabytes (S5). @throws {Error} if it is longer. */
async function readWhole({ body }: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body ?? []) {
    length += part.length
    // Leaving the loop closes the connection.
    if (length > maxBytes) throw new Error(`more than ${maxBytes} bytes`)
    parts.push(part)
  }
  return Uint8Array.from(Buffer.concat(parts))
}

async function accept(answer: Response, { origin, body }: { origin: string; body: RequestBody }): Promise<Response> {
  if (answer.ok || (answer.status === 404 && body.mayLack)) return answer
  const said = await wordsOf(answer)
  if (answer.status === 401) throw new NotOwnerError(`Expected a token of ${origin} that is valid but received another`)
  if (answer.status === 409) throw new ConflictError(said)
  if (answer.status === 404) throw new UnavailableError(`Expected a Placard that takes transfers at ${origin} but received 404`)
  if (answer.status === 413) throw new BadRequestError(tooLarge(origin, body, said))
  throw new BadRequestError(`${origin} refuses it with ${answer.status}: ${said}`)
}

/** It may be the server itself, which says so, or what stands before it. */
function tooLarge(origin: string, { bytes }: RequestBody, said: string): string {
  const limits = 'PLACARD_MAX_ORIGINAL_MB there, client_max_body_size of nginx, or the plan of the host'
  return `Expected ${origin} to take a body of ${bytes?.length ?? 0} bytes but received 413: ${said} The limit is one of: ${limits}.`
}

async function wordsOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => undefined)
  const { error_message: envelope, message } = { ...Object(Object(body).meta), ...Object(body) }
  const words = [message, envelope].find((said) => typeof said === 'string') ?? answer.statusText
  return words.slice(0, 1000)
}

function unreachable(origin: string, last: Response | Error): UnavailableError {
  if (!(last instanceof Error)) return new UnavailableError(`Expected ${origin} to be well but received ${last.status} again and again`)
  const cause = last.cause instanceof Error ? last.cause.message : last.message
  return new UnavailableError(`Expected ${origin} to answer but received "${cause}"`, { cause: last })
}
