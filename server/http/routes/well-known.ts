import type { Deps } from '../../ports/deps.ts'
import { listMiningRules } from '../../usecases/serve/list-mining-rules.ts'
import type { Answer } from '../app-env.ts'
import { CACHE, JSON_HEADERS } from '../headers.ts'
import { sendText } from '../respond.ts'

const HEADERS = { ...JSON_HEADERS, 'Cache-Control': CACHE.file } as const

/** `GET /.well-known/tdmrep.json`: which places are reserved from text and data mining (TDMRep). */
export function handleTdmRep(deps: Pick<Deps, 'catalogue' | 'clock' | 'config'>): Answer {
  return async (c) => sendText(c, JSON.stringify(await listMiningRules(deps)), HEADERS)
}
