import type { Media } from '../../../server/core/media.ts'
import type { Catalogue, ImportSource } from '../../../server/ports/catalogue.ts'

/** The catalogue holds this media, whatever it held before: one version more than that. */
export async function save(catalogue: Catalogue, media: Media, source?: ImportSource): Promise<void> {
  const known = await catalogue.findByShortcode(media.shortcode)
  const version = (known?.version ?? 0) + 1
  const change = {
    mediaId: media.id,
    at: media.publishedAt,
    actor: 'test',
    batch: 'test',
    revision: media.revision,
    version,
    properties: [],
  }
  await catalogue.edit([{ media: { ...media, version }, change, ...(source && { source }) }])
}
