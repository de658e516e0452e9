import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readOrMakeKey } from '../../server/adapters/signer/key-file.ts'
import { webCryptoSigner } from '../../server/adapters/signer/web-crypto.ts'
import { UnavailableError } from '../../server/core/errors.ts'
import { tempFolder } from '../support/temp-folder.ts'

describe('webCryptoSigner', () => {
  const rfc4231 = () => webCryptoSigner(new Uint8Array(131).fill(0xaa))

  it('signs as RFC 4231, section 4.7 says', async () => {
    const signature = await (await rfc4231()).sign('Test Using Larger Than Block-Size Key - Hash Key First')
    expect(Buffer.from(signature, 'base64url').toString('hex')).toBe('60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54')
    expect(signature).toHaveLength(43)
  })

  it('digests as FIPS 180-2, appendix B.1 says', async () => {
    expect(await (await rfc4231()).digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('verifies its own signature, and no other spelling, text or key', async () => {
    const signer = await rfc4231()
    const signature = await signer.sign('a text')
    expect(await signer.verify('a text', signature)).toBe(true)
    expect(await signer.verify('a texT', signature)).toBe(false)
    const last = signature.slice(-1)
    const sameBits = String.fromCharCode(last.charCodeAt(0) + 1) // the last character has two bits that mean nothing
    for (const forged of ['', `${signature}=`, `${signature.slice(0, -1)}${sameBits}`, signature.slice(1), `A${signature.slice(1)}x`]) {
      expect(await signer.verify('a text', forged)).toBe(false)
    }
    expect(await (await webCryptoSigner(new Uint8Array(32))).verify('a text', signature)).toBe(false)
  })

  it('refuses a short key', async () => {
    await expect(webCryptoSigner(new Uint8Array(31))).rejects.toThrow('Expected a key of at least 32 bytes but received 31')
  })
})

describe('readOrMakeKey', () => {
  it('makes a key once, which only its owner may read', async () => {
    const path = join(tempFolder(), 'signing.key')
    const keys = await Promise.all([readOrMakeKey(path), readOrMakeKey(path), readOrMakeKey(path)])
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
    expect(readFileSync(path)).toHaveLength(32)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it.each(['EPERM', 'ENOTSUP', 'ENOSYS', 'EISDIR'])('makes a key once where a disk says %s to hard links', async (code) => {
    const folder = tempFolder()
    const path = join(folder, 'signing.key')
    const link = () => Promise.reject(Object.assign(new Error('no hard links'), { code }))
    const keys = await Promise.all([readOrMakeKey(path, link), readOrMakeKey(path, link), readOrMakeKey(path, link)])
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
    expect(readFileSync(path)).toHaveLength(32)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['signing.key'])
  })

  it('waits for a key that another process is writing', async () => {
    const path = join(tempFolder(), 'signing.key')
    writeFileSync(path, '')
    const reading = readOrMakeKey(path)
    writeFileSync(path, Buffer.alloc(32, 7))
    expect(await reading).toEqual(new Uint8Array(32).fill(7))
  })

  it('makes none where a disk is full', async () => {
    const folder = tempFolder()
    const link = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
    await expect(readOrMakeKey(join(folder, 'signing.key'), link)).rejects.toThrow(UnavailableError)
    expect(readdirSync(folder)).toEqual([])
  })

  it('says what to do about a file that is no key', async () => {
    const path = join(tempFolder(), 'signing.key')
    writeFileSync(path, 'short')
    await expect(readOrMakeKey(path)).rejects.toThrow(UnavailableError)
    truncateSync(path)
    await expect(readOrMakeKey(path)).rejects.toThrow('Delete the file: a new key is made.')
  })

  it('names a folder that is not there', async () => {
    await expect(readOrMakeKey(join(tempFolder(), 'no', 'signing.key'))).rejects.toThrow(UnavailableError)
  })
})
