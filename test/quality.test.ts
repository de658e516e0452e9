import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Runs a development tool of the project; the report is empty when it has nothing to say. */
function complaintsOf(bin: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(root, 'node_modules', bin), ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  return status === 0 ? '' : `${stdout}${stderr}`
}

describe('the sources', () => {
  it('have no type errors', () => {
    expect(complaintsOf('typescript/bin/tsc', '--build')).toBe('')
  })

  it('are formatted and have no lint errors', () => {
    expect(complaintsOf('@biomejs/biome/bin/biome', 'ci', '--colors=off', '.')).toBe('')
  })
})

interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

describe('package-lock.json', () => {
  const { packages } = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockedPackage> }

  it('holds every platform package, or `npm ci` would fail everywhere', () => {
    const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
    const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => ({ name, by: path })),
    )
    expect(wanted.filter(({ name }) => !names.has(name))).toEqual([])
  })

  it('names no download address', () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved?.startsWith('http'))).toEqual([])
  })
})
