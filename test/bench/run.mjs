// `npm run bench`: builds the bench and what it measures for plain Node, Deno and Bun, then runs it. See README.md.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

const here = import.meta.dirname
const outDir = resolve(here, '../../node_modules/.cache/bench')
const programs = readdirSync(join(here, 'programs')).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
const inputs = ['main.ts', ...programs.map((name) => join('programs', name))]

/** Fixtures are read beside their sources, wherever the bundle lies. */
const stayAtHome = {
  name: 'bench-stay-at-home',
  /** @type {(code: string, id: string) => string} */
  transform: (code, id) => code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
}

await build({
  plugins: [stayAtHome],
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir,
    emptyOutDir: true,
    target: 'node20',
    ssr: true,
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(inputs.map((name) => [basename(name, '.ts'), join(here, name)])),
      output: { entryFileNames: '[name].js' },
    },
  },
})

// The page of a peer, as its user would build it; each of its files warns of its own directive.
await build({
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: join(outDir, 'tweets'),
    lib: { entry: join(here, 'pages/tweets.ts'), formats: ['iife'], name: 'tweets', fileName: () => 'tweets.js', cssFileName: 'tweets' },
  },
})

const child = spawn(process.execPath, [join(outDir, 'main.js'), ...process.argv.slice(2)], { stdio: 'inherit' })
process.on('SIGINT', () => child.kill('SIGINT'))
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
