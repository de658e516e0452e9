declare module 'cloudflare:test' {
  /** As `wrangler.jsonc` beside this file binds them. */
  export const env: {
    readonly DB: import('../../server/adapters/catalogue/d1/binding.ts').D1Database
    readonly MEDIA: import('../../server/adapters/objects/r2.ts').R2Bucket
    readonly ASSETS: import('../../server/adapters/assets/binding.ts').AssetsBinding
  }
}
