import { NotFoundError } from '../../core/errors.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Answer, AppContext } from '../app-env.ts'
import { sendAsset } from '../assets.ts'
import { CACHE, OPEN, TEXT_HEADERS } from '../headers.ts'

/** Every static file there is, with its type; frames of opaque origin load some of them, so all are open. */
const STATIC_FILES: ReadonlyMap<string, string> = new Map([
  ['card.css', 'text/css; charset=utf-8'],
  ['pages.css', 'text/css; charset=utf-8'],
  ['demo.css', 'text/css; charset=utf-8'],
  ['preview.css', 'text/css; charset=utf-8'],
  ['copy.js', 'text/javascript; charset=utf-8'],
  ['chooser.js', 'text/javascript; charset=utf-8'],
  ['icon.png', 'image/png'],
  ['icon.svg', 'image/svg+xml'],
])

/** What publishers take home, by name: files of `public/publishers`, as text, since nothing here may run them. */
const FOR_PUBLISHERS: ReadonlyMap<string, string> = new Map([
  ['PlacardEmbed.tsx', 'publishers/react/PlacardEmbed.tsx'],
  ['placard-embed.php', 'publishers/wordpress/placard-embed.php'],
])

/** `GET /static/:file`: a file of the list above. */
export function handleStatic(deps: Pick<Deps, 'assets'>): Answer {
  return (c) => sendFile(c, deps, c.req.param('file') ?? '')
}

/** `GET /favicon.ico`: the icon; browsers read its bytes and not its name. */
export function handleFavicon(deps: Pick<Deps, 'assets'>): Answer {
  return (c) => sendFile(c, deps, 'icon.png')
}

function sendFile(c: AppContext, { assets }: Pick<Deps, 'assets'>, name: string): Promise<Response> {
  const taken = FOR_PUBLISHERS.get(name)
  if (taken !== undefined) return sendAsset(c, assets, { name: taken, headers: { ...TEXT_HEADERS, 'Cache-Control': CACHE.file } })
  const type = STATIC_FILES.get(name)
  if (type === undefined) throw new NotFoundError('Expected a file of the list')
  return sendAsset(c, assets, { name, headers: { ...OPEN, 'Content-Type': type, 'Cache-Control': CACHE.file } })
}
