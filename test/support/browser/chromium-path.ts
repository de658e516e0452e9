import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** The package's own hold --single-process and --disable-web-security, which void every CSP and CORS test. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--headless=shell',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-pings',
  '--disable-domain-reliability',
  // No test reaches beyond this machine, whatever the page under test tries (S9).
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/** The path of an executable Chromium; `CHROMIUM_PATH` overrides the one that npm brought, which is unpacked once into the cache. */
export async function chromiumPath(): Promise<string> {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const facts = JSON.parse(readFileSync(resolve('node_modules/@sparticuz/chromium/package.json'), 'utf8')) as { version: string }
  const folder = resolve(`node_modules/.cache/chromium-${facts.version}`)
  mkdirSync(folder, { recursive: true })
  const before = process.env.TMPDIR
  // It unpacks into os.tmpdir() and reuses any `chromium` it finds there, of whatever version.
  process.env.TMPDIR = folder
  // Must be set before the import: makes it unpack its own nss, nspr and expat and set LD_LIBRARY_PATH.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x'
  // Else it names its own folder, whose configuration points to where a Lambda would have put it: no text would be drawn.
  process.env.FONTCONFIG_PATH ??= existsSync('/etc/fonts/fonts.conf') ? '/etc/fonts' : ownFonts(folder)
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    return await packed.executablePath()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

/** A configuration for machines without fonts: those that the package brings (Open Sans). */
function ownFonts(folder: string): string {
  const path = resolve(folder, 'fontconfig')
  mkdirSync(path, { recursive: true })
  writeFileSync(
    resolve(path, 'fonts.conf'),
    `<fontconfig><dir>${resolve(folder, 'fonts')}</dir><cachedir>${resolve(path, 'cache')}</cachedir></fontconfig>`,
  )
  return path
}
