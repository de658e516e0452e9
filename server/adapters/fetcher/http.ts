import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { httpUrl } from '../../core/text/http-url.ts'
import type { Fetcher, FetchOptions, FetchResult } from '../../ports/fetcher.ts'
import { type GuardOptions, type JudgedAddress, judgeHost, PrivateAddressError } from './address-guard.ts'
import { readBody } from './body.ts'
import { RefusedError, redirectTarget } from './redirect.ts'

export interface HttpFetcherOptions extends GuardOptions {
  /** For one file, redirects and all. */
  readonly timeoutMs: number
  /** Whether ports beside those of web servers may be asked; by default where private addresses may. */
  readonly anyPort?: boolean
  /** Value of `Accept-Language`; none by default. */
  readonly language?: string
}

const MAX_REDIRECTS = 5
const MAX_HEADER_BYTES = 16_384
/** Where web servers are; other services must not be spoken to by accident (S5). */
const WEB_PORTS: ReadonlySet<string> = new Set(['', '80', '443', '8080', '8443'])
const USER_AGENT = 'Placard-check/1 (+credit and licence of pictures; no script is run)'

/**
 * Asks over HTTP, and only where the public Internet is (S1 to S5): every address that a name resolves to is judged, the connection
 * goes to a judged address and nowhere else, and each redirect is judged again. Cookies, credentials and connections are never kept.
 */
export function httpFetcher(settings: HttpFetcherOptions): Fetcher {
  return {
    async get(url, options) {
      const late = AbortSignal.timeout(settings.timeoutMs)
      const signal = AbortSignal.any([late, ...(options.signal ? [options.signal] : [])])
      try {
        const found = await follow(url, { ...options, signal }, settings)
        // What has no length ends with its connection, also where that was cut here, and half a page would pass for a whole one.
        signal.throwIfAborted()
        return found
      } catch (error) {
        if (error instanceof PrivateAddressError || error instanceof RefusedError) return { kind: 'refused', reason: error.message }
        return { kind: 'failed', reason: late.aborted ? `no answer within ${settings.timeoutMs / 1000} s` : reasonOf(error) }
      }
    },
  }
}

async function follow(start: string, options: FetchOptions & { signal: AbortSignal }, settings: HttpFetcherOptions): Promise<FetchResult> {
  let url = webUrl(start, settings)
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const addresses = await whileWanted(judgeHost(url.hostname, settings), options.signal)
    const response = await ask(url, { ...options, addresses, ...(settings.language !== undefined && { language: settings.language }) })
    try {
      const target = redirectTarget(url, { status: response.statusCode ?? 0, location: response.headers.location })
      if (target === undefined) return await answerOf(url, response, options.maxBytes)
      url = webUrl(target.href, settings)
    } finally {
      response.destroy()
    }
  }
  throw new RefusedError(`there are more than ${MAX_REDIRECTS} redirects`)
}

/** A resolver cannot be stopped, but nobody needs to wait for it. */
function whileWanted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

function webUrl(text: string, { allowPrivate, anyPort = allowPrivate }: HttpFetcherOptions): URL {
  const link = httpUrl(text)
  if (link === undefined) throw new RefusedError('only http and https addresses without a password in them are asked')
  const url = new URL(link)
  url.hash = ''
  if (!anyPort && !WEB_PORTS.has(url.port)) throw new RefusedError(`port ${url.port} is none of a web server (--allow-private allows it)`)
  return url
}

interface AskOptions {
  readonly addresses: readonly JudgedAddress[]
  readonly accept: string
  readonly language?: string
  readonly signal: AbortSignal
}

/** One request on a connection of its own. The name stays in `Host` and in TLS; the address is the one that was judged. */
function ask(url: URL, { addresses, accept, language, signal }: AskOptions): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent: false,
      lookup: pinned(addresses),
      signal,
      maxHeaderSize: MAX_HEADER_BYTES,
      headers: {
        Accept: accept,
        'Accept-Encoding': 'br, gzip, deflate',
        'User-Agent': USER_AGENT,
        ...(language !== undefined && { 'Accept-Language': language }),
      },
    })
    sent.on('response', resolve)
    sent.on('error', reject)
    // Of an answer that wants to speak another protocol Node says nothing else.
    sent.on('close', () => reject(new Error('it did not answer over HTTP')))
    sent.end()
  })
}

/** Answers the judged addresses, whoever is asked for: a second look-up could answer otherwise. Never called for literals, which are judged too. */
function pinned(addresses: readonly JudgedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all) return callback(null, [...addresses])
    const [first] = addresses
    return first === undefined ? callback(new Error('no address'), '') : callback(null, first.address, first.family)
  }
}

async function answerOf(url: URL, response: IncomingMessage, maxBytes: number): Promise<FetchResult> {
  const { bytes, isCut } = await readBody(response, maxBytes)
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value = '']) => [name, [value].flat().join(', ')]))
  return { kind: 'fetched', url: url.href, status: response.statusCode ?? 0, headers, bytes, isCut }
}

function reasonOf(error: unknown): string {
  // Several addresses failed: the first says enough.
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
