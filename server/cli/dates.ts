const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i

/**
 * A moment as people write it: `2026-12-24` (its first second), `2026-12-24 18:00`, both in the time zone of this machine, or RFC 3339.
 *
 * @returns Unix milliseconds; `undefined` for anything else, such as 30 February.
 */
export function parseMoment(text: string): number | undefined {
  const [, year, month, day, hours = '00', minutes = '00', seconds = '00'] = LOCAL.exec(text.trim()) ?? []
  if (year === undefined) return parseZoned(text.trim())
  const date = new Date(Number(year), Number(month) - 1, Number(day), Number(hours), Number(minutes), Number(seconds))
  const isReal = date.getDate() === Number(day) && date.getMonth() === Number(month) - 1
  return isReal && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60 ? date.getTime() : undefined
}

function parseZoned(text: string): number | undefined {
  // JavaScript would take 30 February for 2 March.
  const isReal = ZONED.test(text) && parseMoment(text.slice(0, 10)) !== undefined
  const ms = isReal ? Date.parse(text.toUpperCase()) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}

/** The moment in full, in the time zone of this machine: `2026-12-24T18:00:00+01:00`. @param ms Unix milliseconds. */
export function formatMoment(ms: number): string {
  const date = new Date(ms)
  const offset = -date.getTimezoneOffset()
  const local = new Date(ms + offset * 60_000).toISOString().slice(0, 19)
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) => String(part).padStart(2, '0'))
  return offset === 0 ? `${local}Z` : `${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`
}
