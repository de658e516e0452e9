import { expect, it } from 'vitest'
import { clockTime, extentOf, isoDuration } from '../../../server/core/card/extent.ts'
import { wordsFor } from '../../../server/core/words/find-words.ts'
import { bridge, film, series } from '../../fixtures/media.ts'

it('says in words how much there is', () => {
  expect(extentOf(series)).toBe('3 pictures')
  expect(extentOf(film)).toBe('Video, 0:02')
  expect(extentOf(bridge)).toBeUndefined()
})

it.each([
  [1, '0:01', 'PT1S'],
  [42_000, '0:42', 'PT42S'],
  [42_001, '0:43', 'PT43S'],
  [60_000, '1:00', 'PT1M'],
  [599_400, '10:00', 'PT10M'],
  [3_723_000, '1:02:03', 'PT1H2M3S'],
  [36_000_000, '10:00:00', 'PT10H'],
])('%d ms is %s to people and %s to machines', (ms, clock, iso) => {
  expect(clockTime(ms)).toBe(clock)
  expect(isoDuration(ms)).toBe(iso)
})

it.each([
  ['de', '3 Bilder', 'Video, 0:02'],
  ['ar', '3 صور', 'فيديو، 0:02'],
  ['ja', '画像3枚', '動画、0:02'],
])('counts in %s', (lang, pictures, length) => {
  expect([series, film].map((media) => extentOf(media, wordsFor(lang)))).toEqual([pictures, length])
})
