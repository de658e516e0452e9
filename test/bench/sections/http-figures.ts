import type { RawAnswer } from '../../support/servers/raw-answer.ts'
import type { Compared, LoadTarget, Program } from '../measure.ts'
import type { Figure, Line, Target } from '../report.ts'

export const SECTION = 'HTTP: CPU per request, 64 connections, one process on one core'

/** A server and where it is. */
export interface Server extends Program {
  readonly baseUrl: string
}

/** Everything that one run of this section needs. */
export interface Bench {
  readonly rounds: number
  readonly add: (line: Line) => void
  readonly answers: Readonly<Record<string, RawAnswer>>
  readonly launch: (args: readonly string[], env?: Record<string, string>) => Promise<Server>
  readonly env: (more?: Record<string, string>) => Record<string, string>
  readonly folder: string
}

/** What `wrk` asks of this server. */
export function at({ baseUrl, pid }: Server, path: string): LoadTarget {
  return { pids: [pid], url: baseUrl + path }
}

type Tell = (what: string, compared: Compared, target?: Target) => void

/** Tells one figure after another of this answer, each beside the bare server. */
export function figures(bench: Bench, name: string, answer: RawAnswer | undefined): Tell {
  return (what, compared, target) =>
    bench.add(figure(`${name} (${answer?.bytes.length} B)${what}`, compared, { limit: 'bare node:http', ...(target && { target }) }))
}

/** What was compared, as a line of the table. */
export function figure(
  name: string,
  { ours, base, ratio, range }: Compared,
  { limit, target }: { limit: string; target?: Target },
): Figure {
  return {
    section: SECTION,
    name,
    ours: `${ours.cpuUs.toFixed(1)} us · ${ours.perSecond.toFixed(0)}/s`,
    against: `${limit} ${base.cpuUs.toFixed(1)} us · ${base.perSecond.toFixed(0)}/s`,
    ratio,
    range,
    ...(target && { target }),
    raw: { cpuUs: ours.cpuUs, perSecond: ours.perSecond, limitCpuUs: base.cpuUs, limitPerSecond: base.perSecond },
  }
}

/** Both were held against the same bases, so one ratio by the other is theirs. */
export function beside(name: string, ours: Compared, peer: Compared, target: Target): Figure {
  return {
    ...figure(
      name,
      { ...ours, base: peer.ours, ratio: ours.ratio / peer.ratio, range: [ours.range[0] / peer.range[1], ours.range[1] / peer.range[0]] },
      { limit: 'it', target },
    ),
  }
}
