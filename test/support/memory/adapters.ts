import { createHash } from 'node:crypto'
import { requireKey } from '../../../server/adapters/cache/key.ts'
import { originalParts } from '../../../server/adapters/originals/parts.ts'
import { endedEarly, goesOn, otherHash } from '../../../server/core/arriving.ts'
import { requireRange } from '../../../server/core/byte-range.ts'
import type { Change } from '../../../server/core/change.ts'
import { ConflictError, UnavailableError } from '../../../server/core/errors.ts'
import { decodeShortcode, encodeShortcode } from '../../../server/core/identity/shortcode.ts'
import type { Media, MediaId, OriginalKey } from '../../../server/core/media.ts'
import { statusAt } from '../../../server/core/status.ts'
import type { Assets } from '../../../server/ports/assets.ts'
import type { ByteCache } from '../../../server/ports/cache.ts'
import type { Catalogue, Edit, ImportSource, ScheduledMoment } from '../../../server/ports/catalogue.ts'
import type { Arriving, OriginalsStore } from '../../../server/ports/originals.ts'
import type { Clock, Log } from '../../../server/ports/system.ts'
import type { RenderPlan, Thumbnailer } from '../../../server/ports/thumbnailer.ts'
import type { OwnerToken, TokenStore } from '../../../server/ports/tokens.ts'
import { frozen } from './frozen.ts'

/** A clock that stands still until a test moves it. */
export interface SettableClock extends Clock {
  set(ms: number): void
  advance(ms: number): void
}

/** Starts on 2026-07-01T12:00:00Z, after every fixture was published. */
export function settableClock(start: number = Date.UTC(2026, 6, 1, 12)): SettableClock {
  let now = start
  return {
    now: () => now,
    set: (ms) => {
      now = ms
    },
    advance: (ms) => {
      now += ms
    },
  }
}

