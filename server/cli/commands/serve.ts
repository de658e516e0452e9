import { once } from 'node:events'
import type { LocalDeps } from '../../runtimes/local-deps.ts'
import { serveOnNode } from '../../runtimes/node.ts'
import type { Session } from '../session.ts'

/** Serves the collection until the process is asked to stop, then drains. @returns The exit code. */
export async function runServe(session: Session): Promise<number> {
  const deps = await session.openDeps({ log: 'all' })
  return await serveUntilStopped(session, deps, () => {})
}

/** Closes `deps` when it is done. `onListening` is called once the first request could be answered. */
export async function serveUntilStopped({ stopped }: Session, deps: LocalDeps, onListening: () => void): Promise<number> {
  try {
    const { meter, config } = deps
    const server = await serveOnNode(deps, { ...(meter && config.metrics && { metrics: { ...config.metrics, meter } }) })
    onListening()
    if (!stopped.aborted) await once(stopped, 'abort')
    deps.log.stopping({ signal: String(stopped.reason) })
    await server.close()
    return 0
  } finally {
    await deps.close()
  }
}
