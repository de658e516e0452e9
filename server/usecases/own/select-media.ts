import type { Media } from '../../core/media.ts'
import { type Condition, isWhere } from '../../core/owner/where.ts'
import type { Deps } from '../../ports/deps.ts'
import { walkMedia } from '../walk-media.ts'

/** Every media of the owner's for which all conditions hold now, newest first; one page is in memory at a time. */
export async function* selectMedia(
  deps: Pick<Deps, 'catalogue' | 'clock'>,
  conditions: readonly Condition[],
): AsyncGenerator<Media, void, undefined> {
  const now = deps.clock.now()
  for await (const page of walkMedia(deps)) yield* page.filter((media) => isWhere(media, conditions, now))
}