/** A catalogue, and the owner's tokens, that last as long as the test. Its media are frozen: those of a real one are shared by all who ask. */
export function memoryCatalogue(initial: readonly Media[] = []): Catalogue & TokenStore {
  const media = new Map(initial.map((item) => [item.id, frozen(item)]))
  const sources = new Map<string, ImportSource>()
  const tokens = new Map<string, OwnerToken>()
  const log: Change[] = []
  const all = () => [...media.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const requireEditable = ({ media: item, source, seen }: Edit) => {
    const { id, shortcode, version } = item
    if (shortcode !== encodeShortcode(id)) throw new RangeError(`Expected the shortcode of ${id} but received ${shortcode}`)
    if ((media.get(id)?.version ?? 0) !== version - 1) throw new ConflictError(`Expected ${shortcode} in version ${version - 1}`)
    if (source) requireSource(source, (named) => named === id || media.has(named))
    if (!source || !seen) return
    const known = [undefined, id, seen.bySource, ...seen.byOriginal]
    const others = all().filter(({ original }) => original.key === item.original.key)
    const found = [sources.get(source.path)?.mediaId, ...others.map((other) => other.id)]
    if (!found.every((other) => known.includes(other))) throw new ConflictError(`Expected ${shortcode} to be a work of its own`)
  }
  return {
    findByShortcode: async (shortcode) => media.get(decodeShortcode(shortcode)),
    findByShortcodes: async (shortcodes) => shortcodes.map((code) => media.get(decodeShortcode(code))).filter((item) => item !== undefined),
    listByOriginal: async (key) => all().filter((item) => item.original.key === key),
    list: async ({ visibility, liveAt, speaksOfMining, before, after, limit }) =>
      (after === undefined ? all().reverse() : all())
        .filter((item) => (visibility === undefined || item.visibility === visibility) && (before === undefined || item.id < before))
        .filter((item) => (after === undefined || item.id > after) && (liveAt === undefined || statusAt(item, liveAt) === 'live'))
        .filter((item) => !speaksOfMining || item.description.dataMining !== undefined)
        .slice(0, limit),
    listPageStarts: async ({ visibility, liveAt, size }) =>
      all()
        .filter((item) => item.visibility === visibility && statusAt(item, liveAt) === 'live')
        .filter((_, index) => index % size === 0)
        .map(({ id }) => id),
    listScheduled: async ({ after, to, limit }) =>
      all()
        .flatMap((item) => DATES.flatMap((date) => momentOf(item, date)))
        .filter(
          ({ at, media: { id } }) => at <= to && (at > after.at || (at === after.at && after.mediaId !== undefined && id > after.mediaId)),
        )
        .sort((a, b) => a.at - b.at) // stable: by id within a moment
        .slice(0, limit),
    listChanges: async ({ mediaId, mediaIds, batch, since, after, newestFirst, limit }) => {
      const found = log.filter(
        (change) =>
          (mediaId === undefined || change.mediaId === mediaId) &&
          (mediaIds === undefined || mediaIds.includes(change.mediaId)) &&
          (batch === undefined || change.batch === batch) &&
          (since === undefined || change.at > since) &&
          (after === undefined || (newestFirst ? change.sequence < after : change.sequence > after)),
      )
      return (newestFirst ? found.reverse() : found).slice(0, limit)
    },
    findSource: async (path) => sources.get(path),
    edit: async (edits) => {
      edits.forEach(requireEditable)
      for (const { media: item, change, source } of edits) {
        media.set(item.id, frozen(structuredClone(item)))
        log.push({ ...structuredClone(change), sequence: log.length + 1 })
        if (source) sources.set(source.path, { ...source })
      }
    },
    saveSource: async (source) => {
      requireSource(source, (id) => media.has(id))
      sources.set(source.path, { ...source })
    },
    findToken: async (hash) => [...tokens.values()].find((token) => token.hash === hash),
    listTokens: async () => [...tokens.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    saveToken: async (token) => {
      if (tokens.has(token.name)) throw new ConflictError(`Expected a new name but ${token.name} is taken`)
      tokens.set(token.name, { ...token })
    },
    deleteToken: async (name) => tokens.delete(name),
    check: async () => {},
    close: async () => {},
  }
}

const DATES = ['notAfter', 'notBefore'] as const

function momentOf(media: Media, date: (typeof DATES)[number]): readonly ScheduledMoment[] {
  const at = media[date]
  return at === undefined ? [] : [{ at, date, media }]
}

function requireSource({ path, mediaId }: ImportSource, isKnown: (id: MediaId) => boolean): void {
  if (path.includes('\0')) throw new RangeError('Expected a path without U+0000')
  if (!isKnown(mediaId)) throw new UnavailableError(`Expected media ${mediaId} to be there before its source`)
}

/** Originals that last as long as the test. */
export function memoryOriginals(initial: readonly Uint8Array[] = []): OriginalsStore {
  const blobs = new Map(initial.map((bytes) => [sha256(bytes), bytes]))
  const find = (key: OriginalKey, signal: AbortSignal | undefined) => {
    if (!/^[0-9a-f]{64}$/.test(key)) throw new RangeError(`Expected 64 hex digits for key but received ${JSON.stringify(key)}`)
    signal?.throwIfAborted()
    return blobs.get(key)
  }
  const receive = async (arriving: Arriving) => void blobs.set(arriving.sha256 as OriginalKey, await readArriving(arriving))
  const waiting = new Map<string, Uint8Array>()
  const parts = originalParts(
    {
      find: async (name) => waiting.get(name)?.length,
      open: async (name) => {
        const bytes = waiting.get(name)
        return bytes && streamOf(bytes)
      },
      receive: async (name, arriving) => void waiting.set(name, await readArriving(arriving)),
      delete: async (name) => void waiting.delete(name),
    },
    { has: async (key, bytes) => blobs.get(key)?.length === bytes, receive },
  )
  return {
    keyOf: async (bytes) => sha256(bytes),
    put: async (bytes) => {
      const key = sha256(bytes)
      if (!blobs.has(key)) blobs.set(key, bytes.slice())
      return key
    },
    receive: async (arriving) => {
      find(arriving.sha256 as OriginalKey, undefined)
      await receive(arriving)
    },
    ...parts,
    open: async (key, signal) => {
      const bytes = find(key, signal)
      return bytes && { body: streamOf(bytes), bytes: bytes.length }
    },
    openRange: async (key, range, signal) => {
      const bytes = find(key, signal)
      if (!bytes) return undefined
      requireRange(range, bytes.length)
      return { body: streamOf(bytes.subarray(range.start, range.end)), bytes: range.end - range.start }
    },
    check: async () => {},
  }
}

async function readArriving({ body, bytes: length, sha256: hash }: Arriving): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  const reader = body.getReader()
  try {
    for (let { value } = await reader.read(); value; { value } = await reader.read()) pieces.push(value)
  } catch (cause) {
    throw endedEarly(length, undefined, cause)
  }
  const bytes = new Uint8Array(Buffer.concat(pieces))
  if (bytes.length < length) throw endedEarly(length, bytes.length)
  if (bytes.length > length) throw goesOn(length)
  if (sha256(bytes) !== hash) throw otherHash(hash, sha256(bytes))
  return bytes
}

/** A stream of the bytes in two chunks, so that readers cannot rely on one. */
export function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  const middle = bytes.length >> 1
  const chunks = [bytes.slice(0, middle), bytes.slice(middle)].filter((chunk) => chunk.length > 0)
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift()
      if (chunk) controller.enqueue(chunk)
      else controller.close()
    },
  })
}

