/** One line of the table. */
export interface Figure {
  readonly section: string
  readonly name: string
  /** Of ours, with its unit, such as `31.2 us CPU`. */
  readonly ours: string
  /** Against what: the limit or the peer, with its own figure. */
  readonly against?: string
  /** What the target speaks of: mostly the peer's cost / ours, so that more is better. */
  readonly ratio?: number
  /** Least and greatest of the rounds. */
  readonly range?: readonly [number, number]
  readonly target?: Target
  /** Everything else that was measured, for machines. */
  readonly raw?: Readonly<Record<string, number>>
}

export interface Target {
  readonly kind: 'atLeast' | 'atMost'
  readonly value: number
}

/** What could not be measured, and why. */
export interface Skipped {
  readonly section: string
  readonly name: string
  readonly skipped: string
}

export type Line = Figure | Skipped

/** Adds a line to the section that is being measured. */
export type Add = (line: Omit<Figure, 'section'> | Omit<Skipped, 'section'>) => void

export const atLeast = (value: number): Target => ({ kind: 'atLeast', value })
export const atMost = (value: number): Target => ({ kind: 'atMost', value })

/** `undefined` where there is no target. */
export function isMet({ ratio, target }: Figure): boolean | undefined {
  if (ratio === undefined || target === undefined) return undefined
  return target.kind === 'atLeast' ? ratio >= target.value : ratio <= target.value
}

const HEAD = ['figure', 'ours', 'limit or peer', 'ratio', 'range', 'target', ''] as const

/** All lines as text, columns aligned, a heading before each section. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map((line) => ({ section: line.section, cells: cellsOf(line) }))
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)))
  const write = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  let section = ''
  const written = rows.flatMap((row) => {
    const heading = row.section === section ? [] : ['', row.section, write(HEAD)]
    section = row.section
    return [...heading, write(row.cells)]
  })
  return `${written.join('\n')}\n`
}

function cellsOf(line: Line): readonly string[] {
  if ('skipped' in line) return [line.name, `skipped: ${line.skipped}`]
  const { name, ours, against = '', ratio, range, target } = line
  const met = isMet(line)
  return [
    name,
    ours,
    against,
    ratio === undefined ? '' : shown(ratio),
    range === undefined ? '' : `${shown(range[0])}-${shown(range[1])}`,
    target === undefined ? '' : `${target.kind === 'atLeast' ? '>=' : '<='} ${target.value}`,
    met === undefined ? '' : met ? 'met' : 'NOT MET',
  ]
}

function shown(ratio: number): string {
  return Math.abs(ratio) >= 100 ? ratio.toFixed(0) : ratio.toFixed(Math.abs(ratio) >= 10 ? 1 : 2)
}
