import type { ChangeEntry, ChangeKind } from '../../wire/changes.ts'
import type { Change, ChangedProperty, PropertyChange } from '../change.ts'
import { isAnnounced } from '../identity/public-name.ts'
import { encodeShortcode } from '../identity/shortcode.ts'
import type { Media } from '../media.ts'
import { statusAt } from '../status.ts'

interface Telling {
  readonly baseUrl: string
  /** Unix milliseconds. */
  readonly now: number
}

/** What its owner calls a property, where that is another name; `undefined` for what concerns nobody else. */
const PUBLIC_NAMES: Partial<Record<ChangedProperty, string | undefined>> = {
  original: 'picture',
  placeholder: undefined,
  standing: 'status',
  notBefore: 'embargoUntil',
  notAfter: 'expiresAt',
  correctedAt: 'correction',
  editedFields: undefined,
}

/**
 * What everyone may know of an entry of the log.
 *
 * @param media As it is now.
 * @returns     `undefined` if that is nothing: the media was not announced yet, is in no list now, or the change concerns only its owner. Of a
 *              private media only that it became so is told: its history is private too.
 */
export function entryOfChange(change: Change, media: Media, { baseUrl, now }: Telling): ChangeEntry | undefined {
  const fields = publicFields(change)
  if (!isPublicChange(change, media, now)) return undefined
  const { kind, reason } = kindOf(change, media)
  if (media.visibility === 'private' && kind !== 'private') return undefined
  if (media.visibility === 'unlisted') return undefined
  return { ...headOf(media, change.at, baseUrl), kind, revision: change.revision, fields, ...(reason !== undefined && { reason }) }
}

/** What everyone may know of a moment of the clock's; `undefined` if it changed nothing that could be seen. */
export function entryOfMoment(
  { at, date, media }: { readonly at: number; readonly date: 'notBefore' | 'notAfter'; readonly media: Media },
  { baseUrl }: Telling,
): ChangeEntry | undefined {
  const { standing } = media
  const stood = standing.kind !== 'published' && standing.at >= at ? { ...media, standing: { kind: 'published' } as const } : media
  if (media.visibility !== 'public' || !isAnnounced(media, at)) return undefined
  if (statusAt(stood, at) !== (date === 'notAfter' ? 'expired' : 'live')) return undefined
  const kind = date === 'notAfter' ? 'expired' : media.announcedAt === at ? 'published' : 'embargo_ended'
  return { ...headOf(media, at, baseUrl), kind, revision: media.revision, fields: [] }
}

/** Whether the entry says anything to others than the owner, and speaks of a time at which the media was no secret. */
export function isPublicChange(change: Change, media: Media, now: number): boolean {
  const { announcedAt } = media
  if (announcedAt === undefined || !isAnnounced(media, now) || change.at < announcedAt) return false
  return change.properties.length === 0 || publicFields(change).length > 0
}

function headOf({ id }: Media, at: number, baseUrl: string): Pick<ChangeEntry, 'code' | 'url' | 'at'> {
  const code = encodeShortcode(id)
  return { code, url: `${baseUrl}/p/${code}/`, at: new Date(at).toISOString() }
}

function publicFields({ properties }: Change): readonly string[] {
  return properties
    .map(({ property }) => (property in PUBLIC_NAMES ? PUBLIC_NAMES[property] : property))
    .filter((name) => name !== undefined)
}

/** The weightiest thing that the entry says. */
function kindOf({ at, properties }: Change, { announcedAt }: Media): { readonly kind: ChangeKind; readonly reason?: string } {
  const changeOf = (name: ChangedProperty) => properties.find(({ property }) => property === name)
  const again = announcedAt === at ? 'published' : 'restored'
  const visibility = changeOf('visibility')
  if (visibility?.after === 'private') return { kind: 'private' }
  const standing = wordsOf(changeOf('standing')?.after)
  if (standing.kind === 'withdrawn') return { kind: 'withdrawn', ...(standing.reason !== undefined && { reason: standing.reason }) }
  if (standing.kind === 'disputed') return { kind: 'disputed' }
  if (standing.kind === 'published' || visibility?.after === 'public') return { kind: again }
  const kind = kindOfEnd(changeOf('notAfter'), at) ?? kindOfStart(changeOf('notBefore'), at)
  if (kind !== undefined) return { kind }
  if (properties.length === 0) return { kind: 'published' }
  return { kind: changeOf('correctedAt')?.after === undefined ? 'updated' : 'corrected' }
}

function kindOfEnd(change: PropertyChange | undefined, at: number): ChangeKind | undefined {
  if (change === undefined) return undefined
  if (isUntil(change.after, at)) return 'expired'
  return isUntil(change.before, at) ? 'restored' : undefined
}

function kindOfStart(change: PropertyChange | undefined, at: number): ChangeKind | undefined {
  if (change === undefined) return undefined
  if (isAfter(change.after, at)) return 'embargoed'
  return isAfter(change.before, at) ? 'embargo_ended' : undefined
}

function isUntil(moment: unknown, at: number): boolean {
  return typeof moment === 'number' && moment <= at
}

function isAfter(moment: unknown, at: number): boolean {
  return typeof moment === 'number' && moment > at
}

/** The words of a standing as the log has it; a later version's may be anything. */
function wordsOf(standing: unknown): { readonly kind?: string; readonly reason?: string } {
  if (typeof standing !== 'object' || standing === null) return {}
  const word = (name: 'kind' | 'reason') => {
    const value = name in standing ? (standing as Record<string, unknown>)[name] : undefined // Looked at, and then only taken as text.
    return typeof value === 'string' ? { [name]: value } : {}
  }
  return { ...word('kind'), ...word('reason') }
}
