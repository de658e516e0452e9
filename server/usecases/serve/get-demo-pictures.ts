import { chooseDemoPictures, DEMO_KEYWORD } from '../../core/card/demo-pictures.ts'
import { isAnnounced, publicNameOf } from '../../core/identity/public-name.ts'
import type { Shortcode } from '../../core/media.ts'
import type { Deps } from '../../ports/deps.ts'
import { present, type ShownMedia } from './get-media.ts'
import { listMedia } from './list-media.ts'

/** Enough for every shape to have something to choose from, in one look. */
const NEWEST = 100

export interface DemoCollection {
  readonly landscape?: ShownMedia
  readonly portrait?: ShownMedia
  readonly panorama?: ShownMedia
  readonly square?: ShownMedia
  /** Newest first, without those above. */
  readonly others: readonly ShownMedia[]
  /** A private one of the sample collection that was public once, so that its name is no secret. */
  readonly privateCode?: Shortcode
}

/** What the demonstration page shows, out of the newest media; what the collection does not have is absent. */
export async function getDemoPictures(deps: Pick<Deps, 'catalogue' | 'clock' | 'config'>): Promise<DemoCollection> {
  const now = deps.clock.now()
  const [list, hidden] = await Promise.all([
    listMedia(deps, { limit: NEWEST }),
    deps.catalogue.list({ visibility: 'private', limit: NEWEST }),
  ])
  const sample = hidden.find((media) => isAnnounced(media, now) && media.description.keywords.includes(DEMO_KEYWORD))
  const chosen = chooseDemoPictures(list.shown.map(({ media }) => media))
  const shownAs = (shape: keyof typeof chosen) => {
    const media = chosen[shape]
    return media && { [shape]: present(media, deps.config) }
  }
  const taken = new Set(Object.values(chosen).map((media) => media.id))
  return {
    ...shownAs('landscape'),
    ...shownAs('portrait'),
    ...shownAs('panorama'),
    ...shownAs('square'),
    others: list.shown.filter(({ media }) => !taken.has(media.id)),
    ...(sample && { privateCode: publicNameOf(sample, now) }),
  }
}
