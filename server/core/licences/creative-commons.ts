/** A licence or a public domain tool of Creative Commons; the fields are those of `Licence`. */
export interface CreativeCommonsTool {
  readonly url: string
  readonly identifier: string
  readonly kind: 'licence' | 'public-domain'
  readonly label: string
  readonly name: string
  readonly version: string
}

/** Element names; `nd` is NoDerivs up to 3.0 and NoDerivatives since. */
const LICENCES = new Map<string, string>([
  ['by', 'Attribution'],
  ['by-sa', 'Attribution-ShareAlike'],
  ['by-nd', 'Attribution-NoDerivs'],
  ['by-nc', 'Attribution-NonCommercial'],
  ['by-nc-sa', 'Attribution-NonCommercial-ShareAlike'],
  ['by-nc-nd', 'Attribution-NonCommercial-NoDerivs'],
])

/** Withdrawn by Creative Commons and still valid for what was published under them (https://creativecommons.org/retiredlicenses/). */
const RETIRED = new Map<string, string>([
  ['sa', 'ShareAlike'],
  ['nd', 'NoDerivs'],
  ['nc', 'NonCommercial'],
  ['nc-sa', 'NonCommercial-ShareAlike'],
  ['nd-nc', 'NoDerivs-NonCommercial'],
  ['sampling', 'Sampling'],
  ['sampling+', 'Sampling Plus'],
  ['nc-sampling+', 'NonCommercial Sampling Plus'],
])

/** What a version without a port is called; 2.1 was only ever published as ports. */
const UNPORTED = new Map([
  ['1.0', 'Generic'],
  ['2.0', 'Generic'],
  ['2.5', 'Generic'],
  ['3.0', 'Unported'],
  ['4.0', 'International'],
])

/** Ports up to 3.0 by the last part of their address (https://creativecommons.org/licenses/list.en). */
const JURISDICTIONS: Readonly<Record<string, string>> = {
  ...{ ar: 'Argentina', at: 'Austria', au: 'Australia', az: 'Azerbaijan', be: 'Belgium', bg: 'Bulgaria', br: 'Brazil', ca: 'Canada' },
  ...{ ch: 'Switzerland', cl: 'Chile', cn: 'China Mainland', co: 'Colombia', cr: 'Costa Rica', cz: 'Czech Republic', de: 'Germany' },
  ...{ dk: 'Denmark', ec: 'Ecuador', ee: 'Estonia', eg: 'Egypt', es: 'Spain', fi: 'Finland', fr: 'France', ge: 'Georgia', gr: 'Greece' },
  ...{ gt: 'Guatemala', hk: 'Hong Kong', hr: 'Croatia', hu: 'Hungary', ie: 'Ireland', igo: 'IGO', il: 'Israel', in: 'India' },
  ...{ it: 'Italy', jp: 'Japan', kr: 'South Korea', lu: 'Luxembourg', mk: 'Macedonia', mt: 'Malta', mx: 'Mexico', my: 'Malaysia' },
  ...{ nl: 'Netherlands', no: 'Norway', nz: 'New Zealand', pe: 'Peru', ph: 'Philippines', pl: 'Poland', pr: 'Puerto Rico' },
  ...{ pt: 'Portugal', ro: 'Romania', rs: 'Serbia', scotland: 'UK: Scotland', se: 'Sweden', sg: 'Singapore', si: 'Slovenia' },
  ...{ th: 'Thailand', tw: 'Taiwan', ua: 'Ukraine', ug: 'Uganda', uk: 'UK: England & Wales', us: 'United States', ve: 'Venezuela' },
  ...{ vn: 'Vietnam', za: 'South Africa' },
}

/** A deed or the legal code in some language, or the RDF; says which page was read, not which licence was given. */
const PAGE = String.raw`(?:/(?:(?:deed|legalcode)(?:[-.][\w.-]+)?|rdf)?)?`
const LICENCE_PATH = new RegExp(
  String.raw`^/licenses/(?<code>[a-z+-]+)/(?<version>1\.0|2\.[015]|3\.0|4\.0)(?:/(?<port>[a-z]{2}|igo|scotland))?${PAGE}$`,
)
const PUBLIC_DOMAIN_PATH = new RegExp(String.raw`^/publicdomain/(?<tool>zero|mark)/1\.0(?:/us)?${PAGE}$`)

/** The Creative Commons licence or public domain tool at this address, in any spelling; `undefined` if there never was such a one. */
export function creativeCommonsAt({ hostname, pathname }: URL): CreativeCommonsTool | undefined {
  if (hostname.replace(/^www\./, '') !== 'creativecommons.org') return undefined
  const path = pathname.toLowerCase()
  return publicDomainTool(PUBLIC_DOMAIN_PATH.exec(path)?.groups?.tool) ?? licence(LICENCE_PATH.exec(path)?.groups)
}

function publicDomainTool(tool: string | undefined): CreativeCommonsTool | undefined {
  if (tool === undefined) return undefined
  const url = `https://creativecommons.org/publicdomain/${tool}/1.0/`
  const label = tool === 'zero' ? 'CC0 1.0' : 'Public Domain Mark 1.0'
  return { url, identifier: url, kind: 'public-domain', label, name: `${label} Universal`, version: '1.0' }
}

function licence(found: Readonly<Record<string, string | undefined>> | undefined): CreativeCommonsTool | undefined {
  const { code, version, port } = found ?? {}
  if (code === undefined || version === undefined) return undefined
  const element = code === 'by-nd-nc' && version === '1.0' ? 'by-nc-nd' : code
  const name = nameOf(element, version, port)
  const territory = port === undefined ? UNPORTED.get(version) : portOf(port, version)
  if (name === undefined || territory === undefined) return undefined
  const url = `https://creativecommons.org/licenses/${pathOf(element, version)}/${version}/${port === undefined ? '' : `${port}/`}`
  const label = ['CC', element.toUpperCase(), version, port?.toUpperCase()].filter((part) => part !== undefined).join(' ')
  const fullName = `Creative Commons ${name} ${version} ${territory}`
  return { url, identifier: url, kind: 'licence', label, name: fullName, version }
}

/** Version 1.0 of BY-NC-ND stands at another address than all later ones; SPDX calls it CC-BY-NC-ND-1.0 too. */
function pathOf(code: string, version: string): string {
  return code === 'by-nc-nd' && version === '1.0' ? 'by-nd-nc' : code
}

function portOf(port: string, version: string): string | undefined {
  return version !== '4.0' && Object.hasOwn(JURISDICTIONS, port) ? JURISDICTIONS[port] : undefined
}

function nameOf(code: string, version: string, port: string | undefined): string | undefined {
  if (version === '4.0') return LICENCES.get(code)?.replace('NoDerivs', 'NoDerivatives')
  // Japan alone ported the retired ones to 2.0.
  const mayBeRetired = version === '1.0' || (version === '2.0' && port === 'jp')
  return LICENCES.get(code) ?? (mayBeRetired ? RETIRED.get(code) : undefined)
}
