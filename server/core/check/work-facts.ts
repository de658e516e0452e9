import { httpUrl } from '../text/http-url.ts'

/** What structured data say of one picture or film. */
export interface WorkFacts {
  readonly where: 'json-ld' | 'microdata' | 'rdfa'
  /** Of the picture itself. */
  readonly files: readonly string[]
  /** The page that it has of its own. */
  readonly page?: string
  readonly creators: readonly string[]
  readonly creditText?: string
  readonly copyrightNotice?: string
  /** http or https. */
  readonly licence?: string
  readonly acquireLicensePage?: string
  /** What a search engine cannot use, as sentences. */
  readonly problems: readonly string[]
}

/** One thing with its properties as a vocabulary names them, before anything is made of it. */
export interface StatedThing {
  readonly where: WorkFacts['where']
  /** Values are texts, addresses as they stand, or names of things. */
  readonly properties: ReadonlyMap<string, readonly string[]>
}

const WORK_TYPES: readonly string[] = ['ImageObject', 'Photograph', 'VideoObject']

/** A type or property of schema.org by its bare name, however long it was spelled. */
export function schemaName(name: string): string {
  return name.replace(/^(?:https?:\/\/schema\.org\/|schema:)/, '')
}

/** Whether a type of schema.org is a picture, or has one. */
export function isWorkType(type: string): boolean {
  return WORK_TYPES.includes(schemaName(type))
}

/**
 * What a search engine makes of a stated thing, and what it cannot.
 *
 * @see https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata
 */
export function workFactsOf({ where, properties }: StatedThing, resolve: (text: string) => string | undefined): WorkFacts {
  const all = (name: string) => (properties.get(name) ?? []).map((text) => text.trim()).filter((text) => text !== '')
  // In JSON the name of a licence would pass for a relative address, and lead nowhere.
  const link = where === 'json-ld' ? httpUrl : resolve
  const address = (name: string) => all(name).flatMap((text) => link(text) ?? [])[0]
  const text = (name: string) => all(name)[0]
  const files = [...all('contentUrl'), ...all('thumbnailUrl')].flatMap((file) => resolve(file) ?? [])
  const problems = [
    ...(all('contentUrl').length === 0 ? ['contentUrl is missing, so nobody knows of which picture this is said'] : []),
    ...['contentUrl', 'thumbnailUrl'].filter((name) => all(name).some((text) => resolve(text) === undefined)).map(noAddress),
    ...['license', 'acquireLicensePage'].filter((name) => all(name).some((text) => link(text) === undefined)).map(noAddress),
  ]
  return {
    where,
    files,
    creators: all('creator').length > 0 ? all('creator') : all('author'),
    problems,
    ...optional('page', address('url')),
    ...optional('creditText', text('creditText')),
    ...optional('copyrightNotice', text('copyrightNotice')),
    ...optional('licence', address('license')),
    ...optional('acquireLicensePage', address('acquireLicensePage')),
  }
}

function noAddress(name: string): string {
  return `${name} is no http or https address`
}

function optional<Name extends string>(name: Name, value: string | undefined): { [K in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [K in Name]?: string }) // a computed key widens to `string`
}
