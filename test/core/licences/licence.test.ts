import { expect, it } from 'vitest'
import { licenceAt } from '../../../server/core/licences/licence.ts'

const CC = 'creativecommons.org/licenses'

// From the deeds of Creative Commons, and https://spdx.org/licenses/ for the short names.
it.each([
  ['by/1.0', 'CC BY 1.0', 'Creative Commons Attribution 1.0 Generic'],
  ['by-sa/1.0', 'CC BY-SA 1.0', 'Creative Commons Attribution-ShareAlike 1.0 Generic'],
  ['by-nd/2.0', 'CC BY-ND 2.0', 'Creative Commons Attribution-NoDerivs 2.0 Generic'],
  ['by-nc/2.0', 'CC BY-NC 2.0', 'Creative Commons Attribution-NonCommercial 2.0 Generic'],
  ['by-nc-sa/2.5', 'CC BY-NC-SA 2.5', 'Creative Commons Attribution-NonCommercial-ShareAlike 2.5 Generic'],
  ['by-nc-nd/2.5', 'CC BY-NC-ND 2.5', 'Creative Commons Attribution-NonCommercial-NoDerivs 2.5 Generic'],
  ['by/3.0', 'CC BY 3.0', 'Creative Commons Attribution 3.0 Unported'],
  ['by-sa/3.0', 'CC BY-SA 3.0', 'Creative Commons Attribution-ShareAlike 3.0 Unported'],
  ['by-nc-nd/3.0', 'CC BY-NC-ND 3.0', 'Creative Commons Attribution-NonCommercial-NoDerivs 3.0 Unported'],
  ['by/4.0', 'CC BY 4.0', 'Creative Commons Attribution 4.0 International'],
  ['by-sa/4.0', 'CC BY-SA 4.0', 'Creative Commons Attribution-ShareAlike 4.0 International'],
  ['by-nd/4.0', 'CC BY-ND 4.0', 'Creative Commons Attribution-NoDerivatives 4.0 International'],
  ['by-nc/4.0', 'CC BY-NC 4.0', 'Creative Commons Attribution-NonCommercial 4.0 International'],
  ['by-nc-sa/4.0', 'CC BY-NC-SA 4.0', 'Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International'],
  ['by-nc-nd/4.0', 'CC BY-NC-ND 4.0', 'Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International'],
  ['by-sa/3.0/de', 'CC BY-SA 3.0 DE', 'Creative Commons Attribution-ShareAlike 3.0 Germany'],
  ['by/3.0/igo', 'CC BY 3.0 IGO', 'Creative Commons Attribution 3.0 IGO'],
  ['by/2.5/scotland', 'CC BY 2.5 SCOTLAND', 'Creative Commons Attribution 2.5 UK: Scotland'],
  ['by/2.0/uk', 'CC BY 2.0 UK', 'Creative Commons Attribution 2.0 UK: England & Wales'],
  ['by-nc-sa/2.1/jp', 'CC BY-NC-SA 2.1 JP', 'Creative Commons Attribution-NonCommercial-ShareAlike 2.1 Japan'],
  ['sa/1.0', 'CC SA 1.0', 'Creative Commons ShareAlike 1.0 Generic'],
  ['sa/2.0/jp', 'CC SA 2.0 JP', 'Creative Commons ShareAlike 2.0 Japan'],
  ['sampling+/1.0', 'CC SAMPLING+ 1.0', 'Creative Commons Sampling Plus 1.0 Generic'],
])('knows %s as %s', (path, label, name) => {
  const version = /\d\.\d/.exec(path)?.[0]
  const url = `https://${CC}/${path}/`
  expect(licenceAt(url)).toEqual({ url, identifier: url, kind: 'licence', label, name, version })
})

it.each(['by-nd-nc/1.0', 'by-nc-nd/1.0'])('knows %s, whose address differs from later versions', (path) => {
  expect(licenceAt(`https://${CC}/${path}/`)).toMatchObject({ url: `https://${CC}/by-nd-nc/1.0/`, label: 'CC BY-NC-ND 1.0' })
})

