import type { Thumbnailer } from '../../ports/thumbnailer.ts'
import { createGatherings, type Gathering, type Member } from './gatherings.ts'
import { type OneDecodeOptions, oneDecode } from './one-decode.ts'
import type { RenderQueue } from './queue.ts'

export interface TogetherOptions extends OneDecodeOptions {
  /** Counts decodes, each with all that is made of it. */
  readonly queue: RenderQueue
  /** So long the first render of an original waits for others of it, which a page asks for in one go; none waits that came out of the queue. Default: 8. */
  readonly gatherMs?: number
}

/**
 * Renders of one original that come before its bytes have been read are made of one decode; those of a large one come from its intermediate
 * where there is one. A reader who leaves takes only their own render along.
 */
export function renderTogether({ queue, gatherMs = 8, ...options }: TogetherOptions): Thumbnailer {
  const gatherings = createGatherings((gathering) => void settleAll(gathering))
  const make = oneDecode(options, gatherings)

  async function settleAll(gathering: Gathering): Promise<void> {
    const gathered = new Promise((done) => setTimeout(done, gatherMs))
    try {
      const done = await queue.run((deadline) => gathered.then(() => make(gathering, deadline)), gathering.abandoned)
      for (const [member, outcome] of done) member.settle(outcome)
    } catch (error) {
      const outcome = { error: error instanceof Error ? error : new Error(String(error)) }
      for (const member of gatherings.disband(gathering)) member.settle(outcome)
    }
  }

  return {
    render: (open, plan, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const member: Member = {
          plan,
          open,
          settle(outcome) {
            signal?.removeEventListener('abort', leave)
            if ('bytes' in outcome) resolve(outcome.bytes)
            else reject(outcome.error)
          },
        }
        const leave = () => {
          gatherings.leave(member, signal?.reason)
          reject(signal?.reason)
        }
        signal?.addEventListener('abort', leave, { once: true })
        gatherings.join(member)
      }),
  }
}
