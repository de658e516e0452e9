import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll } from 'vitest'
import type { Media } from '../../../server/core/media.ts'
import { bridge, film, fixtureMedia, series } from '../../fixtures/media.ts'
import { WAIT_MS } from '../patience.ts'
import type { Engine, EngineWindow } from './engines.ts'
import { type HostServer, type PlacardServer, startHost, startPlacard } from './host-page.ts'
import { NONCE, type PolicyFacts, type ScriptAllowedBy } from './host-policies.ts'

export interface EngineWorld {
  readonly window: EngineWindow
  readonly placard: PlacardServer
  readonly host: HostServer
}

/** What a page has noticed, in any browser. */
export interface Watched {
  /** Names of the directives that something violated. */
  readonly violations: readonly string[]
  /** Errors and unhandled rejections. */
  readonly errors: readonly string[]
  /** Addresses of scripts that did not load, or were refused. */
  readonly refused: readonly string[]
}

/** The present build, as embed.json names it. */
const build = JSON.parse(readFileSync('dist/widget/embed.json', 'utf8')) as { version: string; hash: string; integrity: string }

/** `embed.js` of that build. */
export const code = readFileSync('dist/widget/embed.js', 'utf8')

/** First script of each page: the one place from which every engine tells alike what went wrong. */
const WATCH = `var watched={violations:[],errors:[],refused:[]};
document.addEventListener('securitypolicyviolation',function(e){watched.violations.push(e.effectiveDirective)});
addEventListener('unhandledrejection',function(e){watched.errors.push(String(e.reason))});
addEventListener('error',function(e){if(e.message)watched.errors.push(e.message);else if(e.target.localName==='script')watched.refused.push(e.target.src)},true)`

/** Placard, a publisher, and one window of the engine for a group of tests. */
export function useEngine(engine: Engine): EngineWorld {
  const world = {} as { window: EngineWindow; placard: PlacardServer; host: HostServer }
  beforeAll(async () => {
    const [window, placard, host] = await Promise.all([
      engine.open(),
      startPlacard({ media: [...fixtureMedia, series, film] }),
      startHost(),
    ])
    Object.assign(world, { window, placard, host })
  })
  afterAll(() => Promise.all([world.window?.close(), world.placard?.close(), world.host?.close()]))
  return world
}

/** With works of every kind. */
export function startEnginePlacard(): Promise<PlacardServer> {
  return startPlacard({ media: [...fixtureMedia, series, film] })
}

export function policyFacts({ baseUrl }: PlacardServer): PolicyFacts {
  const watch = `'sha256-${createHash('sha256').update(WATCH).digest('base64')}'`
  return { base: baseUrl, integrity: build.integrity, watch }
}

/** The snippet as such a host pastes it: the evergreen script, the same with a nonce, or the pinned one. */
export async function snippetFor(placard: PlacardServer, allowedBy: ScriptAllowedBy, media: Media = bridge): Promise<string> {
  const snippet = await placard.snippet(media)
  const pinned = `src="${placard.baseUrl}/w/${build.version}/${build.hash}/embed.js" integrity="${build.integrity}" crossorigin="anonymous"`
  if (allowedBy === 'nonce') return snippet.replace('<script ', `<script nonce="${NONCE}" `)
  return allowedBy === 'hash' ? snippet.replace(`src="${placard.baseUrl}/embed.js"`, pinned) : snippet
}

/** A page that watches itself, has no style of its own, and names an icon, or a browser would ask for one against the policy. */
export function watchedPage({ baseUrl }: PlacardServer, body: string, meta = ''): string {
  const policy = meta && `<meta http-equiv="content-security-policy" content="${meta}">`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${policy}<script>${WATCH}</script><title>Host</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="${baseUrl}/static/icon.png"></head>
<body><h1>The crossing</h1><p>It was late when they came to the water.</p>${body}<p id="after">After it they walked on.</p></body></html>`
}

/** Whether the condition, an expression of the page, becomes true; looked at again and again as long as a test has patience. */
export function becomes({ window }: EngineWorld, condition: string): Promise<boolean> {
  return window.evaluate(`new Promise(function (resolve) {
    var end = performance.now() + ${WAIT_MS};
    (function look() {
      if (${condition}) resolve(true);
      else if (performance.now() > end) resolve(false);
      else setTimeout(look, 10);
    })();
  })`)
}

export function readWatched({ window }: EngineWorld): Promise<Watched> {
  return window.evaluate('watched')
}
