import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import preact from '@preact/preset-vite'
import type { Plugin, UserConfig } from 'vite'
import { defineConfig, type TestProjectConfiguration, type ViteUserConfig } from 'vitest/config'
import { TEST_MS, WAIT_MS } from './test/support/patience.ts'
import { leaveOutCutStreams } from './test/support/servers/runtime-noise.ts'
import { LongestFirst } from './test/support/vitest/longest-first.ts'
import { leanPreact } from './widget/build/lean-preact.ts'

const MAX_BROTLI_BYTES = 10_000 // what `embed.js` may weigh, all of it: loader, Preact, card and styles
/** Whoever starts the server has no use for how long each plugin took. */
const QUIET = { pluginTimings: false }
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
/** Beside what is built: the licences of the libraries in it ask to go along. */
const license = { fileName: 'licences.md' }
/** How long the tests of every project may take. */
const PATIENCE = { testTimeout: TEST_MS, hookTimeout: TEST_MS, teardownTimeout: WAIT_MS, expect: { poll: { timeout: WAIT_MS } } }
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** `--mode widget` builds embed.js, `--mode server` the server for Node, `--mode workers` the one for Workers, `--mode edge` the cache before one; vitest reads the same file. */
export default defineConfig(
  async ({ mode }): Promise<ViteUserConfig> => ({
    // The widget never says `react`; the component for publishers means the real one.
    plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false, reactAliasesEnabled: false })],
    test: {
      ...PATIENCE,
      reporters: ['default', './test/support/vitest/tally-reporter.ts'],
      // Vitest would leave a processor to itself, which does nothing while tests run.
      maxWorkers: '100%',
      sequence: { sequencer: LongestFirst },
      projects: [
        {
          extends: true,
          test: { name: 'node', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/widget/**', 'test/workers/**'] },
        },
        {
          extends: true,
          test: {
            name: 'browser',
            include: ['test/widget/**/*.test.{ts,tsx}'],
            globalSetup: ['test/support/browser/chromium.ts'],
          },
        },
        ...(mode === 'test' ? await workersProject() : []),
      ],
    },
    ...buildOf(mode),
  }),
)

/** The contracts of what Workers give, tried in real workerd; no project where that is not installed. */
async function workersProject(): Promise<readonly TestProjectConfiguration[]> {
  // It takes almost three seconds to load, which nobody shall wait for who has asked for another project.
  const asked = process.argv.flatMap((word, at) =>
    word === '--project' ? [process.argv[at + 1]] : (/^--project=(.*)/.exec(word)?.[1] ?? []),
  )
  if (asked.length > 0 && !asked.includes('workers')) return []
  // Only loopback: no request for the `cf` object, no update check, no metrics.
  Object.assign(process.env, { CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_HIDE_BANNER: 'true', WRANGLER_SEND_METRICS: 'false' })
  try {
    const { cloudflareTest } = await import('@cloudflare/vitest-pool-workers')
    for (const stream of [process.stdout, process.stderr]) leaveOutCutStreams(stream)
    return [
      {
        plugins: [cloudflareTest({ wrangler: { configPath: path('./test/workers/wrangler.jsonc') }, miniflare: { cf: false } })],
        // There is no disk in there; the fixtures are read from what Vite has found.
        resolve: { alias: { 'node:fs': path('./test/workers/files.ts') } },
        test: { name: 'workers', include: ['test/workers/**/*.test.ts'], ...PATIENCE },
      },
    ]
  } catch (error) {
    process.stderr.write(`placard: tests in workerd are skipped; ${error instanceof Error ? error.message : String(error)}\n`)
    return []
  }
}

function buildOf(mode: string): UserConfig {
  if (mode === 'server') return serverBuild()
  if (mode === 'edge') return workerBuild('dist/edge', { worker: path('./server/runtimes/edge-worker.ts') }, '[name].js')
  return mode === 'workers' ? workersBuild() : widgetBuild(mode)
}

/** One classic script: Preact, loader, card and styles. */
function widgetBuild(mode: string): UserConfig {
  // Whatever the shell says: another value would build other bytes, or none.
  if (mode === 'widget') process.env.NODE_ENV = 'production'
  return {
    plugins: [leanPreact(), publishWidget()],
    // Library mode leaves process.env.NODE_ENV in the code, and browsers have no `process`.
    define: { 'process.env.NODE_ENV': '"production"' },
    // Library mode would copy public/ beside the script.
    publicDir: false,
    build: {
      outDir: 'dist/widget',
      license,
      // es2022 keeps #private fields; older targets turn each into WeakMap helpers.
      target: 'es2022',
      // The minifier lowers light-dark() for es2022 browsers in a way that ignores a color-scheme set by script; card.css brings its own fallback.
      cssTarget: ['chrome125', 'firefox125', 'safari17.5'],
      minify: 'terser',
      cssMinify: 'lightningcss',
      // Names that begin with an underscore are Preact's own; its published build shortens the same ones.
      terserOptions: {
        ecma: 2020,
        compress: { passes: 4, pure_getters: true, unsafe_arrows: true },
        mangle: { properties: { regex: /^_/ } },
      },
      // Nothing may be noticed by the page, failures while the script is read included: an old browser, or a page that took the
      // platform apart (W7, W18). The fallback is complete without us.
      rolldownOptions: { checks: QUIET, output: { intro: 'try{', outro: '}catch{}' } },
      lib: { entry: path('./widget/embed.ts'), formats: ['iife'], name: 'placard', fileName: () => 'embed.js' },
    },
  }
}

