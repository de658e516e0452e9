import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { freePort } from '../support/servers/free-port.ts'
import type { RawAnswer } from '../support/servers/raw-answer.ts'
import { answering, isThere, type Program, start } from './measure.ts'

/** nginx with one file, as it is fastest: one worker, sendfile, open files kept. `undefined` where it is not installed. */
export async function startNginx(
  folder: string,
  path: string,
  answer: RawAnswer | undefined,
): Promise<(Program & { baseUrl: string }) | undefined> {
  if (!isThere('nginx') || answer === undefined) return undefined
  const port = await freePort()
  const file = join(folder, 'www', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, answer.bytes)
  // nginx says who it is and when the file was changed, and says these three itself.
  const own = new Set(['content-length', 'content-type', 'etag'])
  const headers = Object.entries(answer.headers).filter(([name]) => !own.has(name))
  const lines = headers.map(([name, value]) => `add_header ${name} "${value.replaceAll('"', '\\"')}";`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${join(folder, kind)};`)
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')} warn; events {}
http { ${temporary.join(' ')} access_log off; sendfile on; tcp_nopush on; open_file_cache max=100; keepalive_requests 100000000;
types { image/jpeg jpg; } server { listen 127.0.0.1:${port}; root ${join(folder, 'www')}; ${lines.join(' ')} } }`,
  )
  const program = start(['nginx', '-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')])
  const baseUrl = `http://127.0.0.1:${port}`
  await answering(baseUrl)
  return { ...program, baseUrl }
}
