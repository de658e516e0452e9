import { describe, expect, it } from 'vitest'
import { parseExifDate, parseIimDate, parseXmpDate } from '../../../server/core/file-metadata/capture-date.ts'

describe('parseXmpDate', () => {
  it.each([
    ['2019', '2019'],
    ['2019-06', '2019-06'],
    ['2019-06-01', '2019-06-01'],
    ['2019-06-01T12:30', '2019-06-01T12:30:00'],
    ['2019-06-01T12:30:05.25+02:00', '2019-06-01T12:30:05+02:00'],
    ['2019-06-01T12:30:05Z', '2019-06-01T12:30:05+00:00'],
    ['2020-02-29', '2020-02-29'],
    ['1900-02-29', undefined],
    ['2019-06-31', undefined],
    ['2019-13-01', undefined],
    ['2019-06-01T24:00', undefined],
    ['0000-00-00', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('%s is %s', (text, date) => {
    expect(parseXmpDate(text)).toBe(date)
  })
})

describe('parseIimDate', () => {
  it.each([
    ['20190601', '123005+0200', '2019-06-01T12:30:05+02:00'],
    ['20190601', '123005', '2019-06-01T12:30:05'],
    ['20190601', undefined, '2019-06-01'],
    ['20190600', undefined, '2019-06'],
    ['20190000', undefined, '2019'],
    ['00000000', undefined, undefined],
    ['2019', undefined, undefined],
  ])('%s %s is %s', (dateCreated, timeCreated, date) => {
    expect(parseIimDate({ bylines: [], keywords: [], dateCreated, ...(timeCreated !== undefined && { timeCreated }) })).toBe(date)
  })
})

describe('parseExifDate', () => {
  it.each([
    ['2019:06:01 12:30:05', '+02:00', '2019-06-01T12:30:05+02:00'],
    ['2019:06:01 12:30:05', '   :  ', '2019-06-01T12:30:05'],
    ['2019:06:01', '', '2019-06-01'],
    ['0000:00:00 00:00:00', '', undefined],
    ['    :  :     :  :  ', '', undefined],
  ])('%s %s is %s', (dateTimeOriginal, offsetTimeOriginal, date) => {
    expect(parseExifDate({ dateTimeOriginal, offsetTimeOriginal })).toBe(date)
  })
})