/** Fixed files; `{}` is a build without any. */
export function memoryAssets(files: Readonly<Record<string, string>>): Assets {
  const encoder = new TextEncoder()
  return { find: async (name) => (Object.hasOwn(files, name) ? encoder.encode(files[name]) : undefined) }
}

/** An unbounded cache that obeys the clock. */
export function mapCache(clock: Clock): ByteCache {
  const entries = new Map<string, { bytes: Uint8Array; expiresAt: number }>()
  return {
    find: async (key) => {
      requireKey(key)
      const entry = entries.get(key)
      return entry && clock.now() < entry.expiresAt ? entry.bytes : undefined
    },
    put: async (key, bytes, ttlSeconds) => {
      requireKey(key)
      entries.set(key, { bytes, expiresAt: clock.now() + ttlSeconds * 1000 })
    },
    delete: async (key) => {
      entries.delete(key)
    },
  }
}

/** A thumbnailer that counts: `plans` holds each render that was asked for, in order. */
export function countingThumbnailer(inner: Thumbnailer): Thumbnailer & { readonly plans: readonly RenderPlan[] } {
  const plans: RenderPlan[] = []
  return {
    ...(inner.improve && { improve: inner.improve }),
    plans,
    render: (open, plan, signal) => {
      plans.push(plan)
      return inner.render(open, plan, signal)
    },
  }
}

export interface LogEntry {
  readonly event: keyof Log
  readonly fields: Readonly<Record<string, unknown>>
}

/** A log that is read by the test. */
export function memoryLog(): Log & { readonly entries: readonly LogEntry[] } {
  const entries: LogEntry[] = []
  const note = (event: keyof Log) => (fields: Readonly<Record<string, unknown>>) => {
    entries.push({ event, fields })
  }
  return {
    entries,
    requestAnswered: note('requestAnswered'),
    requestFailed: note('requestFailed'),
    renderFailed: note('renderFailed'),
    deferredWorkFailed: note('deferredWorkFailed'),
    listening: note('listening'),
    stopping: note('stopping'),
  }
}

function sha256(bytes: Uint8Array): OriginalKey {
  return createHash('sha256').update(bytes).digest('hex') as OriginalKey
}
