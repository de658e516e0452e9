import { describe, expect, it } from 'vitest'
import { miningCodeOf, miningTerms, withGeneralMining } from '../../../server/core/licences/data-mining.ts'
import { bridge, portrait } from '../../fixtures/media.ts'

const PLUS = 'http://ns.useplus.org/ldf/vocab/'
const POLICY = 'https://owner.example/mining'

describe('the terms of mining', () => {
  it.each([
    ['DMI-ALLOWED', { reservation: 0, robots: [] }],
    ['DMI-UNSPECIFIED', { robots: [] }],
    ['DMI-SOMETHING-NEW', { robots: [] }],
    ...[
      'DMI-PROHIBITED',
      'DMI-PROHIBITED-AIMLTRAINING',
      'DMI-PROHIBITED-GENAIMLTRAINING',
      'DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING',
      'DMI-PROHIBITED-SEECONSTRAINT',
      'DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR',
      'DMI-PROHIBITED-SEELINKEDRIGHTSEXPR',
    ].map((code) => [code, { reservation: 1, policy: POLICY, robots: ['noai', 'noimageai'] }] as const),
  ] as const)('of %s are %j', (code, terms) => {
    expect(miningTerms(PLUS + code, POLICY)).toEqual(terms)
  })

  it('are silent where nothing is said, or by another vocabulary', () => {
    expect(miningTerms(undefined, POLICY)).toEqual({ robots: [] })
    expect(miningTerms('https://evil.example/DMI-PROHIBITED', POLICY)).toEqual({ robots: [] })
  })

  it('name no policy where there is none', () => {
    expect(miningTerms(`${PLUS}DMI-PROHIBITED`)).toEqual({ reservation: 1, robots: ['noai', 'noimageai'] })
  })

  it('are known by http and https', () => {
    expect(miningCodeOf('https://ns.useplus.org/ldf/vocab/DMI-ALLOWED')).toBe('DMI-ALLOWED')
  })
})

describe("the owner's general word", () => {
  const allowed = `${PLUS}DMI-ALLOWED`

  it('holds where nothing is said of the media', () => {
    expect(withGeneralMining(portrait, allowed).description.dataMining).toBe(allowed)
    const unspecified = { ...portrait, description: { ...portrait.description, dataMining: `${PLUS}DMI-UNSPECIFIED` } }
    expect(withGeneralMining(unspecified, allowed).description.dataMining).toBe(allowed)
  })

  it('never overrides what is said of the media', () => {
    expect(withGeneralMining(bridge, allowed)).toBe(bridge)
  })
})
