import { NotFoundError } from '../../core/errors.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Answer } from '../app-env.ts'
import { sendAsset } from '../assets.ts'
import { CACHE, OPEN } from '../headers.ts'
import { assetOf, findBuild } from '../widget-builds.ts'

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
    const build = await findBuild(assets, c.req.param('version') ?? '', c.req.param('hash') ?? '')
    if (build === undefined) throw new NotFoundError('Expected the version and hash of this build or of a release')
    return sendAsset(c, assets, { name: assetOf(build), headers: VERSIONED })
  }
}
