import { editOf } from '../../../server/core/edit.ts'
import type { Media } from '../../../server/core/media.ts'
import type { Catalogue } from '../../../server/ports/catalogue.ts'
import type { Clock } from '../../../server/ports/system.ts'

interface Deciding {
  readonly catalogue: Catalogue
  readonly clock: Clock
}

/** The owner has changed this media just now, as a command would. */
export async function decide({ catalogue, clock }: Deciding, shortcode: Media['shortcode'], patch: Partial<Media>): Promise<void> {
  const before = await catalogue.findByShortcode(shortcode)
  const edit = before && editOf(before, { ...before, ...patch }, { at: clock.now(), actor: 'cli', batch: 'b' })
  if (edit === undefined) throw new Error('Expected something to change')
  await catalogue.edit([edit])
}
