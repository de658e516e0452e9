import { expect, it } from 'vitest'
import { pickText } from '../../../server/core/text/lang.ts'

const german = { lang: 'de', text: 'Brücke' }
const swiss = { lang: 'de-CH', text: 'Brugg' }
const english = { lang: 'en', text: 'Bridge' }
const byDefault = { lang: 'x-default', text: 'Bridge' }

it.each([
  ['the default, which another entry gives a language', [byDefault, german, english], [], { text: 'Bridge', lang: 'en' }],
  ['the default without a language where no entry repeats it', [byDefault, german], [], { text: 'Bridge' }],
  ['the default wherever it stands', [german, byDefault], [], { text: 'Bridge' }],
  ['the first entry where none is the default', [german, english], [], { text: 'Brücke', lang: 'de' }],
  ['the first language that is preferred and there', [byDefault, english, german], ['fr', 'de'], { text: 'Brücke', lang: 'de' }],
  ['a language for one of its regions', [byDefault, german], ['de-AT'], { text: 'Brücke', lang: 'de' }],
  ['a region for its language, as the last resort', [byDefault, swiss], ['de'], { text: 'Brugg', lang: 'de-CH' }],
  ['the language before one of its regions', [byDefault, swiss, german], ['de'], { text: 'Brücke', lang: 'de' }],
  ['tags in any case', [byDefault, { lang: 'DE-ch', text: 'Brugg' }], ['de-CH'], { text: 'Brugg', lang: 'DE-ch' }],
  ['the default if nothing preferred is there', [byDefault, german], ['ja'], { text: 'Bridge' }],
  ['a text that is not blank', [{ lang: 'x-default', text: ' \n' }, german], [], { text: 'Brücke', lang: 'de' }],
])('picks %s', (_, alt, preferred, expected) => {
  expect(pickText(alt, preferred)).toEqual(expected)
})

it('picks nothing where there is no text', () => {
  expect(pickText([])).toBeUndefined()
  expect(pickText([{ lang: 'de', text: '  ' }], ['de'])).toBeUndefined()
})
