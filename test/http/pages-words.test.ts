import { describe, expect, it } from 'vitest'
import { en } from '../../server/core/words/en.ts'
import { dataMiningInWords, digitalSourceTypeInWords, reservesDataMining } from '../../server/http/pages/words.ts'

const PLUS = 'http://ns.useplus.org/ldf/vocab/'
const SOURCE_TYPE = 'cv.iptc.org/newscodes/digitalsourcetype/'

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
    expect(dataMiningInWords(PLUS + value, en)).toBe(words)
    expect(reservesDataMining(PLUS + value)).toBe(isReserved)
  })

  it('says nothing where the owner does not', () => {
    expect(dataMiningInWords(undefined, en)).toBeUndefined()
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
    expect(digitalSourceTypeInWords(uri, en)).toBe(words)
  })
})
