import { expect, it } from 'vitest'
import { inAscii } from '../../../server/adapters/catalogue/ascii-json.ts'
import { mediaToRow, rowToMedia } from '../../../server/adapters/catalogue/row.ts'
import { bridge } from '../../fixtures/media.ts'

it('spells what is not ASCII by its UTF-16 code units (RFC 8259, section 7)', () => {
  expect(inAscii('{"text":"Photograph: © Zoë Łęcka, a fox 🦊 in the snow of Northbank at dusk"}')).toBe(
    '{"text":"Photograph: \\u00a9 Zo\\u00eb \\u0141\\u0119cka, a fox \\ud83e\\udd8a in the snow of Northbank at dusk"}',
  )
  expect(inAscii('{"text":"\u007f"}')).toBe('{"text":"\u007f"}')
})

it.each([
  // A letter becomes six characters.
  ['less than half', '"1234567 ø"', '"1234567 \\u00f8"'],
  ['half', '"1234567ø"', '"1234567\\u00f8"'],
  ['more than half', '"123456ø"', '"123456ø"'],
])('spells so what grows by no more than half: by %s', (_, text, expected) => {
  expect(inAscii(text)).toBe(expected)
})

it('keeps a media in ASCII, and finds it as it was', () => {
  const row = mediaToRow(bridge)
  expect(bridge.description.creators[0]?.name).toBe('Zoë Łęcka')
  expect(row.document).toMatch(/^[\0-\x7f]+$/)
  expect(rowToMedia(row)).toStrictEqual(bridge)
})
