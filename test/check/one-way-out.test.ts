import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** Who may open a connection: the one client for addresses of others, those of the owner's own bucket and other server, and what listens. */
const MAY = /^server\/(?:adapters\/(?:fetcher|objects|remote)|runtimes)\//
const WAYS_OUT =
  /from 'node:(?:https?|http2|net|tls|dns|dgram)(?:\/promises)?'|from '(?:undici|aws4fetch)'|(?:\b(?:await|return|void)|[=(,:?>])\s*(?:globalThis\.)?fetch\(|new WebSocket\(|new EventSource\(/

it('there is one way out to addresses of others (S1)', () => {
  const sources = readdirSync('server', { recursive: true, encoding: 'utf8' }).map((path) => join('server', path).replaceAll('\\', '/'))
  const wrong = sources.filter(
    (path) => path.endsWith('.ts') && !MAY.test(path) && WAYS_OUT.test(withoutComments(readFileSync(path, 'utf8'))),
  )
  expect(wrong).toEqual([])
})

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}
