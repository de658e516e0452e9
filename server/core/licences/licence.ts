import { remember } from '../remember.ts'
import { httpUrl } from '../text/http-url.ts'
import { creativeCommonsAt } from './creative-commons.ts'
import { rightsStatementAt } from './rights-statement.ts'

/** What a web statement of rights is, as far as its address tells. */
export interface Licence {
  /** Where to link, https wherever the publisher of the licence serves it. */
  readonly url: string
  /** The URI by which machines name it; differs from `url` for rightsstatements.org only, whose identifiers are http. */
  readonly identifier: string
  /** Only a `licence` grants anything; a `statement` describes, `terms` are the owner's own page. */
  readonly kind: 'licence' | 'public-domain' | 'statement' | 'terms'
  /** Short: `CC BY-SA 3.0 DE`, `CC0 1.0`, `In Copyright`, `Terms of use`. */
  readonly label: string
  /** Long: `Creative Commons Attribution-ShareAlike 3.0 Germany`. */
  readonly name: string
  readonly version?: string
  /** Of label and name, where they are not in the language of the words around them. */
  readonly lang?: 'en'
  /** Of a statement, as its publisher writes it: `NoC-US`. */
  readonly code?: string
}

/**
 * The licence, public domain mark or rights statement at this address; any other address is the owner's own terms.
 *
 * @param url An http or https address as `httpUrl` answers it.
 * @throws    {RangeError} for anything a page may not link to.
 */
export const licenceAt = remember(findLicence, 200)

function findLicence(url: string): Licence {
  const link = httpUrl(url)
  if (link === undefined) throw new RangeError('Expected an http or https address for a licence but received something else')
  const address = new URL(link)
  return creativeCommonsAt(address) ?? rightsStatementAt(address) ?? ownTerms(link)
}

/** Whether an address, if it is one, is a licence, mark or statement that everybody knows, and not the owner's own terms. */
export function isKnownLicence(address: string | undefined): boolean {
  const url = address === undefined ? undefined : httpUrl(address)
  return url !== undefined && licenceAt(url).kind !== 'terms'
}

function ownTerms(url: string): Licence {
  return { url, identifier: url, kind: 'terms', label: 'Terms of use', name: 'Terms of use' }
}
