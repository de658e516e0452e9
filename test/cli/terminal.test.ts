import { expect, it } from 'vitest'
import { harmless, programFor } from '../../server/cli/terminal.ts'

it.each([
  ['by its name', {}, 'placard'],
  ['npm start', { npm_package_name: 'placard', npm_lifecycle_event: 'start' }, 'npm run placard --'],
  ['npm run placard', { npm_package_name: 'placard', npm_lifecycle_event: 'placard' }, 'npm run placard --'],
  ['npx placard', { npm_lifecycle_event: 'npx' }, 'placard'],
  ['a script of another package', { npm_package_name: 'my-site', npm_lifecycle_event: 'start' }, 'placard'],
] as const)('tells people to call the program as they did: %s', (_name, env, program) => {
  expect(programFor(env)).toBe(program)
})

it.each([
  ['\u001b]0;title\u0007\u001b[2J', '\\u001b]0;title\\u0007\\u001b[2J'],
  ['\u009b2J\u007f\r', '\\u009b2J\\u007f\\u000d'],
  ['gpj.\u202etxt\u2066', 'gpj.\\u202etxt\\u2066'],
  ['two\n  lines of naïve 文字', 'two\n  lines of naïve 文字'],
])('says %j as %j (L7)', (text, said) => {
  expect(harmless(text)).toBe(said)
})
