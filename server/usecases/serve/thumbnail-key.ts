import { miningCodeOf } from '../../core/licences/data-mining.ts'
import type { Deps } from '../../ports/deps.ts'
import type { ThumbnailTarget } from './thumbnail-target.ts'

type MarkConfig = Pick<Deps['config'], 'dataMining'>

/** What the owner says of all media stands inside the files too, and no revision rises when it changes. */
export function generalMark({ dataMining }: MarkConfig): readonly string[] {
  const code = miningCodeOf(dataMining)
  return code === undefined ? [] : [code.toLowerCase()]
}

/** Where the file is kept among the thumbnails of a server with these settings. */
export function thumbnailKey({ key }: Pick<ThumbnailTarget, 'key'>, config: MarkConfig): string {
  return [...generalMark(config), key].join('/')
}
