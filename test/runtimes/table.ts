import type { RawAnswer } from '../support/servers/raw-answer.ts'
import type { Runtime } from '../support/servers/runtimes.ts'
import { comparable, variation } from './comparable.ts'
import type { SmokeRequest } from './requests.ts'

type Answers = ReadonlyMap<string, ReadonlyMap<string, RawAnswer>>

/** Runtime x request, for people: the first runtime's statuses, and how those of the others compare. */
export function formatTable(runtimes: readonly Runtime[], requests: readonly SmokeRequest[], answers: Answers): string {
  const first = runtimes[0]?.name ?? ''
  const rows = requests.map((request) => [
    request.name,
    ...runtimes.map((runtime) =>
      cell(
        answers.get(runtime.name)?.get(request.name),
        runtime.name === first ? undefined : answers.get(first)?.get(request.name),
        variation(runtime, request),
      ),
    ),
  ])
  const lines = [['request', ...runtimes.map(({ name }) => name)], ...rows]
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return `\n${lines
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n\n`
}

function cell(received: RawAnswer | undefined, expected: RawAnswer | undefined, varies: SmokeRequest['varies']): string {
  if (!received) return '-'
  const facts = `${received.status}, ${received.bytes.length} B`
  if (!expected) return facts
  const [answer, reference] = [comparable(received, varies), comparable(expected, varies)]
  const same = {
    status: answer.status === reference.status,
    headers: JSON.stringify(sorted(answer.headers)) === JSON.stringify(sorted(reference.headers)),
    bytes: answer.bytes.equals(reference.bytes),
  }
  const other = Object.entries(same).flatMap(([what, isSame]) => (isSame ? [] : [what]))
  if (other.length > 0) return `OTHER ${other.join(', ')}: ${facts}`
  return varies === undefined ? 'same' : `same but for ${varies}`
}

function sorted(headers: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1))
}
