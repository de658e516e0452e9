import { describe, expect, it } from 'vitest'
import { createDefer, createIdSource, jsonLinesLog } from '../../server/adapters/system.ts'
import { BrokenMediaError } from '../../server/core/errors.ts'
import { bridge } from '../fixtures/media.ts'
import { memoryLog, settableClock } from '../support/memory/adapters.ts'

describe('jsonLinesLog', () => {
  const written: string[] = []
  const log = jsonLinesLog((line) => written.push(line), settableClock(Date.UTC(2026, 6, 1, 12)))
  const lineOf = (write: () => void): string => {
    written.length = 0
    write()
    expect(written).toHaveLength(1)
    return written[0] ?? ''
  }

  it('writes one line of JSON per event, with its time and level', () => {
    const line = lineOf(() => log.requestAnswered({ requestId: 'r1', method: 'GET', route: '/oembed', status: 200, durationMs: 3 }))
    expect(line).toBe(
      '{"time":"2026-07-01T12:00:00.000Z","level":"info","event":"requestAnswered","requestId":"r1","method":"GET","route":"/oembed","status":200,"durationMs":3}\n',
    )
  })

  it.each([
    ['a new line', 'a\r\n{"level":"info"}'],
    ['a terminal sequence', '\u001b[2J\u001b]0;title\u0007\u009b31m\u007f'],
    ['line separators', 'a\u2028b\u2029c\u0085d'],
    ['a direction override', 'a\u202egnp.exe\u2066'],
    ['a lone surrogate', 'a\ud800'],
  ])('stays one printable line whatever a field holds: %s (L7)', (_name, text) => {
    const line = lineOf(() => log.stopping({ signal: text }))
    expect(line.slice(0, -1)).toMatch(/^[\x20-\x7e]+$/)
    expect(line.endsWith('}\n')).toBe(true)
    expect(JSON.parse(line)).toMatchObject({ signal: text })
  })

  it('tells name, code, message, stack and cause of an error', () => {
    const error = new BrokenMediaError('Expected a picture', { cause: new Error('VipsJpeg: out of data') })
    const line = JSON.parse(lineOf(() => log.renderFailed({ shortcode: 'C6aHDKgAQA', rendition: '640.webp', error })))
    expect(line).toMatchObject({ level: 'error', shortcode: 'C6aHDKgAQA', rendition: '640.webp' })
    expect(line.error).toMatchObject({ name: 'BrokenMediaError', code: 'broken_media', message: 'Expected a picture' })
    expect(line.error.stack).toContain('system.test.ts')
    expect(line.error.cause.message).toBe('VipsJpeg: out of data')
  })

  it.each([
    ['a string', 'oops'],
    ['nothing', undefined],
    ['a bigint', 5n],
    ['a circle', circle()],
  ])('logs %s that was thrown', (_name, error) => {
    expect(JSON.parse(lineOf(() => log.deferredWorkFailed({ error })))).toMatchObject({ event: 'deferredWorkFailed' })
  })

  it('tells of five clients in a minute that went away, then how many more there were (L7)', () => {
    const clock = settableClock(Date.UTC(2026, 6, 1, 12))
    const lines: string[] = []
    const sampling = jsonLinesLog((line) => lines.push(line), clock)
    const leave = (count: number) => {
      for (let n = 0; n < count; n++) sampling.requestAnswered({ requestId: 'r', method: 'GET', route: '/', status: 499, durationMs: 1 })
    }
    leave(1000)
    sampling.requestAnswered({ requestId: 'r', method: 'GET', route: '/', status: 200, durationMs: 1 })
    clock.advance(59_999)
    leave(1)
    expect(lines.map((line) => JSON.parse(line).status)).toEqual([499, 499, 499, 499, 499, 200])
    clock.advance(1)
    leave(2)
    expect(lines.slice(6).map((line) => JSON.parse(line).untold)).toEqual([996, undefined])
  })

  it('cuts a field of a million characters (L7)', () => {
    expect(lineOf(() => log.stopping({ signal: 'x'.repeat(1_000_000) })).length).toBeLessThan(5000)
  })
})

describe('createDefer', () => {
  it('settles once all work is done, also what that work deferred', async () => {
    const { defer, settled } = createDefer(memoryLog())
    const done: string[] = []
    defer(
      (async () => {
        await Promise.resolve()
        done.push('first')
        defer(Promise.resolve().then(() => done.push('second')))
      })(),
    )
    await settled()
    expect(done).toEqual(['first', 'second'])
    await expect(settled()).resolves.toBeUndefined()
  })

  it('logs a failure and throws it nowhere', async () => {
    const log = memoryLog()
    const { defer, settled } = createDefer(log)
    const error = new Error('disk full')
    defer(Promise.reject(error))
    await settled()
    expect(log.entries).toEqual([{ event: 'deferredWorkFailed', fields: { error } }])
  })
})

describe('createIdSource', () => {
  it('makes ids that rise, also within one millisecond and when the clock steps back', () => {
    const clock = settableClock()
    const source = createIdSource(clock, 1)
    const ids = Array.from({ length: 3000 }, () => source.next())
    clock.advance(-60_000)
    ids.push(source.next())
    expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0n))).toBe(true)
  })

  it('goes on above the last id of an earlier run, though the clock was set back', () => {
    const source = createIdSource(settableClock(Date.UTC(2026, 0, 2)), 1, bridge.id)
    expect(source.next()).toBeGreaterThan(bridge.id)
  })
})

function circle(): object {
  const error: { self?: unknown } = {}
  error.self = error
  return error
}
