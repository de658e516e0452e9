import { createRenderQueue, type RenderLimits } from '../../../server/adapters/thumbnails/queue.ts'
import type { Thumbnailer } from '../../../server/ports/thumbnailer.ts'

/** Renders, let through a few at a time as `createRenderQueue` does it: one place for each. */
export function limitRenders(thumbnailer: Thumbnailer, limits: RenderLimits): Thumbnailer {
  const queue = createRenderQueue(limits)
  return { render: (open, plan, signal) => queue.run(() => thumbnailer.render(open, plan, signal), signal) }
}
