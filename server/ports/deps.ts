import type { Config } from '../config.ts'
import type { Answers } from './answers.ts'
import type { Assets } from './assets.ts'
import type { ByteCache } from './cache.ts'
import type { Catalogue } from './catalogue.ts'
import type { Inspector } from './inspector.ts'
import type { OriginalsStore } from './originals.ts'
import type { Clock, Defer, IdSource, Log, Signer } from './system.ts'
import type { Thumbnailer } from './thumbnailer.ts'
import type { TokenStore } from './tokens.ts'

/** Everything a use case may ask for; each takes `Pick<Deps, ...>` of it. */
export interface Deps {
  readonly config: Config
  readonly catalogue: Catalogue
  readonly tokens: TokenStore
  readonly originals: OriginalsStore
  readonly inspector: Inspector
  readonly thumbnailer: Thumbnailer
  readonly thumbnails: ByteCache
  readonly assets: Assets
  readonly answers: Answers
  readonly clock: Clock
  readonly ids: IdSource
  readonly signer: Signer
  readonly log: Log
  readonly defer: Defer
}
