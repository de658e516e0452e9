import type { Deps } from '../../ports/deps.ts'

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const SIGNATURE_LENGTH = 43

/**
 * The text as one that tells nothing to whoever has no key, and that this server knows again. The same text is sealed the same way each time.
 *
 * A signature of the text, and the text moved digit by digit along a second signature, of the first (the construction of RFC 5297).
 *
 * @param text     At most 43 of A-Z a-z 0-9 - _.
 * @param purpose  Keeps what is sealed for one purpose from being opened for another.
 */
export async function seal(signer: Deps['signer'], text: string, purpose: string): Promise<string> {
  const signature = await signer.sign(`${purpose} text:${text}`)
  return signature + moved(text, await signer.sign(`${purpose} key:${signature}`), 1)
}

/** The text that `seal` sealed; `undefined` for whatever this server has not sealed for this purpose. */
export async function unseal(signer: Deps['signer'], sealed: string, purpose: string): Promise<string | undefined> {
  if (!/^[\w-]{44,86}$/.test(sealed)) return undefined
  const signature = sealed.slice(0, SIGNATURE_LENGTH)
  const text = moved(sealed.slice(SIGNATURE_LENGTH), await signer.sign(`${purpose} key:${signature}`), -1)
  return (await signer.verify(`${purpose} text:${text}`, signature)) ? text : undefined
}

function moved(text: string, by: string, direction: 1 | -1): string {
  const digits = [...text].map((digit, at) => DIGITS.indexOf(digit) + direction * DIGITS.indexOf(by.charAt(at)))
  return digits.map((digit) => DIGITS.charAt((digit + DIGITS.length) % DIGITS.length)).join('')
}
