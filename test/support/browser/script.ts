import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** One classic script for a browser, of a file in `test/support` and everything that it imports. */
export async function browserScript(name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL(`./${name}`, import.meta.url)), formats: ['iife'], name: 'support' },
    },
  })
  const [{ output } = { output: [] }] = Array.isArray(built) ? built : 'output' in built ? [built] : []
  const [chunk] = output
  if (chunk?.type !== 'chunk') throw new Error(`Expected a script of ${name} but received none`)
  return chunk.code
}
