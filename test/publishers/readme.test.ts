import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildEmbedCode } from '../../server/core/card/embed-code.ts'
import { present } from '../../server/usecases/serve/get-media.ts'
import { bridge } from '../fixtures/media.ts'

const FOLDER = 'public/publishers'
const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8')
const example = (language: string) => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``, 'm').exec(readme)?.[1]
const baseUrl = 'https://pictures.example'
const embedding = { hosts: 'everyone', allow: [], deny: [] } as const
const offered = { ...present(bridge, { baseUrl, lang: 'en', embedding }), baseUrl, caption: true }

describe('public/publishers/README.md', () => {
  it('links to files that are there', () => {
    const targets = [...readme.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map((match) => match[1] ?? '')
    expect(targets.length).toBeGreaterThan(6)
    expect(targets.filter((target) => !existsSync(join(FOLDER, target)))).toEqual([])
  })

  it('shows the code for React that a server offers', () => {
    expect(example('tsx')).toBe(buildEmbedCode({ ...offered, form: 'react' }).text)
  })

  it('shows the code for WordPress that a server offers', () => {
    const box = { width: 480, height: Number.POSITIVE_INFINITY }
    expect(example('text')).toBe(buildEmbedCode({ ...offered, form: 'wordpress', theme: 'dark', box }).text)
  })
})

const hasPhp = spawnSync('php', ['--version']).status === 0
if (!hasPhp) process.stdout.write('placard: the plugin for WordPress is not parsed; that needs the package php-cli\n')

it.skipIf(!hasPhp)('the plugin for WordPress is PHP', () => {
  const { status, stdout } = spawnSync('php', ['-l', join(FOLDER, 'wordpress/placard-embed.php')], { encoding: 'utf8' })
  expect([status, stdout]).toEqual([0, expect.stringContaining('No syntax errors')])
})
