/** What tells one series of a family from another. Values are words of our own and bounded in number, never anything of a request. */
export type Labels = Readonly<Record<string, string>>

export interface Sample {
  /** Behind the family's name: `_bucket`, `_sum` or `_count` of a histogram. */
  readonly suffix?: string
  readonly labels?: Labels
  readonly value: number
}

/** Numbers of one kind, read when somebody asks for them. */
export interface Family {
  /** `[a-z_]+`; of a counter it ends in `_total`. */
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  samples(): Iterable<Sample>
}

/** The media type of `expositionOf`. */
export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** The numbers as Prometheus reads them (https://prometheus.io/docs/instrumenting/exposition_formats/, text format 0.0.4). */
export function expositionOf(families: readonly Family[]): string {
  return families.map((family) => `${head(family)}${[...family.samples()].map((sample) => line(family.name, sample)).join('')}`).join('')
}

function head({ name, help, type }: Family): string {
  return `# HELP ${name} ${escapeText(help)}\n# TYPE ${name} ${type}\n`
}

function line(name: string, { suffix = '', labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeText(text).replaceAll('"', '\\"')}"`)
  return `${name}${suffix}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${formatNumber(value)}\n`
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function formatNumber(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
}
