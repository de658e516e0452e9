import { writeSync } from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

declare module 'vitest' {
  interface TaskMeta {
    /** What a test of faults tried and found, for the table. */
    fault?: FaultRow
  }
}

/** One line of the fault table. */
export interface FaultRow {
  readonly fault: string
  /** How often it was injected. */
  readonly cycles: number
  /** What held each time. */
  readonly held: string
}

/** Ends a run with a table of the faults that were injected and of what held. */
export default class FaultTableReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const lines = tests.flatMap(lineOf)
    const widths = [0, 1, 2, 3].map((column) => Math.max(...[HEAD, ...lines].map((line) => line[column]?.length ?? 0)))
    const write = (line: readonly string[]) =>
      writeSync(
        1,
        `${line
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
      )
    writeSync(1, '\n')
    for (const line of [HEAD, widths.map((width) => '-'.repeat(width)), ...lines]) write(line)
  }
}

const HEAD = ['fault', 'cycles', 'result', 'held']

function lineOf(test: TestCase): readonly (readonly string[])[] {
  const row = test.meta().fault
  const { state } = test.result()
  if (state === 'skipped') return [[test.name, '0', 'skipped', '']]
  return row ? [[row.fault, String(row.cycles), state, row.held]] : []
}
