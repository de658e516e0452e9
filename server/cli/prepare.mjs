// Plain Node without any package: it runs before anything is installed. `npm start` and `npm test` call it.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

/** Newest change below a file or folder, Unix milliseconds; 0 if it is not there. */
function changedAt(name) {
  const path = join(root, name)
  if (!existsSync(path)) return 0
  const facts = statSync(path)
  if (!facts.isDirectory()) return facts.mtimeMs
  return Math.max(0, ...readdirSync(path).map((entry) => changedAt(join(name, entry))))
}

function run(what, args) {
  process.stderr.write(`placard: ${what}\n`)
  const { status } = spawnSync(npm, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
  if (status === 0) return
  process.stderr.write(`placard: "npm ${args.join(' ')}" failed. Run it by itself to see why.\n`)
  process.exit(1)
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`placard: Expected Node 20.19 or newer but received ${process.versions.node}.\n`)
  process.exit(1)
}

if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
  // No install script is needed: every binary lies ready inside its package.
  run('installing packages (once)', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
}

if (process.argv.includes('--build')) {
  const sources = Math.max(
    ...['server', 'widget', 'public', 'vite.config.ts', 'widget/build/lean-preact.ts', 'package-lock.json'].map(changedAt),
  )
  const built = Math.min(
    ...['dist/widget/embed.json', 'dist/server/placard.js', 'dist/workers/server/worker.js', 'dist/edge/worker.js'].map(changedAt),
  )
  if (built < sources) run('building the widget and the server', ['run', 'build'])
}
