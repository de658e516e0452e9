import { existsSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { parseConfig, readEnv } from '../../server/config.ts'

/** What of Docker's compose format (https://github.com/compose-spec/compose-spec) our files use. */
interface Service {
  readonly image?: string
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly env_file?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly network_mode?: string
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly stop_grace_period?: string
  readonly tmpfs?: readonly string[]
}

interface Compose {
  readonly name: string
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, null>>
}

const read = (file: string) => load(readFileSync(join('deploy', file), 'utf8')) as Compose // The tests below look at every part.
const OWN_ENV = {
  PLACARD_ORIGIN: 'https://placard.example',
  PLACARD_S3_ENDPOINT: 'https://s3.example',
  PLACARD_S3_BUCKET: 'pictures',
  PLACARD_S3_ACCESS_KEY_ID: 'key',
  PLACARD_S3_SECRET_ACCESS_KEY: 'secret',
}

/** As compose fills in a variable: `${NAME:-default}`, or one that must be there. */
function filled(text: string): string {
  return text.replace(/\$\{[A-Z_]+(?::-([^}]*)|:\?)\}/g, (_, fallback: string | undefined) => fallback ?? 'letters')
}

describe.each([
  ['compose.yaml', ['placard', 'nginx'], ['data', 'cache']],
  ['compose.cluster.yaml', ['placard', 'postgres', 'nginx'], ['database', 'cache']],
] as const)('deploy/%s', (file, names, kept) => {
  const { services, volumes } = read(file)
  const all = Object.values(services)
  const environment = services.placard?.environment ?? {}

  it('has the services and volumes that it speaks of, and no others', () => {
    expect(Object.keys(services)).toEqual(names)
    expect(Object.keys(volumes)).toEqual(kept)
    const mounted = all.flatMap((service) => service.volumes ?? []).map((mount) => filled(mount).split(':')[0] ?? '')
    expect(mounted.filter((name) => /^\w+$/.test(name)).toSorted()).toEqual([...kept].toSorted())
    const others = all.flatMap((service) => [
      ...Object.keys(service.depends_on ?? {}),
      ...(service.network_mode?.startsWith('service:') ? [service.network_mode.slice('service:'.length)] : []),
    ])
    expect(others.filter((name) => !Object.hasOwn(services, name))).toEqual([])
  })

  it('mounts, builds and reads files that are there', () => {
    const { build, env_file } = services.placard ?? {}
    expect(existsSync(join('deploy', build?.context ?? '', build?.dockerfile ?? ''))).toBe(true)
    expect(normalize(join('deploy', env_file ?? ''))).toBe('.env')
    const files = all.flatMap((service) => service.volumes ?? []).filter((mount) => mount.startsWith('./'))
    expect(files.map((mount) => existsSync(join('deploy', mount.split(':')[0] ?? '')))).toEqual([true])
  })

  it('sets what the configuration knows, to what it takes', () => {
    const values = Object.entries(environment).map(([name, value]) => [name, filled(value)])
    const raw = readEnv({ ...OWN_ENV, ...Object.fromEntries(values) })
    expect(parseConfig(raw)).toMatchObject({ port: 8787, host: environment.HOST })
    expect(Object.keys(environment).filter((name) => !Object.hasOwn(raw, name))).toEqual([])
  })

  it('shows readers nginx alone, and asks Placard itself whether it is ready', () => {
    expect(all.flatMap(({ ports }) => ports ?? [])).toEqual(['80:80'])
    expect(services.placard?.healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${environment.PORT}/ready`)
    expect(services.nginx?.depends_on?.placard?.condition).toBe('service_healthy')
  })

  it('gives Placard the time to finish what it has begun: 10 s', () => {
    expect(Number.parseInt(services.placard?.stop_grace_period ?? '', 10)).toBeGreaterThan(10)
  })
})
