import type { Log } from '../../ports/system.ts'
import type { Family } from './exposition.ts'
import { createCounter, createDurations, type Durations } from './instruments.ts'

type Answered = Parameters<Log['requestAnswered']>[0]

/** A log that counts what is told to it. */
export interface MeteredLog {
  readonly log: Log
  readonly families: readonly Family[]
}

/** From a millisecond, which is all that a clock of milliseconds can tell, to a render that had to wait. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** Those that any route takes; whatever else a client says is one more. */
const METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'other']
const CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const
/** More than there are routes: a pattern that was made of an address by mistake must not fill the memory. */
const MAX_ROUTES = 100

interface Route {
  /** By method and class. */
  readonly counts: Float64Array
  readonly durations: Durations
}

/** Counts every event of the log; of requests their route, method, class of status and duration, and nothing else. */
export function meteredLog(log: Log): MeteredLog {
  const requests = createRequests()
  const events = createCounter({ name: 'placard_log_events_total', help: 'Events in the log, by name.' }, 'event', Object.keys(log))
  const counted = <E>(name: string, write: (event: E) => void) => {
    return (event: E) => {
      events.add(name)
      write(event)
    }
  }
  return {
    families: [...requests.families, events],
    log: {
      requestAnswered(event) {
        requests.observe(event)
        events.add('requestAnswered')
        log.requestAnswered(event)
      },
      requestFailed: counted('requestFailed', log.requestFailed),
      renderFailed: counted('renderFailed', log.renderFailed),
      deferredWorkFailed: counted('deferredWorkFailed', log.deferredWorkFailed),
      listening: counted('listening', log.listening),
      stopping: counted('stopping', log.stopping),
    },
  }
}

function createRequests(): { observe(event: Answered): void; readonly families: readonly Family[] } {
  const routes = new Map<string, Route>()

  function add(pattern: string): Route {
    const name = routes.size < MAX_ROUTES ? pattern : '*'
    const route = routes.get(name) ?? { counts: new Float64Array(METHODS.length * CLASSES.length), durations: createDurations(BOUNDS) }
    routes.set(name, route)
    return route
  }

  return {
    observe({ route: pattern, method, status, durationMs }) {
      const route = routes.get(pattern) ?? add(pattern)
      const at = indexOf(method) * CLASSES.length + Math.floor(status / 100) - 1
      route.counts[at] = (route.counts[at] ?? 0) + 1
      route.durations.observe(durationMs / 1000)
    },
    families: [
      {
        name: 'placard_requests_total',
        help: 'Requests that were answered, by pattern of their route, method and class of status.',
        type: 'counter',
        samples: () => [...routes].flatMap(([route, { counts }]) => countsOf(route, counts)),
      },
      {
        name: 'placard_request_duration_seconds',
        help: 'From a request to its answer, without the time that the client takes to read it.',
        type: 'histogram',
        samples: () => [...routes].flatMap(([route, { durations }]) => durations.samples({ route })),
      },
    ],
  }
}

function countsOf(route: string, counts: Float64Array) {
  return METHODS.flatMap((method, row) => {
    const of = CLASSES.map((status, column) => ({ labels: { route, method, status }, value: counts[row * CLASSES.length + column] ?? 0 }))
    return of.filter(({ value }) => value > 0)
  })
}

function indexOf(method: string): number {
  const at = METHODS.indexOf(method)
  return at === -1 ? METHODS.length - 1 : at
}
