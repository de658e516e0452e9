import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { WAIT_MS } from '../patience.ts'
import { freePort } from '../servers/free-port.ts'

const run = promisify(execFile)

const INSTALLED = '/usr/share/wordpress'
const PROGRAMS = ['php', 'mariadbd', 'mariadb', 'mariadb-admin', 'mariadb-install-db']

/** Whether this machine can run a WordPress: Debian's packages `wordpress`, `php-cli`, `php-mysql` and `mariadb-server`. */
export function hasWordPress(): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  return existsSync(INSTALLED) && PROGRAMS.every((name) => folders.some((folder) => existsSync(join(folder, name))))
}

export interface WordPress {
  readonly origin: string
  /** What a script prints that begins with all of WordPress loaded; `args` are in `$argv` from 1 on. */
  php(script: string, ...args: readonly string[]): Promise<string>
  /** Publishes a post and answers its address. */
  publish(content: string): Promise<string>
  stop(): Promise<void>
}

/**
 * A WordPress of its own on 127.0.0.1, its database on a socket, both in a folder that `stop` removes.
 *
 * @param placard  The one address that it may ask: on loopback WordPress must be told that it may.
 * @param plugins  Files that it has, and does not use before they are activated.
 */
export async function startWordPress(placard: string, plugins: readonly string[]): Promise<WordPress> {
  const folder = await mkdtemp(join(tmpdir(), 'placard-wp-'))
  const children: ReturnType<typeof spawn>[] = []
  const start = (name: string, args: readonly string[]) => {
    const child = spawn(name, args, { stdio: 'ignore', env: { ...process.env, PATH: `${process.env.PATH}${delimiter}/usr/sbin` } })
    children.push(child)
    return child
  }
  const stop = async () => {
    for (const child of children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill()
      await once(child, 'exit')
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const origin = `http://127.0.0.1:${await freePort()}`
    await Promise.all([startDatabase(folder, start), copySite(folder, { origin, placard, plugins })])
    const www = join(folder, 'www')
    const php = async (script: string, ...args: readonly string[]) =>
      (await run('php', ['-r', `${script.startsWith('//install') ? '' : 'require "wp-load.php";'}\n${script}`, ...args], { cwd: www }))
        .stdout
    await php(INSTALL)
    start('php', ['-S', new URL(origin).host, '-t', www])
    await answers(origin)
    const publish = (content: string) => php(PUBLISH, content)
    return { origin, php, publish, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const INSTALL = `//install
define('WP_INSTALLING', true);
require 'wp-load.php'; require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('The Harbour Courier', 'admin', 'a@example.org', true, '', 'pw-12345-Xy');`

const PUBLISH = `wp_set_current_user(1);
$id = wp_insert_post(['post_title' => 'The crossing', 'post_content' => wp_slash($argv[1]), 'post_status' => 'publish']);
echo get_permalink($id);`

async function startDatabase(folder: string, start: (name: string, args: readonly string[]) => unknown): Promise<void> {
  const user = `--user=${userInfo().username}`
  const [data, socket] = [`--datadir=${join(folder, 'db')}`, join(folder, 's')]
  await run('mariadb-install-db', ['--no-defaults', data, '--auth-root-authentication-method=normal', '--skip-test-db', user])
  start('mariadbd', ['--no-defaults', user, data, `--socket=${socket}`, '--skip-networking', '--innodb-flush-log-at-trx-commit=0'])
  await eventually(() => run('mariadb-admin', ['--no-defaults', '-S', socket, 'ping']))
  const sql = "create database wp; create user wp@localhost identified by 'wp'; grant all on wp.* to wp@localhost"
  await run('mariadb', ['--no-defaults', '-S', socket, '-u', 'root', '-e', sql])
}

interface Site {
  readonly origin: string
  readonly placard: string
  readonly plugins: readonly string[]
}

async function copySite(folder: string, { origin, placard, plugins }: Site): Promise<void> {
  const content = join(folder, 'www/wp-content')
  await cp(INSTALLED, join(folder, 'www'), { recursive: true, dereference: true })
  await mkdir(join(content, 'mu-plugins'), { recursive: true })
  await Promise.all(plugins.map((path) => cp(path, join(content, 'plugins', path.split('/').at(-1) ?? ''))))
  await writeFile(
    join(folder, 'www/wp-config.php'),
    `<?php
define('DB_NAME', 'wp'); define('DB_USER', 'wp'); define('DB_PASSWORD', 'wp'); define('DB_HOST', 'localhost:${join(folder, 's')}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as $k) define($k, "test-$k");
define('WP_HTTP_BLOCK_EXTERNAL', true); define('WP_ACCESSIBLE_HOSTS', '127.0.0.1'); define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HOME', '${origin}'); define('WP_SITEURL', '${origin}'); define('WP_DEBUG', true); define('WP_DEBUG_DISPLAY', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`,
  )
  await writeFile(
    join(content, 'mu-plugins/loopback.php'),
    `<?php
add_filter('http_request_host_is_external', '__return_true');
add_filter('http_allowed_safe_ports', fn($ports) => array_merge($ports, [${new URL(placard).port}]));
add_filter('pre_wp_mail', '__return_true');
`,
  )
}

/** Asks until there is an answer, as long as a test has patience. */
async function eventually(ask: () => Promise<unknown>): Promise<void> {
  const until = Date.now() + WAIT_MS
  for (;;) {
    try {
      await ask()
      return
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

function answers(origin: string): Promise<void> {
  return eventually(() => fetch(`${origin}/readme.html`))
}
