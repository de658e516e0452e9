import { type MetricsConfig, parseMetrics } from './config-metrics.ts'
import { type DatabaseConfig, parseDatabase, parseShard, parseSigningKey } from './config-postgres.ts'
import { parseS3, type S3Config } from './config-s3.ts'
import { parseWhole, quote } from './config-text.ts'
import { parseEmbedSettings } from './core/embedding/settings.ts'
import type { EmbedPolicy } from './core/media.ts'
import { nearestWord } from './core/text/nearest-word.ts'

/** Complete, validated and frozen settings; every value has its unit in its name or its comment. */
export interface Config {
  /** Public base URL without a trailing slash: the only source of every address that Placard emits (O1). */
  readonly baseUrl: string
  /** Address to listen on. */
  readonly host: string
  readonly port: number
  /** Folder with catalogue, originals and thumbnails; relative to where the server was started. */
  readonly dataFolder: string
  /** Holds originals and thumbnails instead of the data folder, for several servers at once. */
  readonly s3?: S3Config
  /** Holds the catalogue instead of the data folder, for several servers at once. */
  readonly database?: DatabaseConfig
  readonly providerName: string
  /** The language of the server's own words for those who ask for none: one that `core/words/` speaks. */
  readonly lang: (typeof LANGS)[number]
  /** 0 to 8191: part of each new id; two servers that import at the same time need different ones. `leased` from the catalogue. */
  readonly shard: number | 'leased'
  /** What all servers of a collection sign with; without it they keep one where the catalogue is. */
  readonly signingKey?: Uint8Array<ArrayBuffer>
  /** What holds of data mining where nothing is said of a media: a PLUS value; absent where the owner has no general word. */
  readonly dataMining?: string
  /** Page or ODRL document with the terms of data mining, http or https. */
  readonly tdmPolicy?: string
  /** The owner's account in the fediverse, `@name@host`, which pages name beside their pictures. */
  readonly fediverseCreator?: string
  /** What holds of all media that have no policy of their own. */
  readonly embedding: EmbedPolicy
  /** Product tokens of crawlers that read the pictures of restricted media too; anyone may call themselves so. */
  readonly embedCrawlers: readonly string[]
  /** Whether `callback=` is answered with JSONP (O5). */
  readonly jsonp: boolean
  readonly maxInputPixels: number
  readonly maxOriginalBytes: number
  /** Pictures that are decoded at once. Absent: as many as there are cores, but one. */
  readonly renderConcurrency?: number
  /** Renders that may wait; one more is refused with 503. */
  readonly renderQueue: number
  /** Waiting included. */
  readonly renderTimeoutMs: number
  readonly memoryCacheBytes: number
  readonly diskCacheBytes: number
  /** Where numbers about this process are told; nowhere if absent. */
  readonly metrics?: MetricsConfig
}

/** Every problem of a configuration at once, a line each; nothing was started. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    )
    this.problems = problems
  }
}

const MB = 1_048_576

/** As in `server/core/licences/data-mining.ts`, which this file may not import. */
const MINING = [
  'allowed',
  'prohibited',
  'prohibited-aimltraining',
  'prohibited-genaimltraining',
  'prohibited-exceptsearchengineindexing',
  'prohibited-seeconstraint',
  'prohibited-seeembeddedrightsexpr',
  'prohibited-seelinkedrightsexpr',
]

/** As in `server/wire/words.ts`, which this file may not import. */
const LANGS = ['en', 'de', 'fr', 'es', 'ar', 'ja'] as const

/** Every setting by the name of its environment variable; the text is its default, '' where it follows from others. */
const DEFAULTS = {
  PORT: '8787',
  HOST: '127.0.0.1',
  PLACARD_ORIGIN: '',
  PLACARD_DATA: './data',
  PLACARD_PROVIDER_NAME: 'Placard',
  PLACARD_LANG: 'en',
  PLACARD_SHARD: '',
  PLACARD_DATA_MINING: '',
  PLACARD_TDM_POLICY: '',
  PLACARD_FEDIVERSE_CREATOR: '',
  PLACARD_EMBED: 'everyone',
  PLACARD_EMBED_ALLOW: '',
  PLACARD_EMBED_DENY: '',
  PLACARD_EMBED_CRAWLERS: '',
  PLACARD_JSONP: 'off',
  PLACARD_MAX_MEGAPIXELS: '50',
  PLACARD_MAX_ORIGINAL_MB: '100',
  PLACARD_RENDER_CONCURRENCY: '',
  PLACARD_RENDER_QUEUE: '64',
  PLACARD_RENDER_TIMEOUT_SECONDS: '20',
  PLACARD_MEMORY_CACHE_MB: '64',
  PLACARD_DISK_CACHE_MB: '4096',
  PLACARD_S3_ENDPOINT: '',
  PLACARD_S3_BUCKET: '',
  PLACARD_S3_REGION: '',
  PLACARD_S3_ACCESS_KEY_ID: '',
  PLACARD_S3_SECRET_ACCESS_KEY: '',
  PLACARD_S3_PREFIX: '',
  PLACARD_DATABASE_URL: '',
  PLACARD_DATABASE_POOL: '10',
  PLACARD_SIGNING_KEY: '',
  PLACARD_METRICS_PORT: '',
  PLACARD_METRICS_HOST: '',
} as const

type SettingName = keyof typeof DEFAULTS

/** Settings as text, each one present. */
export type RawConfig = Readonly<Record<SettingName, string>>

/**
 * The settings of an environment, defaults filled in; empty values count as absent.
 *
 * @throws {ConfigError} if a variable begins with `PLACARD_` and is no setting: most likely a misspelt one.
 */
