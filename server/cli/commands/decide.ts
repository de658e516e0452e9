import { linksFor } from '../../core/identity/links.ts'
import { isAnnounced, publicNameOf } from '../../core/identity/public-name.ts'
import { type Media, WITHDRAWAL_REASONS } from '../../core/media.ts'
import type { MediaPatch } from '../../core/owner/media-patch.ts'
import { rfc3339 } from '../../core/owner/owner-view.ts'
import { shownNow } from '../../core/status.ts'
import type { LocalDeps } from '../../runtimes/local-deps.ts'
import { editMedia } from '../../usecases/own/edit-media.ts'
import { ACTOR } from '../apply-edits.ts'
import { formatMoment, parseMoment } from '../dates.ts'
import { undoHint } from '../edit-report.ts'
import { patchOf } from '../field-options.ts'
import { findNamed, requireWords } from '../named-media.ts'
import { withCollection } from '../open-collection.ts'
import { type Session, UsageError } from '../session.ts'
import { type Arguments, type Command, optionalValue, requiredValue } from './command.ts'

const DATES = [
  'Dates: 2026-12-24 (its first second) or "2026-12-24 18:00", in the time zone of this machine; 2026-12-24T18:00:00+01:00; or none, which takes',
  'the date away.',
].join('\n')

const TEXT = { value: 'TEXT', summary: 'what readers shall be told, in your own words' }

export const publish = decision({
  summary: 'make pictures public',
  patch: () => ({ visibility: 'public' }),
  outcome: () => 'public',
})

export const unlist = decision({
  summary: 'show pictures to those who have their address, and list them nowhere',
  patch: () => ({ visibility: 'unlisted' }),
  outcome: () => 'unlisted',
})

export const makePrivate = decision({
  summary: 'make pictures private: their embeds say so, and show nothing else',
  patch: () => ({ visibility: 'private' }),
  outcome: () => 'private',
})

export const embargo = decision({
  usage: '--until DATE',
  summary: 'show pictures from a date on and not before',
  flags: { until: { value: 'DATE', summary: 'from then on they are shown' } },
  details: DATES,
  patch: (args) => ({ embargoUntil: momentOf(args, 'until') }),
  outcome: ({ notBefore }, now) => {
    if (notBefore === undefined) return 'no longer embargoed'
    return notBefore > now ? `embargoed until ${formatMoment(notBefore)}` : `no longer embargoed, since ${formatMoment(notBefore)}`
  },
})

export const expire = decision({
  usage: '--at DATE',
  summary: 'show pictures up to a date and not from then on',
  flags: { at: { value: 'DATE', summary: 'from then on they are gone' } },
  details: DATES,
  patch: (args) => ({ expiresAt: momentOf(args, 'at') }),
  outcome: ({ notAfter }, now) => {
    if (notAfter === undefined) return 'shown without an end'
    return notAfter > now ? `shown until ${formatMoment(notAfter)}` : `expired since ${formatMoment(notAfter)}`
  },
})

export const withdraw = decision({
  usage: '--reason REASON',
  summary: 'take pictures back: every embed says so and keeps the credit',
  flags: { reason: { value: 'REASON', summary: WITHDRAWAL_REASONS.join(', ') }, text: TEXT },
  patch: (args) => ({ status: { kind: 'withdrawn', reason: requiredValue(args, 'reason'), ...textOf(args) } }),
  outcome: ({ standing }) => (standing.kind === 'withdrawn' ? `withdrawn (${standing.reason})` : standing.kind),
})

export const dispute = decision({
  summary: 'show pictures no longer until a dispute about them is settled',
  flags: { text: TEXT },
  patch: (args) => ({ status: { kind: 'disputed', ...textOf(args) } }),
  outcome: () => 'disputed',
})

export const restore = decision({
  summary: 'show withdrawn or disputed pictures again',
  details: 'A backup is restored by `placard backup restore FOLDER`.',
  patch: () => ({ status: 'published' }),
  outcome: ({ standing }) => standing.kind,
})

export const correct = decision({
  summary: 'tell readers that what is said about pictures was corrected today',
  patch: () => ({ correction: true }),
  outcome: ({ correctedAt }) => (correctedAt === undefined ? 'not corrected' : `shown as corrected on ${formatMoment(correctedAt)}`),
})

interface Decision extends Pick<Partial<Command>, 'flags' | 'details' | 'usage'> {
  readonly summary: string
  /** For `readPatch`. */
  patch(args: Arguments): unknown
  /** What the media is now: `CODE is …`. */
  outcome(media: Media, now: number): string
}

/** A command that decides one thing about each of the pictures that it is given, all together or not at all. */
function decision({ usage = '', summary, flags = {}, details, patch, outcome }: Decision): Command {
  return {
    usage: `SHORTCODE... ${usage}`.trim(),
    summary,
    flags,
    ...(details !== undefined && { details }),
    run: async (session, args) => await decide(session, { names: args.names, patch: patchOf(patch(args)), outcome }),
  }
}

async function decide(
  session: Session,
  { names, patch, outcome }: { names: readonly string[]; patch: MediaPatch; outcome: Decision['outcome'] },
): Promise<number> {
  requireWords(names)
  return await withCollection(session, async (deps) => {
    const found = await findNamed(deps, names)
    const { batch, media } = await editMedia(
      deps,
      found.map((one) => ({ media: one, patch })),
      { actor: ACTOR },
    )
    const now = deps.clock.now()
    const changed = new Map(media.map((one) => [one.id, one]))
    for (const one of found.map((before) => changed.get(before.id) ?? before)) {
      session.terminal.out(`${one.shortcode} is ${withObstacle(one, outcome(one, now), now)}${secretAddress(deps, one)}\n`)
    }
    if (media.length > 0) session.terminal.out(undoHint(batch, session.terminal))
    return 0
  })
}

/** Where something else still keeps the picture from being shown, that too: `public` alone would promise too much. */
function withObstacle(media: Media, outcome: string, now: number): string {
  const obstacle = shownNow(media, now)
  return obstacle === 'live' || outcome.includes(obstacle) || /^(withdrawn|disputed)/.test(outcome)
    ? outcome
    : `${outcome}, but not shown now: ${obstacle}`
}

/** What has never been public is only found under its long address, which nobody else can tell its owner. */
function secretAddress({ clock, config }: LocalDeps, media: Media): string {
  const now = clock.now()
  if (isAnnounced(media, now)) return ''
  return `, at ${linksFor(config.baseUrl, { ...media, shortcode: publicNameOf(media, now) }).permalink}`
}

function momentOf(args: Arguments, option: string): string | null {
  const text = requiredValue(args, option)
  if (text === 'none') return null
  const ms = parseMoment(text)
  if (ms === undefined)
    throw new UsageError(`Expected a date such as 2026-12-24 or "2026-12-24 18:00" for --${option} but received ${JSON.stringify(text)}`)
  return rfc3339(ms)
}

function textOf(args: Arguments): { readonly text?: string } {
  const text = optionalValue(args, 'text')
  return text === undefined ? {} : { text }
}
