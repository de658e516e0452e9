import { isSame } from '../../core/changed-fields.ts'
import { STRIP_WIDTHS } from '../../core/credit/credit-strip.ts'
import { isAnnounced, publicNameOf } from '../../core/identity/public-name.ts'
import { encodeShortcode } from '../../core/identity/shortcode.ts'
import type { Media, Shortcode } from '../../core/media.ts'
import { FORMATS, PIPELINE_VERSION, WIDTHS } from '../../core/pictures/rendition.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Remote, RemoteSite } from '../../ports/remote.ts'
import { fewAtOnce } from '../few-at-once.ts'
import { opening } from '../serve/get-thumbnail.ts'
import { thumbnailKey } from '../serve/thumbnail-key.ts'
import { bareTarget, creditedTarget, type ThumbnailTarget } from '../serve/thumbnail-target.ts'

type RenderDeps = Pick<Deps, 'config' | 'originals' | 'thumbnailer' | 'thumbnails' | 'clock'>

export interface ThumbnailPush {
  readonly remote: Remote
  readonly site: RemoteSite
  readonly signal: AbortSignal
}

/** What a thumbnail depends on, beside its media. */
const SETTINGS = ['baseUrl', 'lang', 'dataMining'] as const

/** So many are rendered and sent at the same time. */
const AT_ONCE = 4

/**
 * Every rendition of the media, bare and above its credit, is over there, under each name that it has or will have by itself.
 *
 * @returns How many were sent: none if all were there already.
 */
export async function pushThumbnails(deps: RenderDeps, media: Media, { remote, site, signal }: ThumbnailPush): Promise<number> {
  const named = namesOf(media, deps.clock.now()).map((shortcode) => ({ ...media, shortcode }))
  const missing = await remote.findMissing({ originals: [], thumbnails: named.map((one) => markOf(one, site)) })
  const wanted = named.filter((one) => missing.thumbnails.includes(markOf(one, site)))
  // What was made for one address says so inside.
  const isAlike = SETTINGS.every((name) => isSame(deps.config[name], site.settings[name]))
  let sent = 0
  for (const one of wanted) {
    const targets = targetsOf(one, site)
    const render = renderOnce(deps, signal)
    await fewAtOnce(targets, AT_ONCE, async (target) => {
      signal.throwIfAborted()
      const key = thumbnailKey(target, site.settings)
      const bytes = (isAlike && (await deps.thumbnails.find(key))) || (await render(target))
      await remote.putThumbnail(key, bytes)
    })
    // Last: where it is, all the others are.
    await remote.putThumbnail(markOf(one, site), new Uint8Array([1]))
    sent += targets.length
  }
  return sent
}

/** The name by which it is known now, and the short one if the clock alone will announce it. */
function namesOf(media: Media, now: number): readonly Shortcode[] {
  const willBeAnnounced = media.announcedAt !== undefined && !isAnnounced(media, now)
  return [publicNameOf(media, now), ...(willBeAnnounced ? [encodeShortcode(media.id)] : [])]
}

function markOf({ shortcode, revision }: Media, { settings }: RemoteSite): string {
  return thumbnailKey({ key: `p${PIPELINE_VERSION}/${shortcode}/${revision}/pushed` }, settings)
}

/** All that anyone may ask for of this media. */
function targetsOf(media: Media, { settings }: RemoteSite): readonly ThumbnailTarget[] {
  const items = [undefined, ...(media.items ?? []).map((_, index) => index + 1).slice(1)]
  const bare = items.flatMap((item) =>
    WIDTHS.flatMap((width) =>
      FORMATS.map((format) => bareTarget(media, { rendition: { width, format }, ...(item !== undefined && { item }) }, settings)),
    ),
  )
  return [...bare, ...STRIP_WIDTHS.map((strip) => creditedTarget(media, { strip }, settings))]
}

/** Widths beyond the picture's own come out as the same file, which is made once. */
function renderOnce(deps: RenderDeps, signal: AbortSignal): (target: ThumbnailTarget) => Promise<Uint8Array> {
  const rendered = new Map<string, Promise<Uint8Array>>()
  return ({ media, plan: planFor }) => {
    const plan = planFor()
    const { width, height, fit, format, strip } = plan
    const name = [media.original.key, width, height, fit, format, strip?.width ?? ''].join('/')
    const known = rendered.get(name)
    if (known !== undefined) return known
    const made = deps.thumbnailer.render(opening(deps, media), { ...plan, id: `push/${media.id}/${name}` }, signal)
    rendered.set(name, made)
    return made
  }
}
