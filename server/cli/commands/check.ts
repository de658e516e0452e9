import { runCheckInstallation } from '../check/installation.ts'
import { type Session, UsageError } from '../session.ts'
import { type Arguments, type Command, optionalValue } from './command.ts'

const DETAILS = `With addresses or files it asks of every picture there, ours or not: is its creator named and its licence linked where it is seen, does it
have an alt text, can a search tell, does the file itself still say it, and does the file tell something private? No script is run.
Points of 100 for each picture; a page has the mean of its pictures. Exit code 1 below --min, and for what cannot be read.`

/** With no argument about this installation, with arguments about pages and files. */
export const check: Command = {
  usage: '[URL-or-FILE...]',
  summary: 'say whether the server could start with these settings; or how the credit of pictures fares on pages and in files',
  flags: {
    json: 'print the report for machines (public/publishers/check.md)',
    min: { value: 'SCORE', summary: 'fail below so many points of 100; 0 by default, which only reports' },
    'allow-private': 'also ask this machine and private networks',
    lang: { value: 'LANGUAGES', summary: 'ask pages for these languages, such as de or "de, en;q=0.5"' },
  },
  details: DETAILS,
  run: runAnyCheck,
}

async function runAnyCheck(session: Session, args: Arguments): Promise<number> {
  const { names, flags } = args
  if (names.length === 0) {
    const option = [...flags, ...args.values.keys()][0]
    if (option !== undefined) throw new UsageError(`Expected an address or a file with --${option} but received none`)
    return runCheckInstallation(session)
  }
  const language = optionalValue(args, 'lang')
  if (language !== undefined && !/^[\w*,;=. -]{1,200}$/.test(language)) {
    throw new UsageError(`Expected languages for --lang but received ${JSON.stringify(language)}`)
  }
  const { runCheckPages } = await import('../check/pages.ts')
  return await runCheckPages(session, {
    names,
    json: flags.has('json'),
    minimum: parseMinimum(optionalValue(args, 'min') ?? '0'),
    allowPrivate: flags.has('allow-private'),
    ...(language !== undefined && { language }),
  })
}

function parseMinimum(text: string): number {
  const score = Number(text)
  if (!/^\d{1,3}$/.test(text) || score > 100) throw new UsageError(`Expected 0 to 100 for --min but received ${JSON.stringify(text)}`)
  return score
}
