import type { Change } from '../../core/change.ts'
import { entryOfChange, entryOfMoment } from '../../core/documents/changes.ts'
import { BEGINNING, type ChangesPlace, parseMoment, parsePlace, placeAt, writePlace } from '../../core/documents/changes-cursor.ts'
import { BadRequestError } from '../../core/errors.ts'
import { encodeShortcode } from '../../core/identity/shortcode.ts'
import type { ScheduledMoment } from '../../ports/catalogue.ts'
import type { Deps } from '../../ports/deps.ts'
import type { ChangeEntry, ChangesAnswer } from '../../wire/changes.ts'
import { findOwnMedia } from '../own/get-own-media.ts'
import { mergeTold, scan, type Told } from './scan.ts'
import { seal, unseal } from './sealed-text.ts'

const PURPOSE = 'changes'
const PER_LOOK = 200
const EDITS_LOOKED_AT = 1000

export interface ChangesRequest {
  /** A moment in RFC 3339, itself included, or the `next` of an earlier answer; from the beginning if absent. */
  readonly since?: string
  /** Entries: 1 to 500. */
  readonly limit: number
}

type ChangesDeps = Pick<Deps, 'catalogue' | 'clock' | 'config' | 'signer'>

/**
 * What happened to the media that everyone may know of, by their owner and by the clock, oldest first.
 *
 * A reader who sends each `next` is told everything once, however much is written meanwhile: the log is read in its own order. `next` is the place
 * of what was told last and of nothing else, so it stays the same while only hidden media change, and it is sealed, since places in the log would
 * tell how much is hidden.
 *
 * @throws {BadRequestError} if `since` is neither.
 */
export async function getChanges(deps: ChangesDeps, { since, limit }: ChangesRequest): Promise<ChangesAnswer> {
  const start = since === undefined ? BEGINNING : await parseSince(deps.signer, since)
  const [log, moments] = await Promise.all([scanLog(deps, start.log, limit), scanMoments(deps, start.moment, limit)])
  const merged = mergeTold(log, moments, limit)
  const next = { log: merged.first ?? start.log, moment: merged.second ?? start.moment }
  return { entries: merged.entries, next: await seal(deps.signer, writePlace(next), PURPOSE), more: merged.more }
}

async function parseSince(signer: Deps['signer'], text: string): Promise<ChangesPlace> {
  const moment = parseMoment(text)
  if (moment !== undefined) return placeAt(moment)
  const opened = await unseal(signer, text, PURPOSE)
  const place = opened === undefined ? undefined : parsePlace(opened)
  if (place === undefined) throw new BadRequestError('Expected a moment such as 2026-07-01T12:00:00Z, or the next of an answer, for since')
  return place
}

function scanLog(deps: ChangesDeps, start: ChangesPlace['log'], limit: number): Promise<Told<ChangeEntry, ChangesPlace['log']>> {
  const { catalogue } = deps
  return scan(start, {
    wanted: limit,
    perLook: PER_LOOK,
    read: (place) => catalogue.listChanges({ ...('after' in place ? place : { since: place.from - 1 }), limit: PER_LOOK }),
    placeOf: ({ sequence }) => ({ after: sequence }),
    tell: (changes) => tellChanges(deps, changes),
  })
}

async function tellChanges({ catalogue, clock, config }: ChangesDeps, changes: readonly Change[]) {
  const codes = changes.map(({ mediaId }) => encodeShortcode(mediaId))
  const media = await findOwnMedia({ catalogue }, [...new Set(codes)])
  const telling = { baseUrl: config.baseUrl, now: clock.now() }
  return changes.map((change) => {
    const one = media.get(change.mediaId)
    return one && entryOfChange(change, one, telling)
  })
}

function scanMoments(deps: ChangesDeps, start: ChangesPlace['moment'], limit: number): Promise<Told<ChangeEntry, ChangesPlace['moment']>> {
  const to = deps.clock.now()
  return scan(start, {
    wanted: limit,
    perLook: PER_LOOK,
    read: (after) => deps.catalogue.listScheduled({ after, to, limit: PER_LOOK }),
    placeOf: ({ at, media }) => ({ at, mediaId: media.id }),
    tell: (moments) => tellMoments(deps, moments),
  })
}

/** Without dates that were already over when the owner wrote them: nothing happened at that moment, and the log tells of the writing. */
async function tellMoments({ catalogue, clock, config }: ChangesDeps, moments: readonly ScheduledMoment[]) {
  const telling = { baseUrl: config.baseUrl, now: clock.now() }
  const told = moments.map((moment) => entryOfMoment(moment, telling))
  const shown = moments.filter((_, at) => told[at] !== undefined)
  const [first] = shown
  if (first === undefined) return told
  const mediaIds = [...new Set(shown.map(({ media }) => media.id))]
  const edits = await catalogue.listChanges({ mediaIds, since: first.at - 1, limit: EDITS_LOOKED_AT })
  const isAfterwards = ({ at, date, media }: ScheduledMoment) =>
    edits.some((edit) => edit.mediaId === media.id && edit.at >= at && edit.properties.some(({ property }) => property === date))
  return told.map((entry, at) => (entry && moments[at] && !isAfterwards(moments[at]) ? entry : undefined))
}
