import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseConfig, readEnv } from '../../server/config.ts'

const guide = readFileSync('deploy/README.md', 'utf8')
const compose = readFileSync('deploy/compose.cluster.yaml', 'utf8')
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0

describe('the recipe for several processes on one machine', () => {
  it.skipIf(!hasSystemd)('makes a unit without a mistake, one for each port', () => {
    const folder = mkdtempSync(join(tmpdir(), 'placard-units-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const command = /^sed '.*' deploy\/placard\.service/m.exec(guide)?.[0] ?? ''
    const unit = spawnSync('bash', ['-c', command], { encoding: 'utf8' }).stdout.replaceAll('/usr/bin/node', process.execPath)
    expect(unit).toMatch(/^Environment=NODE_ENV=production PORT=%i /m)
    writeFileSync(join(folder, 'placard@.service'), unit.replace(/^Documentation=.*$/m, ''))
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', join(folder, 'placard@8788.service')], { encoding: 'utf8' })
    const about = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('placard@'))
    expect({ status, about }).toEqual({ status: 0, about: [] })
  })
})

describe('the recipe for several processes as containers', () => {
  it('names files that are there, and a line that nginx.conf has', () => {
    for (const name of ['deploy/Dockerfile', 'deploy/nginx.conf']) expect(existsSync(name)).toBe(true)
    const [, from = ''] = /sed 's\/(.*?)\/server placard:8787\/'/.exec(compose) ?? []
    expect(readFileSync('deploy/nginx.conf', 'utf8').split(from)).toHaveLength(2)
  })

  it('gives an address that the configuration takes', () => {
    const url = /PLACARD_DATABASE_URL: (\S+)/.exec(compose)?.[1]?.replace(/\$\{.*?\}/, 'abc')
    const { database } = parseConfig(readEnv({ PLACARD_DATABASE_URL: url }))
    expect(database).toMatchObject({ host: 'postgres', database: 'placard', user: 'placard', password: 'abc', tls: 'off' })
  })
})
