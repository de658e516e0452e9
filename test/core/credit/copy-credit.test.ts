import { expect, it } from 'vitest'
import { copyCredits } from '../../../server/core/credit/copy-credit.ts'
import { creditFor } from '../../../server/core/credit/credit.ts'
import type { Description } from '../../../server/core/media.ts'
import { bridge, inDefault, silent } from '../../fixtures/media.ts'

const PERMALINK = 'https://placard.example/p/C6aHDKgAQA/'

function copiesOf(description: Description): Readonly<Record<string, string>> {
  const credit = creditFor({ description }, PERMALINK)
  return Object.fromEntries(copyCredits(credit, PERMALINK).map(({ form, text }) => [form, text]))
}

it('spells a credit in every form', () => {
  const credit = creditFor(bridge, PERMALINK)
  expect(copiesOf(bridge.description)).toEqual({
    text: credit.text,
    html: credit.html,
    markdown:
      '[The bridge at dusk](https://placard.example/p/C6aHDKgAQA/) — [Zoë Łęcka](https://zoe.example/) / Placard Pictures' +
      ' · © 2026 Zoë Łęcka · licensed under [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)',
    wikitext:
      '[https://placard.example/p/C6aHDKgAQA/ The bridge at dusk] — [https://zoe.example/ Zoë Łęcka] / Placard Pictures' +
      ' · © 2026 Zoë Łęcka · licensed under [https://creativecommons.org/licenses/by/4.0/ CC BY 4.0]',
    press: '(Photo: Zoë Łęcka/Placard Pictures, CC BY 4.0)',
  })
})

it('is the title where nobody is named', () => {
  expect(copiesOf({ ...silent, title: inDefault('Bridge') })).toMatchObject({
    markdown: '[Bridge](https://placard.example/p/C6aHDKgAQA/)',
    press: '(Bridge)',
  })
})

it('tells what a machine made', () => {
  const digitalSourceType = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'
  expect(copiesOf({ ...silent, creators: [{ name: 'Ann' }], digitalSourceType }).press).toBe('(Image: Ann, AI-generated)')
})

it('keeps names text in each markup (W12)', () => {
  const copies = copiesOf({
    ...silent,
    title: inDefault('](javascript:alert(1)) <b>'),
    creators: [{ name: "[[File:x]] {{tl}} '''x''' http://evil.example", url: 'https://a.example/?(b)[c]' }],
  })
  expect(copies.markdown).toContain('[\\](javascript:alert(1)) \\<b\\>](https://placard.example/p/C6aHDKgAQA/)')
  expect(copies.markdown).not.toContain('(https://a.example/?(b)[c])')
  expect(copies.wikitext).not.toMatch(/\[\[|\{\{|'''|<b>|http:\/\/evil/)
})
