import type { Media } from '../media.ts'

/** What is granted: a page of this origin may load the files of one revision of one media until then. */
export interface GrantTerms {
  /** As browsers send it. */
  readonly origin: string
  /** Unix seconds; at that moment it is over. */
  readonly expires: number
}

/** Terms with the proof that this server wrote them (`Signer`). */
export interface Grant extends GrantTerms {
  readonly signature: string
}

/**
 * How far apart the moments are at which grants end, in seconds. Between one and two such steps are left of a new one, and all that are made
 * within a step are the same: so answers stay the same, and caches of browsers of use. A film is paused, and goes on in pieces for hours.
 */
const STEP_SECONDS = { picture: 600, film: 3 * 3600 } as const

/** When a grant that is made at `now` (Unix milliseconds) ends, in Unix seconds. */
export function grantExpiry({ video }: Pick<Media, 'video'>, now: number): number {
  const step = video === undefined ? STEP_SECONDS.picture : STEP_SECONDS.film
  return (Math.floor(now / 1000 / step) + 2) * step
}

/** The text that is signed: its purpose and version, then what is granted, a line each. No field can hold the end of a line (A5). */
export function grantText({ id, revision }: Pick<Media, 'id' | 'revision'>, { origin, expires }: GrantTerms): string {
  return ['placard grant 1', id, revision, expires, origin].join('\n')
}

/** The end of an address that a grant opens. */
export function grantQuery({ origin, expires, signature }: Grant): string {
  return `?o=${encodeURIComponent(origin)}&e=${expires}&s=${signature}`
}

const QUERY = /^\?o=((?:[\w.-]|%3A|%2F|%5B|%5D){1,300})&e=([1-9]\d{9,10})&s=([\w-]{43})$/

/**
 * The grant in an address, not checked yet.
 *
 * @param query  As it came, with its question mark.
 * @returns      `undefined` for any other spelling than that of `grantQuery`, so that one grant has one address.
 */
export function parseGrant(query: string): Grant | undefined {
  const [, origin, expires, signature] = QUERY.exec(query) ?? []
  if (origin === undefined || signature === undefined) return undefined
  return { origin: decodeURIComponent(origin), expires: Number(expires), signature }
}
