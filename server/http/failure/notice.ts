import { buildNotice, buildRestrictedNotice, buildTombstone } from '../../core/card/notice.ts'
import type { Words } from '../../core/words/words.ts'
import type { ShownMedia } from '../../usecases/serve/get-media.ts'
import type { NoticeCard } from '../../wire/card.ts'
import type { Failure } from './failure.ts'

/**
 * What a reader is told in place of a picture; `undefined` for failures that are about no picture.
 *
 * @param shown  The failure's own media, as its reader is told of it.
 */
export function findNotice(failure: Failure, shown: ShownMedia | undefined, told: { owner: string; words: Words }): NoticeCard | undefined {
  const { code, reason } = failure
  const { owner, words } = told
  if (code === 'not_found') return buildNotice('', 'unknown', words.notices)
  if (reason === undefined) return undefined
  if (shown === undefined || reason === 'private') return buildNotice('', reason, words.notices)
  return reason === 'restricted' ? buildRestrictedNotice(shown.media, shown) : buildTombstone(shown.media, reason, { ...shown, owner })
}
