import { expect, it } from 'vitest'
import { programFor } from '../../server/cli/terminal.ts'

it.each([
  ['by its name', {}, 'placard'],
  ['npm start', { npm_package_name: 'placard', npm_lifecycle_event: 'start' }, 'npm run placard --'],
  ['npm run placard', { npm_package_name: 'placard', npm_lifecycle_event: 'placard' }, 'npm run placard --'],
  ['npx placard', { npm_lifecycle_event: 'npx' }, 'placard'],
  ['a script of another package', { npm_package_name: 'my-site', npm_lifecycle_event: 'start' }, 'placard'],
] as const)('tells people to call the program as they did: %s', (_name, env, program) => {
  expect(programFor(env)).toBe(program)
})
