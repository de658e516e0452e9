import type { Deps } from '../../ports/deps.ts'
import { getChanges } from '../../usecases/serve/get-changes.ts'
import type { Answer } from '../app-env.ts'
import { JSON_HEADERS } from '../headers.ts'
import { parseChanges } from '../params.ts'
import { sendText } from '../respond.ts'

// Without `stale-if-error`: an old answer would call a picture shown that is not, to the very programs that ask for that.
const HEADERS = { ...JSON_HEADERS, 'Cache-Control': 'public, max-age=58' } as const

/** `GET /changes.json?since=…&limit=…`: what happened to pictures, for whoever embeds them. */
export function handleChanges(deps: Pick<Deps, 'catalogue' | 'clock' | 'config' | 'signer'>): Answer {
  return async (c) => sendText(c, JSON.stringify(await getChanges(deps, parseChanges(c.req.queries()))), HEADERS)
}
