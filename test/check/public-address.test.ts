import { describe, expect, it } from 'vitest'
import { judgeHost, PrivateAddressError } from '../../server/adapters/fetcher/address-guard.ts'
import { isPublicAddress } from '../../server/core/check/public-address.ts'

/** Spellings of addresses that nobody on the Internet has, as a URL may bring them (findings 4 and 5 of the security reference, S3). */
const LITERALS = [
  ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '017700000001', '127.0.0.1.', '127.000.000.001'],
  ...['127.255.255.254', '0', '0.0.0.0', '0x0', '10.0.0.1', '10.1', '0xa.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['3232235777', '169.254.169.254', '0xa9fea9fe', '169.254.1', '2852039166', '100.64.0.1', '168.63.129.16', '0xa83f8110', '198.18.0.1'],
  ...['224.0.0.1', '255.255.255.255', '１２７.０.０.１', '①②⑦.0.0.1', '[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::127.0.0.1]', '[::7f00:1]'],
  ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::a00:1]', '[2002:7f00:1::]'],
  ...['[2001:0:4136:e378:8000:63bf:3fff:fdd2]', '[::5efe:7f00:1]', '[fe80::5efe:7f00:1]', '[2001:4860::5efe:7f00:1]', '[fe80::1]'],
  ...['[fc00::1]', '[fd00:ec2::254]', '[fec0::1]', '[ff02::1]', '[100::1]', '[2001:db8::1]', '[3fff::1]', '[4000::1]', '[5f00::1]'],
]

const neverAsked = async () => {
  throw new Error('Expected no name to be resolved')
}

describe('a literal address in a URL', () => {
  it('is tried in more forms than the reference counts', () => {
    expect(new Set(LITERALS).size).toBeGreaterThanOrEqual(43)
  })

  it.each(LITERALS)('%s is refused before anybody is asked (S2, S3)', async (literal) => {
    const { hostname } = new URL(`http://${literal}/`)
    await expect(judgeHost(hostname, { allowPrivate: false, resolve: neverAsked })).rejects.toThrow(PrivateAddressError)
  })

  it.each(['[::1%25eth0]', '[fe80::1%eth0]'])('%s is no URL at all', (literal) => {
    expect(URL.canParse(`http://${literal}/`)).toBe(false)
  })

  it.each([
    ['8.8.8.8', '8.8.8.8'],
    ['[2001:4860:4860::8888]', '2001:4860:4860::8888'],
  ])('%s is taken as it is', async (literal, address) => {
    const judged = await judgeHost(new URL(`http://${literal}/`).hostname, { allowPrivate: false, resolve: neverAsked })
    expect(judged.map((one) => one.address)).toEqual([address])
  })
})

describe('a name', () => {
  const at = (...addresses: readonly string[]) => ({
    allowPrivate: false,
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? (6 as const) : (4 as const) })),
  })

  it('is refused for one private address among fifty public ones (S2)', async () => {
    const many = Array.from({ length: 49 }, (_, index) => `93.184.216.${index}`)
    await expect(judgeHost('mixed.example', at(...many, '10.0.0.1'))).rejects.toThrow('mixed.example is at 10.0.0.1')
    expect(await judgeHost('fine.example', at(...many))).toHaveLength(49)
  })

  it('without any address is no answer', async () => {
    await expect(judgeHost('none.example', at())).rejects.toThrow('has no address')
  })

  it('is let through where private addresses are allowed', async () => {
    expect(await judgeHost('here.example', { ...at('127.0.0.1', '::1'), allowPrivate: true })).toHaveLength(2)
  })
})

/** The IANA tables: the first and last address of each range, and their neighbours outside it where those are public. */
const RANGES: readonly (readonly [first: string, last: string, before: string | undefined, after?: string])[] = [
  ['0.0.0.0', '0.255.255.255', undefined, '1.0.0.0'],
  ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
  ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
  ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
  ['168.63.129.16', '168.63.129.16', '168.63.129.15', '168.63.129.17'],
  ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
  ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
  ['192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
  ['192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
  ['192.31.196.0', '192.31.196.255', '192.31.195.255', '192.31.197.0'],
  ['192.52.193.0', '192.52.193.255', '192.52.192.255', '192.52.194.0'],
  ['192.88.99.0', '192.88.99.255', '192.88.98.255', '192.88.100.0'],
  ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
  ['192.175.48.0', '192.175.48.255', '192.175.47.255', '192.175.49.0'],
  ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
  ['198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
  ['203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
  ['224.0.0.0', '255.255.255.255', '223.255.255.255'],
  ['::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', undefined, '2000::'],
  ['2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', '2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:200::'],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::'],
  ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2003::'],
  ['2620:4f:8000::', '2620:4f:8000:ffff:ffff:ffff:ffff:ffff', '2620:4f:7fff:ffff:ffff:ffff:ffff:ffff', '2620:4f:8001::'],
  ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:1000::'],
  ['4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
]

describe('isPublicAddress', () => {
  it.each(RANGES)('denies %s to %s and nothing beside it (S3)', (first, last, before, after) => {
    expect([first, last].map((address = '') => isPublicAddress(address))).toEqual([false, false])
    expect([before, after].map((address) => address === undefined || isPublicAddress(address))).toEqual([true, true])
  })

  it.each([
    '',
    'localhost',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.4 ',
    '0x8.8.8.8',
    '2001:4860',
    '2001::4860::1',
    '20010::1',
  ])('denies what it cannot read: %j', (text) => {
    expect(isPublicAddress(text)).toBe(false)
  })

  it.each([
    '2001:4860:1:2:3:4:5:6:7',
    ':::',
    '2001:4860:0:0:0:0:8.8.8',
    '2001:4860::8.8.8.8.8',
    '2001:4860::1%lo',
    '2001:4860:0:0:0:0:0:0::',
  ])('denies %j', (text) => {
    expect(isPublicAddress(text)).toBe(false)
  })

  it('reads IPv4 at the end of IPv6', () => {
    expect(isPublicAddress('2001:4860::8.8.8.8')).toBe(true)
  })
})
