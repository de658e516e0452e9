/** Complete, validated and frozen settings; every value has its unit in its name or its comment. */
export interface Config {
  /** Public base URL without a trailing slash: the only source of every address that Placard emits (O1). */
  readonly baseUrl: string
  readonly host: string
  readonly port: number
  /** Absolute path of the folder with catalogue, originals and thumbnails. */
  readonly dataFolder: string
  readonly providerName: string
  /** 0 to 8191: part of each new id; two servers that import at the same time need different ones. */
  readonly shard: number
  /** Whether `callback=` is answered with JSONP (O5). */
  readonly jsonp: boolean
  readonly maxInputPixels: number
  readonly maxOriginalBytes: number
  readonly renderConcurrency: number
  readonly renderQueue: number
  readonly renderTimeoutMs: number
  readonly memoryCacheBytes: number
  readonly diskCacheBytes: number
}
