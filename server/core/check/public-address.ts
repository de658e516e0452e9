type Bytes = readonly number[]

/** A range of addresses: its first bytes, and how many bits of them count. */
type Range = readonly [first: Bytes, bits: number]

/**
 * What of IPv4 is not the public Internet.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/ (all of it, also what may be forwarded: nobody's pictures are there)
 */
const IPV4_DENIED: readonly Range[] = [
  [[0], 8], // this network
  [[10], 8],
  [[100, 64], 10], // behind carriers
  [[127], 8],
  [[168, 63, 129, 16], 32], // a cloud's own service of metadata, at an address that looks like any other
  [[169, 254], 16], // link-local, where the other clouds have theirs
  [[172, 16], 12],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24], // documentation
  [[192, 31, 196], 24], // AS112
  [[192, 52, 193], 24], // AMT
  [[192, 88, 99], 24], // 6to4 relays
  [[192, 168], 16],
  [[192, 175, 48], 24], // AS112
  [[198, 18], 15], // benchmarks
  [[198, 51, 100], 24], // documentation
  [[203, 0, 113], 24], // documentation
  [[224], 4], // multicast
  [[240], 4], // reserved, and broadcast
]

/** The one block of IPv6 that is given out: whatever lies outside is denied, mapped, compatible and translated IPv4 addresses among it. */
const IPV6_GLOBAL: Range = [[0x20], 3]

/** @see https://www.iana.org/assignments/iana-ipv6-special-registry/ */
const IPV6_DENIED: readonly Range[] = [
  [[0x20, 0x01, 0x00], 23], // Teredo, benchmarks, ORCHID and other protocols
  [[0x20, 0x01, 0x0d, 0xb8], 32], // documentation
  [[0x20, 0x02], 16], // 6to4: any IPv4 address in disguise
  [[0x26, 0x20, 0x00, 0x4f, 0x80, 0x00], 48], // AS112
  [[0x3f, 0xff, 0x00], 20], // documentation
]

/** An interface id that ISATAP makes of an IPv4 address (RFC 5214, section 6.1). */
const ISATAP: readonly Bytes[] = [
  [0x00, 0x00, 0x5e, 0xfe],
  [0x02, 0x00, 0x5e, 0xfe],
]

/**
 * Whether an address is on the public Internet. Denied unless known to be: an address that cannot be read is not (S3).
 *
 * @param address  As a resolver or a socket writes it: no brackets, IPv4 as four decimal numbers.
 */
export function isPublicAddress(address: string): boolean {
  const v4 = parseIpv4(address)
  if (v4 !== undefined) return !IPV4_DENIED.some((range) => isWithin(v4, range))
  const v6 = parseIpv6(address)
  if (v6 === undefined || !isWithin(v6, IPV6_GLOBAL)) return false
  const embedsIpv4 = ISATAP.some((mark) => mark.every((byte, index) => v6[8 + index] === byte))
  return !embedsIpv4 && !IPV6_DENIED.some((range) => isWithin(v6, range))
}

function isWithin(bytes: Bytes, [first, bits]: Range): boolean {
  return first.every((byte, index) => {
    const counted = Math.min(8, bits - index * 8)
    const mask = (0xff << (8 - counted)) & 0xff
    return ((bytes[index] ?? 0) & mask) === (byte & mask)
  })
}

/** Four decimal numbers without leading zeros; every other spelling is somebody's trick by now, since `URL` has unfolded the honest ones. */
function parseIpv4(text: string): Bytes | undefined {
  const parts = text.split('.')
  const isPlain = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  return isPlain ? parts.map(Number) : undefined
}

/** RFC 4291, section 2.2; a zone makes it no address of the Internet. */
function parseIpv6(text: string): Bytes | undefined {
  const halves = text.split('::')
  if (halves.length > 2 || !/^[0-9a-f:.]+$/i.test(text)) return undefined
  const [head, tail] = halves.map(parseGroups)
  if (head === undefined) return undefined
  if (halves.length === 1) return head.length === 16 ? head : undefined
  const missing = 16 - head.length - (tail?.length ?? 0)
  return tail === undefined || missing < 2 ? undefined : [...head, ...Array.from({ length: missing }, () => 0), ...tail]
}

function parseGroups(text: string): Bytes | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const bytes = groups.map((group, index) => {
    if (index === groups.length - 1 && group.includes('.')) return parseIpv4(group)
    return /^[0-9a-f]{1,4}$/i.test(group) ? [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff] : undefined
  })
  return bytes.includes(undefined) ? undefined : bytes.flatMap((group) => group ?? [])
}
