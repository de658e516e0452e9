import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { missingWorkerd } from '../support/servers/workerd.ts'

const missing = missingWorkerd() ?? (existsSync('dist/edge/worker.js') ? undefined : 'dist/edge is not built')
if (missing) process.stderr.write(`placard: the configurations for wrangler are not tried; ${missing}\n`)

/** What `wrangler deploy` would do with what is built already. */
function dryRun(path: string): { readonly status: number | null; readonly said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'placard-wrangler-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const from = (relative: string) => resolve(dirname(path), relative)
  const config = readFileSync(path, 'utf8')
    .replace(/^\s*"(build|\$schema)":.*$/gm, '')
    .replace(/("(?:main|directory)": )"([^"]+)"/g, (_, name: string, relative: string) => `${name}"${from(relative)}"`)
  writeFileSync(join(folder, 'wrangler.jsonc'), config)
  const args = [
    'node_modules/wrangler/bin/wrangler.js',
    'deploy',
    '--dry-run',
    '--config',
    join(folder, 'wrangler.jsonc'),
    '--outdir',
    folder,
  ]
  const quiet = { CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_HIDE_BANNER: 'true', WRANGLER_SEND_METRICS: 'false', HOME: folder }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...quiet } })
  return { status, said: stdout + stderr }
}

describe.skipIf(missing !== undefined)('wrangler', () => {
  it.each([
    ['wrangler.jsonc', ['env.DB (placard)', 'env.MEDIA (placard-media)', 'env.ASSETS', 'env.PLACARD_ORIGIN', '("500")']],
    ['deploy/edge/wrangler.jsonc', ['env.PLACARD_EDGE_ORIGIN']],
  ])(
    'takes %s, without a warning',
    (path, bindings) => {
      const { status, said } = dryRun(path)
      expect({ status, said }).toEqual({ status: 0, said: expect.not.stringContaining('WARNING') })
      for (const binding of bindings) expect(said).toContain(binding)
    },
    60_000,
  )

  it.each(['wrangler.jsonc', 'deploy/edge/wrangler.jsonc'])('runs the build of %s where it is called, at the root', (path) => {
    expect(readFileSync(path, 'utf8')).toContain('"build": { "command": "node server/cli/prepare.mjs --build" }')
  })
})
