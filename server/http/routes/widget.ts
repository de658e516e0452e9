import { NotFoundError } from '../../core/errors.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Answer } from '../app-env.ts'
import { requireAsset, sendAsset } from '../assets.ts'
import { CACHE, OPEN } from '../respond.ts'

const SCRIPT = { ...OPEN, 'Content-Type': 'text/javascript; charset=utf-8' } as const
const EVERGREEN = { ...SCRIPT, 'Cache-Control': CACHE.file } as const
const VERSIONED = { ...SCRIPT, 'Cache-Control': CACHE.immutable } as const

/** `GET /embed.js`: the widget as it is now. */
export function handleWidget({ assets }: Pick<Deps, 'assets'>): Answer {
  return (c) => sendAsset(c, assets, { name: 'embed.js', headers: EVERGREEN })
}

/** `GET /w/:version/:hash/embed.js`: the widget of one build, for pages that pin it by `integrity` (W4). */
export function handleVersionedWidget({ assets }: Pick<Deps, 'assets'>): Answer {
  return async (c) => {
    const facts = parseFacts(await requireAsset(assets, 'embed.json'))
    const isThisBuild = c.req.param('version') === facts?.version && c.req.param('hash') === facts?.hash
    if (facts === undefined || !isThisBuild) throw new NotFoundError('Expected the version and hash of this build')
    return sendAsset(c, assets, { name: `w/${facts.version}/${facts.hash}/embed.js`, headers: VERSIONED })
  }
}

/** What the build says of itself in embed.json; `undefined` if it says nothing we understand. */
function parseFacts(bytes: Uint8Array): { readonly version: string; readonly hash: string } | undefined {
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
  if (typeof value !== 'object' || value === null || !('version' in value) || !('hash' in value)) return undefined
  const { version, hash } = value
  return typeof version === 'string' && typeof hash === 'string' ? { version, hash } : undefined
}
