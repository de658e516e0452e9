import type { Signer } from '../../ports/system.ts'

const ALGORITHM = { name: 'HMAC', hash: 'SHA-256' } as const
const encoder = new TextEncoder()

/**
 * Signs with a key that the runtime keeps and never shows again; the same on every runtime.
 *
 * @param key  At least 32 random bytes. Servers with the same key accept each other's signatures.
 * @throws     {RangeError} if the key is shorter.
 */
export async function webCryptoSigner(key: Uint8Array<ArrayBuffer>): Promise<Signer> {
  if (key.length < 32) throw new RangeError(`Expected a key of at least 32 bytes but received ${key.length}`)
  const secret = await crypto.subtle.importKey('raw', key, ALGORITHM, false, ['sign', 'verify'])
  return {
    digest: async (text) => toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))),
    sign: async (text) => toBase64Url(new Uint8Array(await crypto.subtle.sign(ALGORITHM, secret, encoder.encode(text)))),
    verify: async (text, signature) => {
      const bytes = fromBase64Url(signature)
      return bytes !== undefined && (await crypto.subtle.verify(ALGORITHM, secret, bytes, encoder.encode(text)))
    },
  }
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** `undefined` for what is not the one spelling of 32 bytes. */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]{42}[AEIMQUYcgkosw048]$/.test(text)) return undefined
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}
