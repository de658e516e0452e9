/**
 * The address that a text is, `undefined` if it is none.
 *
 * `URL.canParse` is no way to ask: once it is optimised, Node 20 reads Latin-1 in it as if it were UTF-8, and refuses `https://münchen.example/`.
 *
 * @param base  What a relative address is relative to; without it only absolute ones are addresses.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  // Every absolute address has a colon, and most texts that are none have not: an exception costs more than all else here.
  if (base === undefined && !text.includes(':')) return undefined
  try {
    return new URL(text, base)
  } catch {
    return undefined // Not an address, which is what the caller asks.
  }
}
