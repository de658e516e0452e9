import { expect, it } from 'vitest'
import { parseArguments } from '../../server/cli/commands/command.ts'
import { nearestWord } from '../../server/core/text/nearest-word.ts'

const flags = { 'dry-run': 'write nothing', title: { value: 'TEXT', summary: 'title' } }

it('reads switches, values and names in any order', () => {
  const args = parseArguments({ flags }, ['a', '--dry-run', '--title', 'x', '--title=-y', '--', '-b'])
  expect({ ...args, values: [...args.values], flags: [...args.flags] }).toEqual({
    names: ['a', '-b'],
    flags: ['dry-run'],
    values: [['title', ['x', '-y']]],
  })
})

it('takes - for a value, which means standard input', () => {
  expect(parseArguments({ flags }, ['--title', '-']).values.get('title')).toEqual(['-'])
})

it.each([
  [['--dryrun'], 'Expected an option of this command, perhaps --dry-run, but received --dryrun'],
  [['--dry'], 'Expected an option of this command, perhaps --dry-run, but received --dry'],
  [['--verbose'], 'Expected an option of this command but received --verbose'],
  [['--constructor'], 'Expected an option of this command but received --constructor'],
  [['-n'], 'Expected an option that begins with -- but received -n (a name that begins with - stands behind --)'],
  [['--dry-run=yes'], 'Expected no value for --dry-run but received "yes"'],
  [['--title'], 'Expected --title TEXT but received --title alone'],
  [['--title', '--dry-run'], 'Expected --title TEXT but received --dry-run (a value that begins with - is written --title=-…)'],
])('says of %j: %s', (args, message) => {
  expect(() => parseArguments({ flags }, args)).toThrow(message)
})

it.each([
  ['imprt', 'import'],
  ['IMPORT', undefined],
  ['with', 'withdraw'],
  ['undp', 'undo'],
  ['s', undefined],
  ['show', 'show'],
  ['xyz', undefined],
])('finds what %s was meant to be: %s', (typed, meant) => {
  expect(nearestWord(typed, ['import', 'show', 'set', 'undo', 'withdraw'])).toBe(meant)
})
