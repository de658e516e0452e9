import type { Family, Labels, Sample } from './exposition.ts'

type About = Pick<Family, 'name' | 'help'>

/** How often each of a few things happened; those that never did are told as 0. */
export interface Counter extends Family {
  add(which: string): void
}

/** A counter with one label, whose values are `known` and whatever else is added. */
export function createCounter(about: About, label: string, known: readonly string[]): Counter {
  const counts = new Map(known.map((which) => [which, 0]))
  return {
    ...about,
    type: 'counter',
    add: (which) => void counts.set(which, (counts.get(which) ?? 0) + 1),
    samples: () => [...counts].map(([which, value]) => ({ labels: { [label]: which }, value })),
  }
}

/** A number that is looked up when it is asked for. */
export function gauge(about: About, read: () => number): Family {
  return { ...about, type: 'gauge', samples: () => [{ value: read() }] }
}

/** A count that somebody else keeps. */
export function count(about: About, read: () => number): Family {
  return { ...about, type: 'counter', samples: () => [{ value: read() }] }
}

/** How long something took: in which class each of the measurements was, and all of them together. */
export interface Durations {
  observe(seconds: number): void
  /** The lines of a histogram, cumulative as Prometheus wants them. */
  samples(labels?: Labels): readonly Sample[]
}

/** @param bounds  Seconds, ascending: the upper ends of the classes, themselves included. */
export function createDurations(bounds: readonly number[]): Durations {
  const counts = new Float64Array(bounds.length + 1)
  let sum = 0
  return {
    observe(seconds) {
      let at = 0
      while (at < bounds.length && seconds > (bounds[at] ?? 0)) at += 1
      counts[at] = (counts[at] ?? 0) + 1
      sum += seconds
    },
    samples(labels = {}) {
      let below = 0
      const buckets = [...counts].map((value, at) => {
        below += value
        return { suffix: '_bucket', labels: { ...labels, le: at < bounds.length ? String(bounds[at]) : '+Inf' }, value: below }
      })
      return [...buckets, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: below }]
    },
  }
}
