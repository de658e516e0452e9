import { once } from 'node:events'
import type { LocalDeps } from '../../runtimes/local-deps.ts'
import { serveOnNode } from '../../runtimes/node.ts'
import type { Session } from '../session.ts'

/** Serves the collection until the process is asked to stop, then drains. @returns The exit code. */
export async function runServe(session: Session): Promise<number> {
  const deps = await session.openDeps({ log: 'all' })
  return await serveUntilStopped(session, deps, { onListening: () => sayIfEmpty(session, deps) })
}

/** Nothing to see is no failure, but most likely not what was meant. */
export async function sayIfEmpty({ terminal, config }: Session, { catalogue }: Pick<LocalDeps, 'catalogue'>): Promise<void> {
  const [any] = await catalogue.list({ limit: 1 })
  if (any !== undefined) return
  const place = config.database ? 'the database' : config.dataFolder
  terminal.err(`placard: No pictures in ${place} yet. Add yours with \`${terminal.program} import FOLDER\`, even while this server runs.\n`)
}

interface Moments {
  /** Called first; the server does not start if it fails. */
  prepare?(): Promise<void>
  /** Called once the first request could be answered. */
  onListening(): Promise<void>
}

/** Closes `deps` when it is done, or if it fails. */
export async function serveUntilStopped({ stopped }: Session, deps: LocalDeps, { prepare, onListening }: Moments): Promise<number> {
  try {
    await prepare?.()
    const { meter, config } = deps
    const server = await serveOnNode(deps, { ...(meter && config.metrics && { metrics: { ...config.metrics, meter } }) })
    await onListening()
    if (!stopped.aborted) await once(stopped, 'abort')
    deps.log.stopping({ signal: String(stopped.reason) })
    await server.close()
    return 0
  } finally {
    await deps.close()
  }
}
