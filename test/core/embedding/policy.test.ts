import { describe, expect, it } from 'vitest'
import { frameAncestors, isRestricted, mayEmbed, mayFrame, withDefaultPolicy } from '../../../server/core/embedding/policy.ts'
import type { EmbedPolicy } from '../../../server/core/media.ts'
import { bridge } from '../../fixtures/media.ts'

const BASE = 'https://placard.example'

const EVERYONE: EmbedPolicy = { hosts: 'everyone', allow: [], deny: [] }
const ALL_BUT: EmbedPolicy = { hosts: 'everyone', allow: [], deny: ['bad.example', '*.bad.example'] }
const LISTED: EmbedPolicy = { hosts: 'listed', allow: ['news.example', '*.press.example'], deny: ['ads.press.example'] }
const NOBODY: EmbedPolicy = { hosts: 'nobody', allow: [], deny: [] }

describe('a page may embed', () => {
  const rows = [
    // origin, everyone, everyone but, listed, nobody
    ['https://placard.example', true, true, true, true],
    ['https://news.example', true, true, true, false],
    ['https://www.news.example', true, true, false, false],
    ['https://www.press.example', true, true, true, false],
    ['https://press.example', true, true, false, false],
    ['https://ads.press.example', true, true, false, false],
    ['https://ads.press.example:8443', true, true, false, false],
    ['https://bad.example', true, false, false, false],
    ['https://a.b.bad.example:81', true, false, false, false],
    ['https://evil.example/https://news.example', true, true, false, false],
    ['file://', true, false, false, false],
    ['null', true, false, false, false],
    [undefined, true, false, false, false],
  ] as const

  it.each(rows)('%s: everyone %s, everyone but some %s, listed %s, nobody %s', (origin, ...expected) => {
    expect([EVERYONE, ALL_BUT, LISTED, NOBODY].map((policy) => mayEmbed(policy, origin, BASE))).toEqual(expected)
  })

  it('where no policy was ever given', () => {
    expect(mayEmbed(undefined, 'null', BASE)).toBe(true)
  })
})

describe('frame-ancestors', () => {
  it('is not said where everyone may, or where it cannot say who may not', () => {
    expect([undefined, EVERYONE, ALL_BUT].map((policy) => frameAncestors(policy, BASE))).toEqual([undefined, undefined, undefined])
  })

  it('names our own origin and the listed hosts by both schemes (W17)', () => {
    expect(frameAncestors(LISTED, BASE)).toBe(
      'frame-ancestors https://placard.example https://news.example http://news.example https://*.press.example http://*.press.example',
    )
  })

  it("is 'none' for nobody (W17)", () => {
    expect(frameAncestors(NOBODY, BASE)).toBe("frame-ancestors 'none'")
  })
})

describe('a frame is sent with its picture', () => {
  it('as a page of its own', () => {
    expect([ALL_BUT, LISTED, NOBODY].map((policy) => mayFrame(policy, { parent: 'https://bad.example', isWhole: true }, BASE))).toEqual([
      true,
      true,
      true,
    ])
  })

  it('into a page that may embed, and into no other', () => {
    const into = (parent: string) => [ALL_BUT, LISTED, NOBODY].map((policy) => mayFrame(policy, { parent, isWhole: false }, BASE))
    expect(into('https://news.example')).toEqual([true, true, false])
    expect(into('https://bad.example')).toEqual([false, false, false])
    expect(into('null')).toEqual([false, false, false])
  })

  it('into a page that does not say its origin, only if the browser then knows all that is forbidden', () => {
    const where = { parent: undefined, isWhole: false }
    const exact: EmbedPolicy = { hosts: 'listed', allow: ['news.example'], deny: [] }
    expect([EVERYONE, exact, NOBODY].map((policy) => mayFrame(policy, where, BASE))).toEqual([true, true, true])
    expect([ALL_BUT, LISTED].map((policy) => mayFrame(policy, where, BASE))).toEqual([false, false])
  })
})

describe('the owner’s default', () => {
  it('holds of media without a policy of their own', () => {
    expect(withDefaultPolicy(bridge, NOBODY).embedding).toBe(NOBODY)
    expect(withDefaultPolicy({ ...bridge, embedding: EVERYONE }, NOBODY).embedding).toBe(EVERYONE)
    expect(withDefaultPolicy({ ...bridge, embedding: NOBODY }, EVERYONE).embedding).toBe(NOBODY)
  })

  it('costs nothing where it restricts nothing', () => {
    expect(withDefaultPolicy(bridge, EVERYONE)).toBe(bridge)
  })

  it.each([
    [undefined, false],
    [EVERYONE, false],
    [ALL_BUT, true],
    [LISTED, true],
    [NOBODY, true],
  ] as const)('%o restricts: %s', (embedding, expected) => {
    expect(isRestricted({ ...(embedding && { embedding }) })).toBe(expected)
  })
})
