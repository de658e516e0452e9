import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import type { Family } from './exposition.ts'
import { count, gauge } from './instruments.ts'

export interface ProcessFamilies {
  readonly families: readonly Family[]
  stop(): void
}

const RESOLUTION_MS = 20

/**
 * Memory, time and the event loop of this process, under the names that dashboards for Node know (those of `prom-client`).
 *
 * The delays of the event loop are those since somebody last asked.
 *
 * @param version  Of Placard.
 */
export function processFamilies(version: string): ProcessFamilies {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  loop.enable()
  const memory = (key: 'rss' | 'heapUsed' | 'heapTotal' | 'external') => () => process.memoryUsage()[key]
  return {
    stop: () => void loop.disable(),
    families: [
      buildInfo(version),
      gauge({ name: 'process_start_time_seconds', help: 'Start of the process, in Unix seconds.' }, () => startedAt),
      gauge({ name: 'placard_uptime_seconds', help: 'Since the start of the process.' }, () => process.uptime()),
      count({ name: 'process_cpu_seconds_total', help: 'User and system time of all threads.' }, cpuSeconds),
      gauge({ name: 'process_resident_memory_bytes', help: 'Memory that the process has in use.' }, memory('rss')),
      gauge({ name: 'nodejs_heap_size_used_bytes', help: 'JavaScript objects.' }, memory('heapUsed')),
      gauge({ name: 'nodejs_heap_size_total_bytes', help: 'Room for JavaScript objects.' }, memory('heapTotal')),
      gauge({ name: 'nodejs_external_memory_bytes', help: 'Buffers and other memory beside the heap.' }, memory('external')),
      ...loopFamilies(loop),
    ],
  }
}

function loopFamilies(loop: IntervalHistogram): readonly Family[] {
  const lag = (name: string, help: string, read: () => number) =>
    gauge(
      { name: `nodejs_eventloop_lag_${name}_seconds`, help: `How late the event loop came to its timers ${help}, since last asked.` },
      read,
    )
  return [
    lag('p50', 'in half of all cases', () => lagSeconds(loop.percentile(50))),
    lag('p99', 'in all but one of 100 cases', () => lagSeconds(loop.percentile(99))),
    lag('max', 'at most', () => {
      const most = lagSeconds(loop.max)
      loop.reset() // The last of the three to be asked.
      return most
    }),
  ]
}

const startedAt = Math.round(Date.now() / 1000 - process.uptime())

function buildInfo(version: string): Family {
  const { bun, deno, node } = process.versions
  const [runtime, runtimeVersion] = bun ? ['bun', bun] : deno ? ['deno', deno] : ['node', node]
  const labels = { version, runtime, runtime_version: String(runtimeVersion) }
  return { name: 'placard_build_info', help: 'Always 1.', type: 'gauge', samples: () => [{ labels, value: 1 }] }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Node measures from one tick to the next, Deno and Bun only what a tick is late. */
function lagSeconds(nanoseconds: number): number {
  const planned = process.versions.bun || process.versions.deno ? 0 : RESOLUTION_MS / 1000
  return Math.max(0, nanoseconds / 1e9 - planned)
}