it.each([
  [`http://${CC}/by/4.0/`],
  [`https://${CC}/by/4.0`],
  [`https://www.${CC}/by/4.0/`],
  [`HTTP://WWW.CreativeCommons.ORG/licenses/by/4.0`],
  [`https://${CC}/BY/4.0/`],
  [`https://${CC}/by/4.0/deed`],
  [`https://${CC}/by/4.0/deed.de`],
  [`https://${CC}/by/4.0/deed.pt_BR`],
  [`https://${CC}/by/4.0/deed.zh-Hans`],
  [`https://${CC}/by/4.0/legalcode`],
  [`https://${CC}/by/4.0/legalcode.fr`],
  [`https://${CC}/by/4.0/legalcode.txt`],
  [`https://${CC}/by/4.0/legalcode-plain`],
  [`https://${CC}/by/4.0/rdf`],
  [`https://${CC}/by/4.0/?ref=chooser-v1`],
  [`https://${CC}/by/4.0/#ref-some-mechanisms`],
  [` https://${CC}/by/4.0/ `],
])('links every spelling to one address: %s', (url) => {
  expect(licenceAt(url)).toMatchObject({ url: `https://${CC}/by/4.0/`, label: 'CC BY 4.0' })
})

it('keeps the port of a deed in another language', () => {
  expect(licenceAt(`http://${CC}/by-sa/3.0/de/deed.en`)).toMatchObject({ url: `https://${CC}/by-sa/3.0/de/`, label: 'CC BY-SA 3.0 DE' })
})

it.each([
  ['zero', 'CC0 1.0', 'CC0 1.0 Universal'],
  ['mark', 'Public Domain Mark 1.0', 'Public Domain Mark 1.0 Universal'],
])('marks with the public domain tool %s and licenses nothing', (tool, label, name) => {
  const url = `https://creativecommons.org/publicdomain/${tool}/1.0/`
  const expected = { url, identifier: url, kind: 'public-domain', label, name, version: '1.0' }
  expect(licenceAt(url)).toEqual(expected)
  expect(licenceAt(`http://www.creativecommons.org/publicdomain/${tool}/1.0`)).toEqual(expected)
  expect(licenceAt(`https://creativecommons.org/publicdomain/${tool}/1.0/deed.nl`)).toEqual(expected)
})

// https://rightsstatements.org/page/1.0/
it.each([
  ['InC', 'In Copyright'],
  ['InC-OW-EU', 'In Copyright - EU Orphan Work'],
  ['InC-EDU', 'In Copyright - Educational Use Permitted'],
  ['InC-NC', 'In Copyright - Non-Commercial Use Permitted'],
  ['InC-RUU', 'In Copyright - Rights-holder(s) Unlocatable or Unidentifiable'],
  ['NoC-CR', 'No Copyright - Contractual Restrictions'],
  ['NoC-NC', 'No Copyright - Non-Commercial Use Only'],
  ['NoC-OKLR', 'No Copyright - Other Known Legal Restrictions'],
  ['NoC-US', 'No Copyright - United States'],
  ['CNE', 'Copyright Not Evaluated'],
  ['UND', 'Copyright Undetermined'],
  ['NKC', 'No Known Copyright'],
])('states %s: named by its http URI, linked by https, never licensed', (code, label) => {
  const expected = {
    url: `https://rightsstatements.org/vocab/${code}/1.0/`,
    identifier: `http://rightsstatements.org/vocab/${code}/1.0/`,
    kind: 'statement',
    label,
    name: label,
    version: '1.0',
    code,
  }
  expect(licenceAt(`http://rightsstatements.org/vocab/${code}/1.0/`)).toEqual(expected)
  expect(licenceAt(`https://www.rightsstatements.org/page/${code}/1.0/?language=de`)).toEqual(expected)
})

it.each([
  'https://agency.example/terms',
  'https://creativecommons.org/',
  `https://${CC}/by/5.0/`,
  `https://${CC}/by/4.0/de/`,
  `https://${CC}/by/3.0/xx/`,
  `https://${CC}/by/2.1/`,
  `https://${CC}/nc/4.0/`,
  `https://${CC}/sa/3.0/`,
  `https://${CC}/by-nd-nc/3.0/`,
  `https://${CC}/by/4.0/deed.de/more`,
  `https://${CC}/constructor/4.0/`,
  `https://${CC}/by/3.0/constructor/`,
  'https://creativecommons.org/publicdomain/zero/2.0/',
  'https://creativecommons.org.evil.example/licenses/by/4.0/',
  `https://evil.example/${CC}/by/4.0/`,
  'https://rightsstatements.org/vocab/InC/2.0/',
  'https://rightsstatements.org/vocab/constructor/1.0/',
])('takes %s as terms of the owner, word for word', (url) => {
  expect(licenceAt(url)).toEqual({ url, identifier: url, kind: 'terms', label: 'Terms of use', name: 'Terms of use' })
})

it.each(['javascript:alert(1)', 'data:text/html,x', '', 'CC BY 4.0', 'https://user:password@creativecommons.org/licenses/by/4.0/'])(
  'refuses %j, which no page may link to (W12)',
  (url) => {
    expect(() => licenceAt(url)).toThrow(RangeError)
  },
)
