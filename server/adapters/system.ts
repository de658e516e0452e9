import { inspect } from 'node:util'
import { nextId } from '../core/identity/id.ts'
import type { MediaId } from '../core/media.ts'
import type { Clock, Defer, IdSource, Log } from '../ports/system.ts'

/** The machine's own time. */
export const systemClock: Clock = { now: () => Date.now() }

/**
 * Ids that rise for as long as this source lives.
 *
 * @param shard  0 to 8191; two servers that make ids at the same time need different ones. A function is asked for each id, and may throw.
 * @param after  The greatest id already given away: with it the ids go on rising even if the clock was set back between two runs.
 */
export function createIdSource(clock: Clock, shard: number | (() => number), after?: MediaId): IdSource {
  let previous = after
  return {
    next() {
      previous = nextId(previous, clock.now(), typeof shard === 'number' ? shard : shard())
      return previous
    },
    secret: () => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url'),
  }
}

/**
 * Each event becomes one line of JSON with `time`, `level` and `event`; nothing in a field can start another line or move a cursor (L7).
 * Of requests whose client went away only some are told, the next one with how many were not (`untold`).
 *
 * @param write  Gets one complete line, with its line feed.
 */
export function jsonLinesLog(write: (line: string) => void, clock: Clock = systemClock): Log {
  const timeNow = perMillisecond(clock, (time) => time)
  const logger = (level: 'info' | 'error', event: string) => (fields: object) => {
    write(`${escapeLine(toJson({ time: timeNow(), level, event }, fields))}\n`)
  }
  const tellLeft = sampled(clock)
  const beginning = perMillisecond(clock, (time) => `{"time":"${time}","level":"info","event":"requestAnswered","requestId":"`)
  const ending = endings()
  return {
    // Written for each request, of three pieces: half of what answering from memory costs would go into a description.
    requestAnswered(event) {
      const untold = event.status === CLIENT_LEFT ? tellLeft() : 0
      if (untold === undefined) return
      const { requestId } = event
      const id = PLAIN_ID.test(requestId) ? requestId : escapeLine(JSON.stringify(requestId)).slice(1, -1)
      write(beginning() + id + ending(event) + (untold > 0 ? `,"untold":${untold}}\n` : '}\n'))
    },
    requestFailed: logger('error', 'requestFailed'),
    renderFailed: logger('error', 'renderFailed'),
    deferredWorkFailed: logger('error', 'deferredWorkFailed'),
    listening: logger('info', 'listening'),
    stopping: logger('info', 'stopping'),
  }
}

/** Nobody read the answer; no code of HTTP, but the one that proxies give it in their logs. */
const CLIENT_LEFT = 499
/** Clients that go away come by the thousand, and one line for each would fill a disk (L7): so many are told in so long. */
const TOLD = { lines: 5, inMs: 60_000 }

/** @returns Asked for each line that may be left out: `undefined` to leave it out, else how many were left out before. */
function sampled(clock: Clock): () => number | undefined {
  let since = Number.NEGATIVE_INFINITY
  let lines = 0
  let untold = 0
  return () => {
    const now = clock.now()
    if (!(now >= since && now < since + TOLD.inMs)) {
      since = now
      lines = 0
    }
    if (lines === TOLD.lines) {
      untold += 1
      return undefined
    }
    lines += 1
    const before = untold
    untold = 0
    return before
  }
}

/** As the server makes them. */
const PLAIN_ID = /^[\w-]*$/

type Answered = Parameters<Log['requestAnswered']>[0]

/** More routes than there are: one of more would have come from outside, and is not worth the memory. */
const MAX_ROUTES = 200

/** The end of a line without its brace; of each route the last one is remembered, since most requests differ in nothing but their id. */
function endings(): (event: Answered) => string {
  const last = new Map<string, { readonly event: Answered; readonly text: string }>()
  return (event) => {
    const { method, route, status, durationMs } = event
    const known = last.get(route)
    if (known?.event.method === method && known.event.status === status && known.event.durationMs === durationMs) return known.text
    const text = `",${escapeLine(JSON.stringify({ method, route, status, durationMs })).slice(1, -1)}`
    if (known !== undefined || last.size < MAX_ROUTES) last.set(route, { event, text })
    return text
  }
}

/** Lets work outlive the response that started it; `settled` resolves once none is left, for shutdown and tests. */
export function createDefer(log: Pick<Log, 'deferredWorkFailed'>): { defer: Defer; settled(): Promise<void> } {
  const running = new Set<Promise<unknown>>()
  return {
    defer(work) {
      const watched: Promise<unknown> = work
        .catch((error: unknown) => log.deferredWorkFailed({ error }))
        .finally(() => running.delete(watched))
      running.add(watched)
    },
    async settled() {
      // Deferred work may defer more work, so one round is not enough.
      while (running.size > 0) await Promise.all(running)
    },
  }
}

/** What is made of the time in ISO 8601, once in each millisecond. */
function perMillisecond(clock: Clock, make: (time: string) => string): () => string {
  let at = Number.NaN
  let text = ''
  return () => {
    const now = clock.now()
    if (now !== at) {
      text = make(new Date(now).toISOString())
      at = now
    }
    return text
  }
}

const MAX_TEXT_LENGTH = 4000 // A stack of 30 frames fits; a hostile message does not fill the disk (L7).

function toJson(head: object, fields: object): string {
  try {
    return JSON.stringify({ ...head, ...fields }, describeValue)
  } catch {
    // Anything can be thrown, also an object that holds itself; a log line must come of it all the same.
    return JSON.stringify({ ...head, fields: inspect(fields, { depth: 3 }) }, describeValue)
  }
}

function describeValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string' && value.length > MAX_TEXT_LENGTH) return `${value.slice(0, MAX_TEXT_LENGTH)}…`
  if (!(value instanceof Error)) return value
  const { name, message, stack, cause } = value
  return { name, message, ...('code' in value ? { code: value.code } : {}), stack, ...(cause === undefined ? {} : { cause }) }
}

/** JSON already escapes C0 controls; this does DEL, C1 (U+009B starts a terminal sequence), line separators and direction overrides. */
function escapeLine(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
