/** One of the rightsstatements.org statements; the fields are those of `Licence`. */
export interface RightsStatement {
  readonly url: string
  readonly identifier: string
  readonly kind: 'statement'
  readonly label: string
  readonly name: string
  readonly version: string
  readonly code: string
}

/** The twelve statements, with the words of their publisher (https://rightsstatements.org/page/1.0/). */
const STATEMENTS: ReadonlyMap<string, readonly [code: string, label: string]> = new Map([
  ['inc', ['InC', 'In Copyright']],
  ['inc-ow-eu', ['InC-OW-EU', 'In Copyright - EU Orphan Work']],
  ['inc-edu', ['InC-EDU', 'In Copyright - Educational Use Permitted']],
  ['inc-nc', ['InC-NC', 'In Copyright - Non-Commercial Use Permitted']],
  ['inc-ruu', ['InC-RUU', 'In Copyright - Rights-holder(s) Unlocatable or Unidentifiable']],
  ['noc-cr', ['NoC-CR', 'No Copyright - Contractual Restrictions']],
  ['noc-nc', ['NoC-NC', 'No Copyright - Non-Commercial Use Only']],
  ['noc-oklr', ['NoC-OKLR', 'No Copyright - Other Known Legal Restrictions']],
  ['noc-us', ['NoC-US', 'No Copyright - United States']],
  ['cne', ['CNE', 'Copyright Not Evaluated']],
  ['und', ['UND', 'Copyright Undetermined']],
  ['nkc', ['NKC', 'No Known Copyright']],
])

const PATH = /^\/(?:vocab|page|data)\/(?<code>[a-z-]+)\/1\.0(?:\/[^/]*)?$/i

/** The rightsstatements.org statement at this address: a statement about the law, never a licence. */
export function rightsStatementAt({ hostname, pathname }: URL): RightsStatement | undefined {
  if (hostname.replace(/^www\./, '') !== 'rightsstatements.org') return undefined
  const statement = STATEMENTS.get(PATH.exec(pathname)?.groups?.code?.toLowerCase() ?? '')
  if (statement === undefined) return undefined
  const [code, label] = statement
  const address = `rightsstatements.org/vocab/${code}/1.0/`
  return { url: `https://${address}`, identifier: `http://${address}`, kind: 'statement', label, name: label, version: '1.0', code }
}
