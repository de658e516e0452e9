import { afterEach, beforeEach, expect, it } from 'vitest'
import { formatMoment, parseMoment } from '../../server/cli/dates.ts'

const zone = process.env.TZ
beforeEach(() => {
  process.env.TZ = 'Europe/Berlin'
})
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

it.each([
  ['2026-12-24', '2026-12-24T00:00:00+01:00'],
  ['2026-07-01', '2026-07-01T00:00:00+02:00'],
  ['2026-12-24 18:00', '2026-12-24T18:00:00+01:00'],
  ['2026-12-24T18:00:30', '2026-12-24T18:00:30+01:00'],
  ['2026-12-24T18:00:00Z', '2026-12-24T19:00:00+01:00'],
  ['2026-12-24t18:00:00-05:00', '2026-12-25T00:00:00+01:00'],
])('%s is %s in Berlin', (text, full) => {
  expect(formatMoment(parseMoment(text) ?? 0)).toBe(full)
})

it.each([['2026-02-30'], ['2026-02-30T00:00:00Z'], ['2026-13-01'], ['2026-12-24 25:00'], ['24.12.2026'], ['tomorrow'], ['']])(
  '%j is no moment',
  (text) => {
    expect(parseMoment(text)).toBeUndefined()
  },
)

it('writes offsets of half hours and Z', () => {
  process.env.TZ = 'Asia/Kolkata'
  expect(formatMoment(0)).toBe('1970-01-01T05:30:00+05:30')
  process.env.TZ = 'America/New_York'
  expect(formatMoment(0)).toBe('1969-12-31T19:00:00-05:00')
  process.env.TZ = 'UTC'
  expect(formatMoment(0)).toBe('1970-01-01T00:00:00Z')
})
