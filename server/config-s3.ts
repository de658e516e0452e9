import { quote } from './config-text.ts'

/** Where originals and thumbnails live when it is not the data folder. */
export interface S3Config {
  /** Without a trailing slash. */
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** '' or a path that ends with a slash. */
  readonly prefix: string
}

/** The settings of an object store as text, by their names. */
export interface S3Settings {
  readonly PLACARD_S3_ENDPOINT: string
  readonly PLACARD_S3_BUCKET: string
  readonly PLACARD_S3_REGION: string
  readonly PLACARD_S3_ACCESS_KEY_ID: string
  readonly PLACARD_S3_SECRET_ACCESS_KEY: string
  readonly PLACARD_S3_PREFIX: string
}

type Name = keyof S3Settings

const REQUIRED = ['PLACARD_S3_ENDPOINT', 'PLACARD_S3_BUCKET', 'PLACARD_S3_ACCESS_KEY_ID', 'PLACARD_S3_SECRET_ACCESS_KEY'] as const
const NAMES = [...REQUIRED, 'PLACARD_S3_REGION', 'PLACARD_S3_PREFIX'] as const

/** What each is, and how it looks. Keys are not looked at: stores differ, and a wrong one must not be printed. */
const RULES: readonly (readonly [Name, string, RegExp])[] = [
  ['PLACARD_S3_BUCKET', 'the name of a bucket', /^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/],
  ['PLACARD_S3_REGION', 'a region such as eu-central-1', /^([a-z0-9-]{1,40})?$/],
  [
    'PLACARD_S3_PREFIX',
    'a path of [A-Za-z0-9._/-] such as placard/',
    /^(?!.*\.\.)[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\/?$/,
  ],
]

/**
 * The object store, if there is one; none where no setting is given.
 *
 * @param problems  Receives a sentence for each thing that is wrong; of keys it says only that they are missing.
 */
export function parseS3(settings: S3Settings, problems: string[]): { readonly s3?: S3Config } {
  const given = NAMES.filter((name) => settings[name] !== '')
  if (given.length === 0) return {}
  const missing = REQUIRED.filter((name) => settings[name] === '')
  if (missing.length > 0) problems.push(`Expected ${missing.join(', ')} too, since ${given.join(', ')} is set`)
  const endpoint = parseEndpoint(settings.PLACARD_S3_ENDPOINT, problems)
  for (const [name, what, pattern] of RULES) {
    const isWrong = settings[name] !== '' && !pattern.test(settings[name])
    if (isWrong) problems.push(`Expected ${what} for ${name} but received ${quote(settings[name])}`)
  }
  return {
    s3: {
      endpoint,
      bucket: settings.PLACARD_S3_BUCKET,
      // What stores without regions call theirs.
      region: settings.PLACARD_S3_REGION || 'us-east-1',
      accessKeyId: settings.PLACARD_S3_ACCESS_KEY_ID,
      secretAccessKey: settings.PLACARD_S3_SECRET_ACCESS_KEY,
      prefix: settings.PLACARD_S3_PREFIX.replace(/([^/])$/, '$1/'),
    },
  }
}

function parseEndpoint(text: string, problems: string[]): string {
  if (text === '') return ''
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === ''
  // The address may hold a password where it should not.
  if (!isPlain) problems.push('Expected an address such as https://s3.example for PLACARD_S3_ENDPOINT, without a user, query or fragment')
  return url ? url.origin + url.pathname.replace(/\/+$/, '') : ''
}
