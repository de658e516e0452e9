import { type Condition, parseCondition } from '../core/owner/where.ts'
import type { Arguments, ValueOption } from './commands/command.ts'
import { columnNamed } from './field-options.ts'
import { UsageError } from './session.ts'

export const WHERE_OPTION: ValueOption = {
  value: 'FIELD=VALUE',
  summary: 'only pictures for which this holds; again for a further condition',
}

/** What `--help` says about conditions. */
export const WHERE_HELP = [
  'Conditions: FIELD=VALUE is equal, FIELD!=VALUE is not, FIELD~VALUE contains (upper and lower case alike), FIELD= is empty. Fields are those of',
  'the options, code, type and status (published, withdrawn, disputed; live, embargoed, expired), such as keyword=bridge or title:de~dämmerung.',
].join('\n')

/** The conditions of `--where`. @throws {UsageError} naming the first that is none. */
export function conditionsOf({ values }: Arguments): readonly Condition[] {
  return (values.get('where') ?? []).map((text) => {
    const condition = parseCondition(text, columnNamed)
    if (condition) return condition
    throw new UsageError(
      `Expected FIELD=VALUE, FIELD!=VALUE or FIELD~VALUE with a field of a picture for --where but received ${JSON.stringify(text)}`,
    )
  })
}
