import { describe, expect, it } from 'vitest'
import { en } from '../../../server/core/words/en.ts'
import { dataMiningInWords, digitalSourceTypeInWords } from '../../../server/http/pages/words.ts'

const PLUS = 'http://ns.useplus.org/ldf/vocab/'
const SOURCE_TYPE = 'cv.iptc.org/newscodes/digitalsourcetype/'

describe('a data mining statement', () => {
  it.each([
    ['DMI-ALLOWED', 'Allowed'],
    ['DMI-PROHIBITED', 'Prohibited'],
    ['DMI-PROHIBITED-AIMLTRAINING', 'Prohibited for training of AI and machine-learning models'],
    ['DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING', 'Prohibited, except for indexing by search engines'],
    ['DMI-UNSPECIFIED', undefined],
    ['DMI-SOMETHING-NEW', undefined],
    ['constructor', undefined],
  ])('%s says %s', (value, words) => {
    expect(dataMiningInWords(PLUS + value, en)).toBe(words)
  })

  it('says nothing where the owner does not', () => {
    expect(dataMiningInWords(undefined, en)).toBeUndefined()
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
