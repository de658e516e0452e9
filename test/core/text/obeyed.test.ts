import { expect, it } from 'vitest'
import { hasObeyed, spellObeyed } from '../../../server/core/text/obeyed.ts'

it.each([
  ['\u001b]0;title\u0007\u001b[2J', '\\u001b]0;title\\u0007\\u001b[2J'],
  ['\u009b2J\u007f\r', '\\u009b2J\\u007f\\u000d'],
  ['gpj.\u202etxt\u2066', 'gpj.\\u202etxt\\u2066'],
  ['two\n  lines of naïve 文字', 'two\n  lines of naïve 文字'],
])('says %j as %j (L7)', (text, said) => {
  expect(spellObeyed(text)).toBe(said)
  expect(hasObeyed(text)).toBe(said !== text)
})
