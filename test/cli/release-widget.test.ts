import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { tempFolder } from '../support/temp-folder.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')

interface Release {
  readonly version: string
  readonly hash: string
  readonly integrity: string
  readonly bytes: number
}

const readLedger = (folder: string) => JSON.parse(readFileSync(join(folder, 'ledger.json'), 'utf8')) as readonly Release[]
const sha384 = (bytes: string | Buffer) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`

// `openssl dgst -sha384` of each script.
const ONE = {
  code: '/* one */\n',
  version: '0.1.0',
  hash: '5e32edd89161c801',
  integrity: 'sha384-XjLt2JFhyAGpr3465ktHvVWGtyV0zc7oVlEkPUGblmE4zqdkqmkcSAqXe8MqaDxe',
}
const TWO = {
  code: '/* two */\n',
  version: '0.2.0',
  hash: '0e18c4ad06372b42',
  integrity: 'sha384-DhjErQY3K0K4mWh3NMmwZhzM55iViazh1lmHvVZ71ZAIVR6zM3bHE2UaDlCAjMMr',
}

/** A folder as `vite build --mode widget` leaves it. */
async function builtWidget({ code, version, integrity }: typeof ONE): Promise<string> {
  const folder = tempFolder()
  await writeFile(join(folder, 'embed.js'), code)
  await writeFile(join(folder, 'embed.json'), JSON.stringify({ version, integrity }))
  return folder
}

/** What the command says; it rejects where the command fails. */
async function release(built: string, released: string): Promise<string> {
  const { stdout } = await run(process.execPath, [join(root, 'server/cli/release-widget.mjs'), built, released])
  return stdout
}

describe('releasing the widget (W4)', () => {
  it('keeps the script under its version and hash, and its facts in the ledger', async () => {
    const released = tempFolder()
    expect(await release(await builtWidget(ONE), released)).toContain(ONE.integrity)
    expect(await release(await builtWidget(TWO), released)).toContain(TWO.hash)
    const entry = ({ version, hash, integrity }: typeof ONE) => ({ version, hash, integrity, bytes: 10 })
    expect(readLedger(released)).toEqual([entry(ONE), entry(TWO)])
    expect(readFileSync(join(released, ONE.version, ONE.hash, 'embed.js'), 'utf8')).toBe(ONE.code)
    expect(readFileSync(join(released, TWO.version, TWO.hash, 'embed.js'), 'utf8')).toBe(TWO.code)
  })

  it('changes nothing the second time', async () => {
    const released = tempFolder()
    const built = await builtWidget(ONE)
    await release(built, released)
    const before = readFileSync(join(released, 'ledger.json'), 'utf8')
    await release(built, released)
    expect(readFileSync(join(released, 'ledger.json'), 'utf8')).toBe(before)
  })

  it('refuses another script for a version that is released', async () => {
    const released = tempFolder()
    await release(await builtWidget(ONE), released)
    await expect(release(await builtWidget({ ...TWO, version: ONE.version }), released)).rejects.toThrow('a release never changes')
    expect(readLedger(released).map(({ hash }) => hash)).toEqual([ONE.hash])
    expect(existsSync(join(released, ONE.version, TWO.hash))).toBe(false)
  })

  it('refuses to go on where a released script is no longer what it was', async () => {
    const released = tempFolder()
    await release(await builtWidget(ONE), released)
    await writeFile(join(released, ONE.version, ONE.hash, 'embed.js'), '/* 0ne */\n')
    await expect(release(await builtWidget(TWO), released)).rejects.toThrow('as it was released')
    expect(readLedger(released).length).toBe(1)
  })

  it('refuses a build that does not match its own embed.json', async () => {
    const built = await builtWidget({ ...ONE, integrity: TWO.integrity })
    const released = tempFolder()
    await expect(release(built, released)).rejects.toThrow('Build again')
    expect(existsSync(join(released, 'ledger.json'))).toBe(false)
  })
})

describe('the ledger of the project (W4)', () => {
  const folder = join(root, 'public/w')

  it('names each version and each hash once, and every script is still the one that was released', () => {
    const ledger = readLedger(folder)
    expect(new Set(ledger.map(({ version }) => version)).size).toBe(ledger.length)
    for (const { version, hash, integrity, bytes } of ledger) {
      const code = readFileSync(join(folder, version, hash, 'embed.js'))
      expect({ version, hash, integrity: sha384(code), bytes: code.length }).toEqual({ version, hash, integrity, bytes })
      expect(Buffer.from(integrity.slice(7), 'base64').toString('hex').slice(0, 16)).toBe(hash)
    }
  })
})

describe('building the widget', () => {
  /** By the tool itself, in a process of its own with a world of its own. */
  async function build(environment: Record<string, string>): Promise<string> {
    const folder = tempFolder()
    await mkdir(folder, { recursive: true })
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    const env = { PATH: process.env.PATH ?? '', ...environment }
    await run(process.execPath, [vite, 'build', '--mode', 'widget', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], {
      cwd: root,
      env,
    })
    return folder
  }

  it('twice makes the same bytes, wherever and whenever (W4)', async () => {
    const [one, two] = await Promise.all([build({ TZ: 'Asia/Tokyo' }), build({ NODE_ENV: 'development', LANG: 'ar' })])
    const facts = readFileSync(join(one, 'embed.json'), 'utf8')
    expect(readFileSync(join(two, 'embed.json'), 'utf8')).toBe(facts)
    const { version, hash, integrity } = JSON.parse(facts) as Release
    const code = readFileSync(join(two, 'embed.js'))
    expect(sha384(code)).toBe(integrity)
    expect(readFileSync(join(one, 'w', version, hash, 'embed.js')).equals(code)).toBe(true)
    for (const name of ['embed.js', 'card.css', `w/${version}/${hash}/embed.js`]) {
      const plain = readFileSync(join(one, name))
      const packed = readFileSync(join(one, `${name}.br`))
      expect(packed.length).toBeLessThan(plain.length / 2)
      expect(brotliDecompressSync(packed).equals(plain)).toBe(true)
    }
  })
})
