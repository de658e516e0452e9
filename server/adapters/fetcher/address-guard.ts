import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress } from '../../core/check/public-address.ts'

/** An address that may be connected to. */
export interface JudgedAddress {
  readonly address: string
  readonly family: 4 | 6
}

/** All addresses of a host name, as the system's resolver has them. */
export type Resolve = (host: string) => Promise<readonly JudgedAddress[]>

/** An address that nobody on the Internet has, or a host that has one: the request is not made. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
}

/**
 * The addresses of the host of a URL, each of them judged: one private address among public ones refuses the host, since the connection might
 * go to any (S2).
 *
 * @param hostname      Of a `URL`, which has unfolded octal, hexadecimal and short spellings; IPv6 in brackets.
 * @param allowPrivate  Then every address will do.
 * @throws              {PrivateAddressError}, or what the resolver throws.
 */
export async function judgeHost(
  hostname: string,
  { allowPrivate, resolve = resolveAll, isAllowed = isPublicAddress }: GuardOptions,
): Promise<readonly JudgedAddress[]> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(host)
  const addresses = family === 4 || family === 6 ? [{ address: host, family } as const] : await resolve(host)
  if (addresses.length === 0) throw new Error(`${host} has no address`)
  const denied = allowPrivate ? undefined : addresses.find(({ address }) => !isAllowed(address))
  if (denied !== undefined) {
    throw new PrivateAddressError(`${host} is at ${denied.address}, which is not of the public Internet (--allow-private allows it)`)
  }
  return addresses
}

export interface GuardOptions {
  readonly allowPrivate: boolean
  /** By default the system's. */
  readonly resolve?: Resolve
  /** By default what is on the public Internet. */
  readonly isAllowed?: (address: string) => boolean
}

async function resolveAll(host: string): Promise<readonly JudgedAddress[]> {
  const found = await lookup(host, { all: true, verbatim: true })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}
