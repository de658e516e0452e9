import type { ExifFacts, IimFacts } from './embedded-facts.ts'

interface DateParts {
  readonly year: string
  readonly month?: string | undefined
  readonly day?: string | undefined
  /** `hh:mm:ss` */
  readonly time?: string | undefined
  /** `+hh:mm` */
  readonly offset?: string | undefined
}

const XMP_DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/
const IIM_DATE = /^(\d{4})(\d\d)(\d\d)$/
const IIM_TIME = /^(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d))?$/
const EXIF_DATE = /^(\d{4}):(\d\d):(\d\d)(?: (\d\d:\d\d:\d\d))?$/
const OFFSET = /^[+-]\d\d:\d\d$/

/** The date of XMP, as far as it is known (ISO 16684-1, section 8.2.1.2); fractions of a second are dropped. */
export function parseXmpDate(text: string): string | undefined {
  const [, year, month, day, minutes, seconds, offset] = XMP_DATE.exec(text.trim()) ?? []
  if (year === undefined) return undefined
  const time = minutes && `${minutes}:${seconds ?? '00'}`
  return joinDate({ year, month, day, time, offset: offset === 'Z' ? '+00:00' : offset })
}

/** Date Created and Time Created of IIM; `00` stands for an unknown month or day (IIM 4.2, dataset 2:55). */
export function parseIimDate({ dateCreated = '', timeCreated = '' }: IimFacts): string | undefined {
  const [, year, month, day] = IIM_DATE.exec(dateCreated.trim()) ?? []
  if (year === undefined) return undefined
  const [, hours, minutes, seconds, zone, zoneMinutes] = IIM_TIME.exec(timeCreated.trim()) ?? []
  const time = hours && `${hours}:${minutes}:${seconds}`
  return joinDate({ year, month, day, time, offset: zone && `${zone}:${zoneMinutes}` })
}

/** DateTimeOriginal of Exif with its offset; blanks and zeros mean that the camera did not know. */
export function parseExifDate({ dateTimeOriginal = '', offsetTimeOriginal = '' }: ExifFacts): string | undefined {
  const [, year, month, day, time] = EXIF_DATE.exec(dateTimeOriginal.trim()) ?? []
  if (year === undefined) return undefined
  const offset = offsetTimeOriginal.trim()
  return joinDate({ year, month, day, time, offset: OFFSET.test(offset) ? offset : undefined })
}

/** Joins parts up to the first one that is unknown; a part that no calendar has makes the whole date unknown. */
function joinDate({ year, month = '00', day = '00', time, offset }: DateParts): string | undefined {
  if (year === '0000' || Number(month) > 12) return undefined
  if (month === '00') return year
  if (Number(day) > daysIn(Number(year), Number(month))) return undefined
  if (day === '00') return `${year}-${month}`
  if (!time) return `${year}-${month}-${day}`
  if (!/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time)) return undefined
  return `${year}-${month}-${day}T${time}${offset ?? ''}`
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
