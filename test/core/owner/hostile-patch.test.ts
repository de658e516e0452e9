import { describe, expect, it } from 'vitest'
import { BadRequestError } from '../../../server/core/errors.ts'
import { OWNER_FIELDS, parsePatch, readPatch } from '../../../server/core/owner/media-patch.ts'
import { HOSTILE_TEXTS, HOSTILE_URLS } from '../../fixtures/hostile-texts.ts'

/** Controls but the line break, direction overrides and isolates, invisible characters that join nothing here. */
const UNSAFE = /(?!\n)\p{Cc}|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u
const TEXTS = [
  'title',
  'caption',
  'altText',
  'extendedDescription',
  'creditLine',
  'copyrightNotice',
  'source',
  'usageTerms',
  'licensorName',
  'place',
]

describe('hostile words of an owner', () => {
  it('are the text that they are, or refused with a reason (W12, W13)', () => {
    for (const text of HOSTILE_TEXTS) {
      for (const field of TEXTS) {
        const read = readPatch({ [field]: text })
        if ('patch' in read) expect(JSON.stringify(read.patch.description)).not.toMatch(UNSAFE)
        else expect(read.problems).toEqual([{ field, message: expect.stringMatching(/^Expected .* for \S+ but received /s) }])
      }
    }
  })

  it('are no addresses: not of a licence, a licensor or a creator', () => {
    for (const url of HOSTILE_URLS) {
      const read = readPatch({ licenceUrl: url, licensorUrl: url, creators: [{ name: 'Z', url }] })
      expect({ url, fields: 'problems' in read && read.problems.map(({ field }) => field) }).toEqual({
        url,
        fields: ['creators[0].url', 'licenceUrl', 'licensorUrl'],
      })
    }
  })

  it('leave no trace in the message about them', () => {
    for (const text of HOSTILE_TEXTS) {
      const read = readPatch({ [text]: text, visibility: text, status: { kind: text }, embedding: { hosts: 'listed', allow: [text] } })
      expect(read).toHaveProperty('problems')
      for (const { message } of 'problems' in read ? read.problems : []) {
        expect(message).not.toMatch(UNSAFE)
        expect(message.length).toBeLessThan(600)
      }
    }
  })

  it('refuse __proto__ like any other field that no media has', () => {
    expect(() => parsePatch(JSON.parse('{"__proto__": {"title": "x"}}'))).toThrow(BadRequestError)
    expect(OWNER_FIELDS).not.toContain('__proto__')
    expect(() => parsePatch(JSON.parse('{"title": {"__proto__": "x"}}'))).toThrow('Expected a language tag')
  })
})
