import { parseUrl } from '../text/parse-url.ts'

/** Labels of letters, digits, `-` and `_`, as URLs spell hosts: nothing in it can end a directive or a header. */
const HOST = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/
const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$/
/** A host may have 253 characters (RFC 1035 §2.3.4); owners may write it in their own script, which is shorter. */
const MAX_LENGTH = 253

/**
 * A pattern of hosts in its one spelling: lower case, IDN as punycode, without a last dot.
 *
 * @param text  `news.example`, or `*.news.example` for any depth below it and not itself; each with a port or without.
 * @returns     `undefined` for anything else: a scheme, a path, a user, a star elsewhere.
 */
export function parseHostPattern(text: string): string | undefined {
  const [, star = '', name = '', port] = /^(\*\.)?([^\s*/\\?#@:[\]%]+)(?::(\d{1,5}))?$/u.exec(text.trim()) ?? []
  if (name === '' || name.length > MAX_LENGTH || !isPort(port)) return undefined
  const host = withoutLastDot(parseUrl(`http://${name}`)?.hostname ?? '')
  if (!HOST.test(host) || host.length > MAX_LENGTH || (star !== '' && ADDRESS.test(host))) return undefined
  return `${star}${host}${port === undefined ? '' : `:${Number(port)}`}`
}

function isPort(port: string | undefined): boolean {
  return port === undefined || (Number(port) >= 1 && Number(port) <= 65_535)
}

function withoutLastDot(host: string): string {
  return host.replace(/\.$/, '')
}

/**
 * Whether a page of `origin` is at a host of the pattern, by http or https.
 *
 * @param pattern   As `parseHostPattern` spells it.
 * @param origin    As browsers send it; `null`, another scheme and what is no origin match nothing.
 * @param anyPort   What a pattern without a port means: every port, or the scheme's own.
 */
export function matchesHost(pattern: string, origin: string, { anyPort }: { readonly anyPort: boolean }): boolean {
  const url = parseUrl(origin)
  if (url === undefined || !/^https?:$/.test(url.protocol)) return false
  const [name = '', port] = pattern.split(':')
  if (port === undefined ? !anyPort && url.port !== '' : portOf(url) !== port) return false
  const host = withoutLastDot(url.hostname)
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) && host.length >= name.length : host === name
}

function portOf({ protocol, port }: URL): string {
  if (port !== '') return port
  return protocol === 'https:' ? '443' : '80'
}
