import { noAnswers } from '../../../server/adapters/cache/answers.ts'
import { webCryptoSigner } from '../../../server/adapters/signer/web-crypto.ts'
import { createDefer, createIdSource } from '../../../server/adapters/system.ts'
import { sharpThumbnailer } from '../../../server/adapters/thumbnails/picture/runner.ts'
import type { Config } from '../../../server/config.ts'
import { UnavailableError } from '../../../server/core/errors.ts'
import type { Media } from '../../../server/core/media.ts'
import type { Deps } from '../../../server/ports/deps.ts'
import type { Inspector } from '../../../server/ports/inspector.ts'
import type { RenderPlan, Thumbnailer } from '../../../server/ports/thumbnailer.ts'
import { fixtureMedia, fixtureOriginals } from '../../fixtures/media.ts'
import {
  countingThumbnailer,
  type LogEntry,
  mapCache,
  memoryAssets,
  memoryCatalogue,
  memoryLog,
  memoryOriginals,
  type SettableClock,
  settableClock,
} from './adapters.ts'

/** The settings of the in-memory server; its base URL is `https://placard.example`. */
export const testConfig: Config = {
  baseUrl: 'https://placard.example',
  host: '127.0.0.1',
  port: 8787,
  dataFolder: '/nowhere',
  providerName: 'Placard Test',
  lang: 'en',
  shard: 1,
  embedding: { hosts: 'everyone', allow: [], deny: [] },
  embedCrawlers: [],
  jsonp: false,
  maxInputPixels: 50_000_000,
  maxOriginalBytes: 25_000_000,
  renderConcurrency: 2,
  renderQueue: 64,
  renderTimeoutMs: 30_000,
  memoryCacheBytes: 8_000_000,
  diskCacheBytes: 64_000_000,
}

const ASSETS = {
  'embed.js': '/* the widget */',
  'embed.json': '{"version":"0.1.0","hash":"0123456789abcdef","bytes":16,"brotli":20,"integrity":"sha384-test"}',
  'w/0.1.0/0123456789abcdef/embed.js': '/* the widget */',
  'card.css': '.card{display:flex}',
}

const noInspector: Inspector = {
  inspect: async () => {
    throw new UnavailableError('Expected the test to pass an inspector but received none')
  },
}

export interface MemoryOverrides extends Partial<Omit<Deps, 'clock'>> {
  readonly clock?: SettableClock
  /** What the catalogue holds; all fixtures if absent. */
  readonly media?: readonly Media[]
}

export interface MemoryDeps extends Deps {
  readonly clock: SettableClock
  /** Every render that was asked of the thumbnailer, in order. */
  readonly renders: readonly RenderPlan[]
  /** Every event that was logged, in order; empty if `log` is overridden. */
  readonly logged: readonly LogEntry[]
  /** Resolves once no deferred work is left; useless if `defer` is overridden. */
  settled(): Promise<void>
}

/**
 * Everything a use case may ask for, in memory: the fixtures and their originals, a real sharp, a clock that stands still at
 * 2026-07-01T12:00:00Z, and a log and a list of renders to look at.
 *
 * @param overrides  Any port or setting; to move time, use the returned `clock` (or pass a `settableClock()`).
 */
export function memoryDeps({ media = fixtureMedia, thumbnailer: inner, ...overrides }: MemoryOverrides = {}): MemoryDeps {
  const clock = overrides.clock ?? settableClock()
  const log = memoryLog()
  const thumbnailer = countingThumbnailer(inner ?? realThumbnailer())
  const { defer, settled } = createDefer(overrides.log ?? log)
  const catalogue = memoryCatalogue(media)
  return {
    config: testConfig,
    catalogue,
    tokens: catalogue,
    originals: memoryOriginals(fixtureOriginals()),
    inspector: noInspector,
    thumbnails: mapCache(clock),
    assets: memoryAssets(ASSETS),
    answers: noAnswers,
    ids: createIdSource(clock, 1),
    signer: testSigner,
    log,
    defer,
    ...overrides,
    clock,
    thumbnailer,
    renders: thumbnailer.plans,
    logged: log.entries,
    settled,
  }
}

const testSigner = await webCryptoSigner(new Uint8Array(32).fill(7))

function realThumbnailer(): Thumbnailer {
  return sharpThumbnailer({ maxInputPixels: testConfig.maxInputPixels, timeoutMs: testConfig.renderTimeoutMs })
}
