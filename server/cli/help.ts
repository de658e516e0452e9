import type { Command } from './commands/command.ts'
import { COMMANDS } from './commands.ts'

/** Room for most commands with what follows them; the summaries of the others stand in a line of their own. */
const COMMAND_CELLS = 24

/** The text of `placard --help`. */
export function helpText(): string {
  const commands = Object.entries(COMMANDS).map(([name, { usage, summary }]) => commandRow(`${name} ${usage}`.trim(), summary))
  return [
    'Usage: placard COMMAND [OPTION...]',
    '',
    'Attributed embeds for your pictures: every picture gets a page, an oEmbed answer and a card that carries its credit.',
    '',
    'Commands:',
    ...commands,
    '',
    'Options:',
    '  --help                    this text, or the options of a command',
    '  --version                 the version',
    '',
    'Settings come from the environment or a file `.env`; `.env.example` names them all.',
    'Exit codes: 0 done, 1 something failed, 2 the command line or the settings are wrong.',
    '',
  ].join('\n')
}

function commandRow(command: string, summary: string): string {
  const gap = command.length > COMMAND_CELLS ? `\n${' '.repeat(COMMAND_CELLS + 4)}` : ' '.repeat(COMMAND_CELLS + 2 - command.length)
  return `  ${command}${gap}${summary}`
}

/** The text of `placard COMMAND --help`. */
export function commandHelp(name: string, { usage, summary, flags, details }: Command): string {
  const rows = Object.entries({ ...flags, help: 'this text' }).map(optionRow)
  const width = Math.max(14, ...rows.map(([option]) => option.length + 2))
  return [
    `Usage: placard ${`${name} ${usage}`.trim()} [OPTION...]`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    '',
    'Options:',
    ...rows.map(([option, what]) => `  ${option.padEnd(width)}${what}`),
    '',
    ...(details === undefined ? [] : [details, '']),
  ].join('\n')
}

function optionRow([name, flag]: [string, Command['flags'][string]]): readonly [option: string, what: string] {
  return typeof flag === 'string' ? [`--${name}`, flag] : [`--${name} ${flag.value}`, flag.summary]
}
