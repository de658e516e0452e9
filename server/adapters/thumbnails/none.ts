import { UnavailableError } from '../../core/errors.ts'
import type { Thumbnailer } from '../../ports/thumbnailer.ts'

/** Makes nothing: thumbnails are those that were pushed. */
export const noThumbnailer: Thumbnailer = {
  async render(_open, { id }, signal) {
    signal?.throwIfAborted()
    throw new UnavailableError(`Expected ${id} to be there, since nothing here makes thumbnails: run placard push, or bind IMAGES`)
  },
}
