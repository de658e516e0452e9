import type { AssetsBinding } from '../adapters/assets/binding.ts'
import type { D1Database } from '../adapters/catalogue/d1/binding.ts'
import type { R2Bucket } from '../adapters/objects/r2.ts'
import type { ImagesBinding } from '../adapters/thumbnails/cloudflare-images.ts'
import { type Config, ConfigError, parseConfig, readEnv } from '../config.ts'

/** What a Worker is given: the bindings, settings and secrets of `wrangler.jsonc`, any of which may be missing. */
export type WorkerEnv = Readonly<Record<string, unknown>>

/** The same, each looked at. */
export interface WorkerSettings {
  readonly config: Config
  readonly signingKey: Uint8Array<ArrayBuffer>
  /** As `placard token` makes one; its holder speaks for the owner. */
  readonly ownerToken?: string
  readonly database: D1Database
  readonly bucket: R2Bucket
  readonly assets: AssetsBinding
  readonly images?: ImagesBinding
}

const OWNER_TOKEN = 'PLACARD_OWNER_TOKEN'
const TOKEN = /^plc_[\w-]{44}$/

/** @throws {ConfigError} naming every binding, setting and secret that is missing or wrong. */
export function readWorkerEnv(env: WorkerEnv): WorkerSettings {
  const problems: string[] = []
  const texts = Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
  const { [OWNER_TOKEN]: ownerToken = '', ...settings } = texts
  const config = parseSettings(settings, problems)
  for (const name of ['PLACARD_ORIGIN', 'PLACARD_SIGNING_KEY']) {
    if (!settings[name]?.trim()) problems.push(`Expected ${name} but received none: nothing on Workers says what it is`)
  }
  if (ownerToken !== '' && !TOKEN.test(ownerToken)) problems.push(`Expected what "placard token create" prints for ${OWNER_TOKEN}`)
  const bindings = {
    database: bindingOf<D1Database>(env, { name: 'DB', method: 'batch', what: 'a D1 database' }, problems),
    bucket: bindingOf<R2Bucket>(env, { name: 'MEDIA', method: 'head', what: 'an R2 bucket' }, problems),
    assets: bindingOf<AssetsBinding>(env, { name: 'ASSETS', method: 'fetch', what: 'static assets' }, problems),
  }
  const { database, bucket, assets } = bindings
  const signingKey = config?.signingKey
  if (problems.length > 0 || !config || !signingKey || !database || !bucket || !assets) throw new ConfigError(problems)
  return {
    config,
    signingKey,
    database,
    bucket,
    assets,
    ...(ownerToken !== '' && { ownerToken }),
    ...(env.IMAGES !== undefined && { images: env.IMAGES as ImagesBinding }), // This is the parser; wrangler binds nothing else there.
  }
}

function parseSettings(settings: Readonly<Record<string, string>>, problems: string[]): Config | undefined {
  try {
    return parseConfig(readEnv(settings))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    problems.push(...error.problems)
    return undefined
  }
}

interface Binding {
  readonly name: string
  /** One that such a binding has and others lack. */
  readonly method: string
  readonly what: string
}

function bindingOf<T>(env: WorkerEnv, { name, method, what }: Binding, problems: string[]): T | undefined {
  const value = env[name]
  if (typeof Object(value)[method] === 'function') return value as T // This is the parser: it has what tells it from other bindings.
  problems.push(`Expected ${what} for the binding ${name} in wrangler.jsonc but received ${value === undefined ? 'none' : 'another'}`)
  return undefined
}
