import type { Config } from '../config.ts'
import type { LocalDeps } from '../runtimes/local-deps.ts'
import type { Terminal } from './terminal.ts'

/** What every command is given; nothing in a command reads a global. */
export interface Session {
  readonly config: Config
  readonly terminal: Terminal
  /** What is piped in. */
  readonly stdin: AsyncIterable<Uint8Array>
  /** Opens the collection in the configured data folder, or in `dataFolder`. The caller closes it. */
  openDeps(options: OpenOptions): Promise<LocalDeps>
  /** Settles when the process is asked to stop (SIGINT or SIGTERM); the value names the signal. */
  readonly stopped: AbortSignal
}

export interface OpenOptions {
  readonly dataFolder?: string
  /** Refuses where there is no catalogue yet, instead of making one: a mistaken PLACARD_DATA shall be told, not answered with nothing. */
  readonly mustExist?: boolean
  /** `all` events for production, `failures` where a person reads along. */
  readonly log: 'all' | 'failures'
}

/** The command line was not understood: what was expected and what came. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
