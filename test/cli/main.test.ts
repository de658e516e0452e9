import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridge } from '../fixtures/media.ts'
import { makeCollection } from '../support/collection-folder.ts'
import { TEST_MS } from '../support/patience.ts'
import { freePort } from '../support/servers/free-port.ts'

// The built command line, as `npm start` runs it; `pretest` has built it.
const placard = resolve('dist/server/placard.js')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'placard-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const environment = (env: Record<string, string> = {}) => ({ PATH: process.env.PATH, PLACARD_DATA: join(folder, 'data'), ...env })

function run(args: readonly string[], env?: Record<string, string>, input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [placard, ...args], {
    cwd: folder,
    env: environment(env),
    input,
    encoding: 'utf8',
    timeout: TEST_MS,
    killSignal: 'SIGKILL',
  })
  return { status, stdout, stderr }
}

/** A port on which somebody else listens. */
async function takenPort(): Promise<{ port: number; release: () => Promise<unknown> }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { port, release: () => once(server.close(), 'close') }
}

describe('placard', () => {
  it.each([['--help'], ['help'], ['-h']])('lists every command for %s', (flag) => {
    const { status, stdout } = run([flag])
    expect(status).toBe(0)
    const commands = [
      ...['start', 'serve', 'import', 'show', 'set', 'export', 'publish', 'unlist', 'private', 'embargo', 'expire', 'withdraw', 'dispute'],
      ...['restore', 'correct', 'history', 'undo', 'token', 'push', 'pull', 'backup', 'verify', 'check'],
    ]
    expect([...stdout.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, command]) => command)).toEqual(commands)
  })

  it('names the options of a command', () => {
    expect(run(['import', '--help']).stdout).toContain('--dry-run')
  })

  it.each([['set'], ['withdraw'], ['export']])('explains %s', (command) => {
    const { status, stdout } = run([command, '--help'])
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(new RegExp(`^Usage: placard ${command} .*\n\n.*\n\nOptions:\n`)),
    })
  })

  it('says its version', () => {
    expect(run(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.each([
    [['imprt'], 'perhaps import'],
    [['pubish', '--help'], 'perhaps publish'],
    [['frobnicate'], 'start, serve, import'],
    [['import'], 'folder'],
    [['import', 'a', 'b'], 'a b'],
    // As a shell spells out `*` where somebody else names the files (L7).
    [['import', '\u001b[2Ja', 'b'], ' \\u001b[2Ja b'],
    [['import', '--dry', 'a'], '--dry'],
    [['publish'], 'shortcode'],
    [['set', 'x', '--titel', 'y'], '--titel'],
    [['withdraw', 'x', '--reason', 'boredom'], 'boredom'],
    [['export', '--format', 'xml'], 'xml'],
    [['serve', 'now'], 'now'],
  ])('answers %j with code 2 and says what was wrong', (args, named) => {
    const { status, stderr } = run(args)
    expect({ status, named: stderr.includes(named) }).toEqual({ status: 2, named: true })
  })

  it('lists every problem of the settings and does not start', () => {
    const { status, stderr } = run(['serve'], { PORT: 'x', PLACARD_JSONP: 'maybe' })
    expect(status).toBe(2)
    expect(stderr).toContain('PORT')
    expect(stderr).toContain('PLACARD_JSONP')
  })

  it('checks a healthy installation', () => {
    const { status, stdout } = run(['check'])
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/catalogue +ok[\s\S]*originals +ok/) })
  })

  it('says which folder is missing', () => {
    const { status, stderr } = run(['import', 'no-such-folder'])
    expect(status).toBe(1)
    expect(stderr).toContain('no-such-folder')
  })

  it('names what is not in the collection', () => {
    const { status, stderr } = run(['private', 'AAAAAAAA'])
    expect(status).toBe(1)
    expect(stderr).toContain('AAAAAAAA')
  })

  it('reads a table from standard input and says what is wrong with it', () => {
    const { status, stderr } = run(['set', '--from', '-'], {}, 'code,titel\nx,y\n')
    expect(status).toBe(1)
    expect(stderr).toBe('placard: Expected the name of a field in row 1 but received "titel"\n')
  })

  it.each([['export'], ['verify'], ['undo'], ['publish', 'AAAAAAAA'], ['backup', 'copy']])(
    'says that there is no collection, and makes none, for %s',
    (...args) => {
      const data = join(folder, 'mistaken')
      const { status, stderr } = run(args, { PLACARD_DATA: data })
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: `placard: Expected a collection in ${data} but there is none yet. Begin one with \`placard import FOLDER\`, or say with PLACARD_DATA where yours is.\n`,
      })
      expect(existsSync(data)).toBe(false)
    },
  )

  it.runIf(existsSync('/proc/self'))('gives up on a data folder that cannot be made', () => {
    const { status, stderr } = run(['serve'], { PLACARD_DATA: '/proc/nowhere' })
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('/proc/nowhere') })
    expect(stderr).toContain('Set PLACARD_DATA to a folder that this user may make')
  })

  it('is silent where nobody reads on, as in `| head`', async () => {
    const child = spawn(process.execPath, [placard, 'export'], { cwd: folder, env: environment() })
    child.stdout.destroy()
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(said).toBe('')
  })

  it('speaks of the sample collection where there is no other', async () => {
    const data = join(folder, 'fresh')
    await makeCollection(join(data, 'sample'), [bridge])
    expect(run(['export'], { PLACARD_DATA: data })).toMatchObject({ status: 0, stdout: expect.stringContaining(bridge.shortcode) })
    expect(existsSync(join(data, 'catalogue.sqlite'))).toBe(false)
  })

  it('says what to do where a folder cannot be made, without a stack', async () => {
    const data = join(folder, 'whole')
    await makeCollection(data, [bridge])
    const { status, stderr } = run(['backup', '/dev/null/backup'], { PLACARD_DATA: data })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^placard: ENOTDIR: .*\/dev\/null\/backup.*\. Choose another folder: a file stands in the way\.\n$/)
  })

  it('says what to do when the port is taken', async () => {
    const { port, release } = await takenPort()
    const { status, stderr } = run(['serve'], { PORT: String(port) })
    await release()
    expect(status).toBe(1)
    expect(stderr).toContain(`Port ${port} is taken`)
    expect(stderr).toContain('PORT=')
  })

  it('ends when one of its two ports is taken, whichever it is', async () => {
    const taken = await takenPort()
    const ports = [taken.port, await freePort()].map(String)
    for (const [PORT = '', PLACARD_METRICS_PORT = ''] of [ports, ports.toReversed()]) {
      const { status, stderr } = run(['serve'], { PORT, PLACARD_METRICS_PORT })
      expect(status).toBe(1)
      expect(stderr).toMatch(`Port ${taken.port} is taken`)
    }
    await taken.release()
  })

  it('says so when there is nothing to serve yet', async () => {
    const port = await freePort()
    const env = environment({ PORT: String(port), PLACARD_DATA: join(folder, 'nothing') })
    const child = spawn(process.execPath, [placard, 'serve'], { cwd: folder, env })
    const exited = once(child, 'exit')
    const [said] = (await Promise.race([once(child.stderr, 'data'), exited])) as [Buffer | number]
    child.kill('SIGTERM')
    expect(String(said)).toContain('placard import FOLDER')
    expect(await exited).toEqual([0, null])
  })

  it('says what to do when the address is of another machine', () => {
    const { status, stderr } = run(['serve'], { HOST: '192.0.2.1' })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^placard: This machine has no such address .* HOST/)
  })

  it('drains and exits with 0 on SIGTERM (L3)', async () => {
    const port = await freePort()
    const child = spawn(process.execPath, [placard, 'serve'], { cwd: folder, env: environment({ PORT: String(port) }) })
    const exited = once(child, 'exit')
    await once(child.stdout, 'data') // the line that says it listens
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  })
})
