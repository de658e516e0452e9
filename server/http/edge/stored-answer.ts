/** An answer of the origin's, as an edge keeps it. */
export interface StoredAnswer {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** Unix milliseconds when it was received, or said to be as good as new. */
  readonly at: number
  readonly body: Uint8Array
}

/** What is kept under an address of which there are several answers: the headers of a request that decide which. */
export interface StoredVariants {
  readonly vary: readonly string[]
}

/** Refreshed in the background when so little of its lifetime is left, so that nobody waits; never after it, which is when a withdrawal has to be seen. */
const REFRESH_SECONDS = 10
/** Nothing outlives this without a word of the origin's, whatever its headers allow. */
const MAX_STALE_SECONDS = 86_400

/** Of what says its age in no way that can be read: it is never fresh (section 4.2.1). */
const OLD_SECONDS = 1_000_000_000

/** `fresh`: to be sent as it is; `ageing`: the same, and to be asked for anew meanwhile; `stale`: the origin has to be asked first. */
export function freshnessOf(stored: StoredAnswer, now: number): 'fresh' | 'ageing' | 'stale' {
  const left = lifetimeOf(stored.headers) - ageOf(stored, now)
  if (left <= 0) return 'stale'
  return left <= Math.min(REFRESH_SECONDS, lifetimeOf(stored.headers) / 2) ? 'ageing' : 'fresh'
}

/** Whether it may be sent while the origin fails (RFC 5861, section 4). */
export function mayStandIn(stored: StoredAnswer, now: number): boolean {
  const staleFor = ageOf(stored, now) - lifetimeOf(stored.headers)
  return staleFor <= Math.min(directive(stored.headers, 'stale-if-error') ?? -1, MAX_STALE_SECONDS)
}

/** Whether a shared cache may keep it (RFC 9111, section 3), and by how long it is of use. @returns Seconds; 0: not at all. */
export function keepSeconds(headers: StoredAnswer['headers']): number {
  const control = headers['cache-control'] ?? ''
  if (/\b(no-store|private|no-cache)\b/i.test(control) || headers.vary === '*' || headers['set-cookie'] !== undefined) return 0
  const lifetime = lifetimeOf(headers)
  // The second that is the last one, too.
  return lifetime === 0 ? 0 : lifetime + Math.min(directive(headers, 'stale-if-error') ?? 0, MAX_STALE_SECONDS) + 1
}

/** Value of `Age`, rounded up: whoever keeps it further keeps it no longer than we would (RFC 9111, section 4.2.3). */
export function ageOf({ headers, at }: Pick<StoredAnswer, 'headers' | 'at'>, now: number): number {
  const before = /^\d{1,9}$/.test(headers.age ?? '0') ? Number(headers.age ?? 0) : OLD_SECONDS
  return before + Math.max(0, Math.ceil((now - at) / 1000))
}

/** The names in `Vary`, in lower case; not the coding, which is always the same between an edge and its origin. */
export function varyOf({ vary = '' }: StoredAnswer['headers']): readonly string[] {
  const names = vary.split(',').map((name) => name.trim().toLowerCase())
  return names.filter((name) => name !== '' && name !== 'accept-encoding').sort()
}

/** Seconds for a shared cache (RFC 9111, section 4.2.1); 0 where nothing is said. */
function lifetimeOf(headers: StoredAnswer['headers']): number {
  return directive(headers, 's-maxage') ?? directive(headers, 'max-age') ?? 0
}

function directive(headers: StoredAnswer['headers'], name: string): number | undefined {
  const seconds = new RegExp(`(?:^|[,\\s])${name}=(\\d{1,9})(?:$|[,\\s])`, 'i').exec(headers['cache-control'] ?? '')?.[1]
  return seconds === undefined ? undefined : Number(seconds)
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const LENGTH_BYTES = 4

/** As bytes for a cache: the length of the head, the head in JSON, the body. */
export function encodeStored(stored: StoredAnswer | StoredVariants): Uint8Array {
  const { body, ...head } = 'body' in stored ? stored : { ...stored, body: new Uint8Array() }
  const json = encoder.encode(JSON.stringify(head))
  const bytes = new Uint8Array(LENGTH_BYTES + json.length + body.length)
  new DataView(bytes.buffer).setUint32(0, json.length)
  bytes.set(json, LENGTH_BYTES)
  bytes.set(body, LENGTH_BYTES + json.length)
  return bytes
}

/** What `encodeStored` wrote: only an edge writes into its cache. */
export function decodeStored(bytes: Uint8Array): StoredAnswer | StoredVariants {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0)
  const head: StoredVariants | Omit<StoredAnswer, 'body'> = JSON.parse(decoder.decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length)))
  return 'vary' in head ? head : { ...head, body: bytes.subarray(LENGTH_BYTES + length) }
}
