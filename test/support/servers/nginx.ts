import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { TIME_SETTINGS } from './moved-time.ts'

const BINARY = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/bin/nginx'].find(existsSync)

export const hasNginx = BINARY !== undefined

export interface Nginx {
  readonly baseUrl: string
  /** What `nginx -t` says of its configuration; it ends with a sentence about success where there is one. */
  test(): string
  /** @param env  More than this process has. */
  start(env?: Readonly<Record<string, string>>): Promise<void>
  stop(): Promise<void>
}

/**
 * `deploy/nginx.conf` as it is, but for the places that only a server has: the port 80, the folders in /var, the process that it is in front of.
 *
 * @param origins  Ports on loopback of the processes of Placard.
 */
export async function nginxInFrontOf(...origins: readonly number[]): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'placard-nginx-'))
  const port = await freePort()
  const site = readFileSync('deploy/nginx.conf', 'utf8')
    .replace(
      '  server 127.0.0.1:8787 max_fails=2 fail_timeout=5s;',
      origins.map((origin) => `  server 127.0.0.1:${origin} max_fails=2 fail_timeout=5s;`).join('\n'),
    )
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('listen [::]:80;', '')
    .replace('/var/cache/placard', join(folder, 'cache'))
    .replace('/var/log/nginx/placard.log', join(folder, 'access.log'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${join(folder, kind)};`)
  mkdirSync(join(folder, 'logs'))
  writeFileSync(join(folder, 'site.conf'), site)
  writeFileSync(
    join(folder, 'nginx.conf'),
    // nginx forgets its environment but for what it is told to keep; libfaketime reads its own each time (test/support/servers/moved-time.ts).
    `${TIME_SETTINGS.map((name) => `env ${name};`).join(' ')} daemon off; master_process off; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')} warn;
events {} http { ${temporary.join(' ')} include ${join(folder, 'site.conf')}; }`,
  )
  const args = ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')]
  let child: ChildProcess | undefined
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    test: () => spawnSync(BINARY ?? 'nginx', [...args, '-t'], { encoding: 'utf8' }).stderr,
    async start(env = {}) {
      child = spawn(BINARY ?? 'nginx', args, { stdio: 'inherit', env: { ...process.env, ...env } })
      await answers(`http://127.0.0.1:${port}/health`)
    },
    async stop() {
      if (child && child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves once anything answers there. */
async function answers(url: string): Promise<void> {
  for (;;) {
    try {
      await (await fetch(url)).arrayBuffer()
      return
    } catch {
      // Not yet; the time limit is the test's.
      await new Promise((done) => setTimeout(done, 50))
    }
  }
}
