import type { Command } from './commands/command.ts'
import { COMMANDS } from './commands/table.ts'

/** The text of `placard --help`. */
export function helpText(): string {
  const commands = Object.entries(COMMANDS).map(([name, { usage, summary }]) => `  ${`${name} ${usage}`.trim().padEnd(24)}${summary}`)
  return [
    'Usage: placard COMMAND [OPTION...]',
    '',
    'Attributed embeds for your pictures: every picture gets a page, an oEmbed answer and a card that carries its credit.',
    '',
    'Commands:',
    ...commands,
    '',
    'Options:',
    '  --help                  this text, or the options of a command',
    '  --version               the version',
    '',
    'Settings come from the environment or a file `.env`; `.env.example` names them all.',
    'Exit codes: 0 done, 1 something failed, 2 the command line or the settings are wrong.',
    '',
  ].join('\n')
}

/** The text of `placard COMMAND --help`. */
export function commandHelp(name: string, { usage, summary, flags }: Command): string {
  const options = Object.entries({ ...flags, help: 'this text' }).map(([flag, what]) => `  --${flag.padEnd(12)}${what}`)
  return [
    `Usage: placard ${`${name} ${usage}`.trim()} [OPTION...]`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    '',
    'Options:',
    ...options,
    '',
  ].join('\n')
}
