import type { MediaId } from '../media.ts'

/** Up to where a reader of the changes has been told: in the log, and in what the clock did. */
export interface ChangesPlace {
  /** The last entry of the log that was told; or, before the first one, from when on the reader wants to know, in Unix milliseconds. */
  readonly log: { readonly after: number } | { readonly from: number }
  readonly moment: { readonly at: number; readonly mediaId?: MediaId }
}

const MAX_AT = 8_640_000_000_000_000 // the last moment that ECMAScript's time values know

const RFC_3339 = /^(\d{4}-(?:0[1-9]|1[0-2])-(\d\d))[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+ -]\d\d:\d\d)$/

/**
 * The moment as Unix milliseconds, rounded down.
 *
 * @returns `undefined` for what RFC 3339, section 5.6, does not allow, and for leap seconds. A space stands for the `+` that a query has lost.
 */
export function parseMoment(text: string): number | undefined {
  const [, date, day, time, fraction = '', zone = ''] = RFC_3339.exec(text) ?? []
  const offset = zone.toUpperCase().replace(' ', '+')
  const at = Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`)
  // Some dates that do not exist, such as February 30, are taken for those that follow.
  const isOnCalendar = new Date(Date.parse(`${date}T00:00:00Z`)).getUTCDate() === Number(day)
  return Number.isNaN(at) || !isOnCalendar || time?.startsWith('24') ? undefined : at
}

/** Where all changes begin. */
export const BEGINNING: ChangesPlace = { log: { after: 0 }, moment: { at: -1 } }

/** Where the changes begin that were made at `at` or later. */
export function placeAt(at: number): ChangesPlace {
  const from = Math.max(0, at)
  return { log: { from }, moment: { at: from - 1 } }
}

const WIDTHS = { log: 11, at: 11, id: 13 } // digits of base 36 that 2^53, MAX_AT and 2^63 fit into
const PLACE = /^([af])([0-9a-z]{11})([0-9a-z]{11})([0-9a-z]{13})$/

/** The place as 36 letters and digits. */
export function writePlace({ log, moment }: ChangesPlace): string {
  const [kind, value] = 'after' in log ? ['a', log.after] : ['f', log.from]
  return [
    kind,
    value.toString(36).padStart(WIDTHS.log, '0'),
    (moment.at + 1).toString(36).padStart(WIDTHS.at, '0'), // The earliest is -1.
    (moment.mediaId ?? 0n).toString(36).padStart(WIDTHS.id, '0'),
  ].join('')
}

/** The place that `writePlace` wrote; `undefined` for any other text. */
export function parsePlace(text: string): ChangesPlace | undefined {
  const [, kind, log = '', at = '', id = ''] = PLACE.exec(text) ?? []
  const value = Number.parseInt(log, 36)
  const moment = Number.parseInt(at, 36) - 1
  if (kind === undefined || value > MAX_AT || moment > MAX_AT) return undefined
  const mediaId = [...id].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
  if (mediaId >= 2n ** 63n) return undefined
  return {
    log: kind === 'a' ? { after: value } : { from: value },
    moment: { at: moment, ...(mediaId > 0n && { mediaId: mediaId as MediaId }) }, // The range is the whole of what the brand promises.
  }
}