/** The command line with the server and its libraries in it, for Node: to load a module for each of their files took as long as all the rest, and 10 MB. */
function serverBuild(): UserConfig {
  return {
    publicDir: false,
    // Machine code cannot be taken along; pg looks for more of itself as it runs.
    ssr: { noExternal: true, external: ['sharp', '@photostructure/sqlite', 'pg'] },
    build: {
      outDir: 'dist/server',
      license,
      target: 'node20',
      ssr: true,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        checks: QUIET,
        input: { placard: path('./server/cli/main.ts'), 'render-process': path('./server/runtimes/render-process.ts') },
        // All in one folder, so that `import.meta.url` leads to the same places wherever the code lies.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  }
}

/** The server for Cloudflare Workers: one module with its libraries in it, and beside it all files that it reads. */
function workersBuild(): UserConfig {
  return {
    // In a folder of its own: wrangler uploads every script that it finds beside it.
    ...workerBuild('dist/workers', { worker: path('./server/runtimes/workers.ts') }, 'server/[name].js'),
    plugins: [gatherAssets()],
  }
}

/** One module for workerd. */
function workerBuild(outDir: string, input: Readonly<Record<string, string>>, entryFileNames: string): UserConfig {
  return {
    publicDir: false,
    ssr: { target: 'webworker', noExternal: true },
    build: {
      outDir,
      license,
      target: 'es2023',
      ssr: true,
      minify: false,
      rolldownOptions: { checks: QUIET, external: [/^node:/, /^cloudflare:/], input: { ...input }, output: { entryFileNames } },
    },
  }
}

/** What `diskAssets` finds in two folders, in one: the widget's build hides what `public` has of the same name. */
function gatherAssets(): Plugin {
  return {
    name: 'placard-gather-assets',
    apply: 'build',
    writeBundle({ dir = '.' }) {
      for (const folder of ['./public', './dist/widget']) cpSync(path(folder), join(dir, 'assets'), { recursive: true })
    },
  }
}

/**
 * Fails a build over the budget; keeps a copy of embed.js under its own hash, says which in embed.json, and packs what is sent most.
 *
 * Brotli alone: every browser that understands this script takes it wherever it speaks TLS, and the proxy that speaks TLS may add gzip.
 */
function publishWidget(): Plugin {
  return {
    name: 'placard-publish-widget',
    apply: 'build',
    buildStart() {
      // No module imports these, yet `npm run dev` follows them.
      for (const file of [...CARD_STYLE, ...PAGE_STYLE]) this.addWatchFile(file)
    },
    writeBundle({ dir = '.' }) {
      const code = readFileSync(join(dir, 'embed.js'))
      const digest = createHash('sha384').update(code).digest()
      const hash = digest.toString('hex').slice(0, 16)
      const brotli = writePacked(join(dir, 'embed.js'), code)
      if (brotli > MAX_BROTLI_BYTES) this.error(`Expected embed.js of <= ${MAX_BROTLI_BYTES} B brotli but received ${brotli} B`)
      writePacked(join(dir, 'w', version, hash, 'embed.js'), code)
      writePacked(join(dir, 'card.css'), joined(CARD_STYLE))
      writePacked(join(dir, 'pages.css'), joined(PAGE_STYLE))
      for (const name of releasedScripts()) writePacked(join(dir, 'w', name), readFileSync(path(`./public/w/${name}`)))
      const facts = { version, hash, bytes: code.length, brotli, integrity: `sha384-${digest.toString('base64')}` }
      writeFileSync(join(dir, 'embed.json'), `${JSON.stringify(facts, undefined, 2)}\n`)
    },
  }
}

/** The card's own style last, so that the widths and heights of containers stay stronger than what pages need. */
const CARD_STYLE = [path('./widget/page-card.css'), ...partsOf('./widget/card.css')]
const PAGE_STYLE = partsOf('./public/pages/index.css')

/** The parts that a style sheet names, in its order. */
function partsOf(index: string): readonly string[] {
  const names = readFileSync(path(index), 'utf8').matchAll(/^@import "(\.\/.+)";$/gm)
  return [...names].map(([, name = '']) => join(dirname(path(index)), name))
}

function joined(files: readonly string[]): Buffer {
  return Buffer.concat(files.map((file) => readFileSync(file)))
}

/** Writes the file, and beside it its `.br`. @returns How long that is. */
function writePacked(name: string, bytes: Buffer): number {
  const packed = brotliCompressSync(bytes)
  mkdirSync(dirname(name), { recursive: true })
  writeFileSync(name, bytes)
  writeFileSync(`${name}.br`, packed)
  return packed.length
}

/** Below public/w: every script that was ever released (server/cli/release-widget.mjs). */
function releasedScripts(): readonly string[] {
  const ledger = JSON.parse(readFileSync(path('./public/w/ledger.json'), 'utf8')) as readonly { version: string; hash: string }[]
  return ledger.map(({ version, hash }) => `${version}/${hash}/embed.js`)
}
