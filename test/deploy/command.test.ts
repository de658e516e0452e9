import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tempFolder } from '../support/temp-folder.ts'

const PRINT =
  'process.stdout.write(JSON.stringify([process.env.PLACARD_DATA, process.env.PLACARD_ORIGIN, process.env.PLACARD_PROVIDER_NAME]))'

/** What the command hands on, of a file of settings. */
function handedOn(settings: string): unknown {
  const folder = tempFolder()
  writeFileSync(join(folder, 'placard.env'), settings)
  const script = readFileSync('deploy/placard', 'utf8')
    .replace('/etc/placard.env', join(folder, 'placard.env'))
    .replace('runuser -u placard -- node /opt/placard/dist/server/placard.js', `${process.execPath} -e '${PRINT}' --`)
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script, 'placard', 'import', 'my pictures'], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout)
}

it('gives every command the settings of the service, spaces and quotation marks as systemd reads them', () => {
  const settings = '# Ours\n\nPLACARD_ORIGIN=https://placard.example\nPLACARD_PROVIDER_NAME="Haus am See; $HOME"'
  expect(handedOn(settings)).toEqual(['/var/lib/placard', 'https://placard.example', 'Haus am See; $HOME'])
})

it('takes single quotation marks from a value too, and a mark that stands alone for a part of it', () => {
  expect(handedOn("PLACARD_ORIGIN='https://placard.example'\nPLACARD_PROVIDER_NAME=24\"\n")).toEqual([
    '/var/lib/placard',
    'https://placard.example',
    '24"',
  ])
})

it('lets the file name another folder of data, as the unit does', () => {
  expect(handedOn('PLACARD_DATA=/srv/placard\n')).toEqual(['/srv/placard', null, null])
})

it('finds runuser where cron starts it, too', () => {
  const script = readFileSync('deploy/placard', 'utf8')
    .replace('/etc/placard.env', '/dev/null')
    .replace(/^exec .*$/m, 'echo "$PATH"')
  const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin' } })
  expect(stdout).toBe('/usr/bin:/bin:/usr/sbin:/sbin\n')
})

it('is a program', () => {
  expect(statSync('deploy/placard').mode & 0o111).toBe(0o111)
})