export function readEnv(env: Readonly<Record<string, string | undefined>>): RawConfig {
  const unknown = Object.keys(env).filter((name) => name.startsWith('PLACARD_') && !Object.hasOwn(DEFAULTS, name))
  if (unknown.length > 0) {
    throw new ConfigError(unknown.map(unknownSetting))
  }
  const entries = Object.entries(DEFAULTS).map(([name, fallback]) => [name, env[name]?.trim() || fallback])
  return Object.fromEntries(entries) as RawConfig // `entries` has exactly the keys of DEFAULTS.
}

function unknownSetting(name: string): string {
  const settings = Object.keys(DEFAULTS)
  const meant = nearestWord(name, settings)
  return meant === undefined
    ? `Expected a known setting but received ${name}. Settings: ${settings.join(', ')}`
    : `Expected a known setting, perhaps ${meant}, but received ${name}`
}

/**
 * The settings as values.
 *
 * @throws {ConfigError} naming each setting that is wrong: what was expected and what came.
 */
export function parseConfig(raw: RawConfig): Config {
  const problems: string[] = []
  const whole = (name: SettingName, min: number, max: number) => parseWhole(name, raw[name], { min, max }, problems)
  const port = whole('PORT', 1, 65_535)
  const config: Config = {
    port,
    baseUrl: parseOrigin(raw.PLACARD_ORIGIN || `http://localhost:${port}`, problems),
    host: raw.HOST,
    dataFolder: raw.PLACARD_DATA,
    ...parseS3(raw, problems),
    ...parseDatabase(raw, problems),
    providerName: parseName(raw.PLACARD_PROVIDER_NAME, problems),
    lang: parseLang(raw.PLACARD_LANG, problems),
    shard: parseShard(raw, problems),
    ...parseSigningKey(raw, problems),
    ...parseMining(raw.PLACARD_DATA_MINING, problems),
    ...parseAddress('tdmPolicy', { name: 'PLACARD_TDM_POLICY', text: raw.PLACARD_TDM_POLICY }, problems),
    ...parseAccount(raw.PLACARD_FEDIVERSE_CREATOR, problems),
    ...parseEmbedSettings(raw, problems),
    jsonp: parseSwitch('PLACARD_JSONP', raw.PLACARD_JSONP, problems),
    maxInputPixels: whole('PLACARD_MAX_MEGAPIXELS', 1, 500) * 1_000_000,
    maxOriginalBytes: whole('PLACARD_MAX_ORIGINAL_MB', 1, 2000) * MB,
    ...(raw.PLACARD_RENDER_CONCURRENCY !== '' && { renderConcurrency: whole('PLACARD_RENDER_CONCURRENCY', 1, 64) }),
    renderQueue: whole('PLACARD_RENDER_QUEUE', 1, 10_000),
    renderTimeoutMs: whole('PLACARD_RENDER_TIMEOUT_SECONDS', 1, 300) * 1000,
    memoryCacheBytes: whole('PLACARD_MEMORY_CACHE_MB', 1, 65_536) * MB,
    diskCacheBytes: whole('PLACARD_DISK_CACHE_MB', 16, 16_777_216) * MB,
    ...parseMetrics(raw, problems),
  }
  if (config.memoryCacheBytes > config.diskCacheBytes) {
    problems.push(
      `Expected PLACARD_MEMORY_CACHE_MB to be at most PLACARD_DISK_CACHE_MB but received ${raw.PLACARD_MEMORY_CACHE_MB} and ${raw.PLACARD_DISK_CACHE_MB}: what is in memory is also on disk`,
    )
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(config)
}

function parseSwitch(name: string, text: string, problems: string[]): boolean {
  if (text !== 'on' && text !== 'off') problems.push(`Expected on or off for ${name} but received ${quote(text)}`)
  return text === 'on'
}

function parseName(text: string, problems: string[]): string {
  if (text.length > 80) problems.push(`Expected at most 80 characters for PLACARD_PROVIDER_NAME but received ${text.length}`)
  return text
}

function parseLang(text: string, problems: string[]): Config['lang'] {
  const lang = LANGS.find((known) => known === text)
  if (lang === undefined) problems.push(`Expected one of ${LANGS.join(', ')} for PLACARD_LANG but received ${quote(text)}`)
  return lang ?? 'en'
}

function parseMining(text: string, problems: string[]): Pick<Config, 'dataMining'> {
  if (text === '') return {}
  if (!MINING.includes(text)) problems.push(`Expected one of ${MINING.join(', ')} for PLACARD_DATA_MINING but received ${quote(text)}`)
  return { dataMining: `http://ns.useplus.org/ldf/vocab/DMI-${text.toUpperCase()}` }
}

/** An address that is sent in headers: ASCII, http or https. */
function parseAddress(key: 'tdmPolicy', { name, text }: { name: string; text: string }, problems: string[]): Pick<Config, 'tdmPolicy'> {
  if (text === '') return {}
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isWeb = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && text.length <= 2000
  if (!isWeb) problems.push(`Expected an http or https address for ${name} but received ${quote(text)}`)
  return { [key]: url?.href ?? '' }
}

function parseAccount(text: string, problems: string[]): Pick<Config, 'fediverseCreator'> {
  if (text === '') return {}
  const isAccount = /^@[\w.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d{1,5})?$/.test(text) && text.length <= 320
  if (!isAccount) problems.push(`Expected an account such as @name@host.example for PLACARD_FEDIVERSE_CREATOR but received ${quote(text)}`)
  return { fediverseCreator: text }
}

/** An origin and no more: a path, query or user would end up in every permanent address. */
function parseOrigin(text: string, problems: string[]): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOrigin = url !== undefined && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href
  if (!isOrigin) problems.push(`Expected an origin such as https://placard.example for PLACARD_ORIGIN but received ${quote(text)}`)
  return url?.origin ?? ''
}
