import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
if (!hasSystemd) process.stderr.write('placard: tests of deploy/placard.service are skipped; they need systemd-analyze\n')

/** The unit with the programs of this machine, which `verify` looks for. */
function unitFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'placard-unit-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'placard.service')
  const unit = readFileSync('deploy/placard.service', 'utf8').replaceAll('/usr/bin/node', process.execPath)
  writeFileSync(path, unit.replace(/^Documentation=.*$/m, ''))
  return path
}

describe.skipIf(!hasSystemd)('deploy/placard.service', () => {
  it('is a unit without a mistake', () => {
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', unitFile()], { encoding: 'utf8' })
    const about = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('placard.service'))
    expect({ status, about }).toEqual({ status: 0, about: [] })
  })

  it('exposes little of the machine, as systemd itself measures it', () => {
    const args = ['security', '--offline=true', '--threshold=25', '--no-pager', unitFile()]
    const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' })
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' })
  })
})

describe('the recipe for containers', () => {
  const compose = readFileSync('deploy/compose.yaml', 'utf8')
  const docker = readFileSync('deploy/Dockerfile', 'utf8')

  it('names files that are there', () => {
    const named = [...compose.matchAll(/(?:dockerfile: |- \.\/)([\w./]+)/g)].map(([, path = '']) => path)
    expect(named).toEqual(['deploy/Dockerfile', 'nginx.conf'])
    expect([existsSync('deploy/Dockerfile'), existsSync('deploy/nginx.conf')]).toEqual([true, true])
  })

  it('ships what the server reads, and runs as nobody special on a Node that it fits', () => {
    for (const part of ['node_modules', 'dist', 'public', 'package.json'])
      expect(docker).toMatch(new RegExp(`^COPY --from=build /placard/${part} `, 'm'))
    expect(docker).toMatch(/^USER node$/m)
    expect(Number(/^FROM node:(\d+)/m.exec(docker)?.[1])).toBeGreaterThanOrEqual(20)
  })
})
