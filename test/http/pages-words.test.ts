import { describe, expect, it } from 'vitest'
import { dataMiningInWords, dateInWords, digitalSourceTypeInWords, reservesDataMining } from '../../server/http/pages/words.ts'

const PLUS = 'http://ns.useplus.org/ldf/vocab/'
const SOURCE_TYPE = 'cv.iptc.org/newscodes/digitalsourcetype/'

describe('a capture date in words', () => {
  it.each([
    ['2019', '2019'],
    ['2019-06', 'June 2019'],
    ['2019-06-01', '1 June 2019'],
    ['2019-12-31T23:59:59', '31 December 2019, 23:59'],
    ['2019-06-01T12:00:00+02:00', '1 June 2019, 12:00'],
    ['about 1900', 'about 1900'],
    ['2019-13-01', '2019-13-01'],
  ])('reads %s as %s', (date, words) => {
    expect(dateInWords(date)).toBe(words)
  })
})

describe('a data mining statement', () => {
  it.each([
    ['DMI-ALLOWED', 'Allowed', false],
    ['DMI-PROHIBITED', 'Prohibited', true],
    ['DMI-PROHIBITED-AIMLTRAINING', 'Prohibited for training of AI and machine-learning models', true],
    ['DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING', 'Prohibited, except for indexing by search engines', true],
    ['DMI-UNSPECIFIED', undefined, false],
    ['DMI-SOMETHING-NEW', undefined, false],
    ['constructor', undefined, false],
  ])('%s says %s', (value, words, isReserved) => {
    expect(dataMiningInWords(PLUS + value)).toBe(words)
    expect(reservesDataMining(PLUS + value)).toBe(isReserved)
  })

  it('says nothing where the owner does not', () => {
    expect(dataMiningInWords(undefined)).toBeUndefined()
    expect(reservesDataMining(undefined)).toBe(false)
  })
})

describe('a digital source type in words', () => {
  it.each([
    [`http://${SOURCE_TYPE}digitalCapture`, 'Taken with a digital camera'],
    [`https://${SOURCE_TYPE}trainedAlgorithmicMedia`, 'AI-generated'],
    [`http://${SOURCE_TYPE}compositeWithTrainedAlgorithmicMedia`, 'AI-edited'],
    [`http://${SOURCE_TYPE}minorHumanEdits`, 'Edited slightly by a person, without generative AI'],
    [`http://${SOURCE_TYPE}somethingNew`, undefined],
    ['https://elsewhere.example/digitalCapture', undefined],
    [undefined, undefined],
  ])('%s is %s', (uri, words) => {
    expect(digitalSourceTypeInWords(uri)).toBe(words)
  })
})
