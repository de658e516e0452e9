import { describe, expect, it } from 'vitest'
import { PlacardError } from '../../server/core/errors.ts'
import { cleanMp4 } from '../../server/core/video/mp4-clean.ts'
import { requireWebVtt } from '../../server/core/video/web-vtt.ts'
import { CAPTIONS, videoBytes } from '../fixtures/videos.ts'
import { concat, insert } from '../support/hostile/bytes.ts'
import { FILM_BOMBS, filmOf } from '../support/hostile/films.ts'
import { type Random, seededRandom } from '../support/hostile/random.ts'
import { fc } from '../support/properties.ts'

const FILMS = 3_000
const seeds = [videoBytes('clip.mp4'), videoBytes('phone.mp4'), filmOf({})]

/** `cleaned`, or the code of the refusal; anything else that is thrown is the test's failure. */
function outcomeOf(film: Uint8Array): string {
  try {
    expect(cleanMp4(film).bytes.length).toBe(film.length)
    return 'cleaned'
  } catch (error) {
    if (error instanceof PlacardError) return error.code
    throw error
  }
}

function cpuMsOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** The seed with blows to its index: numbers at edges, boxes doubled, gone or of another name. */
function mutant(random: Random): Uint8Array {
  let film: Uint8Array = new Uint8Array(random.pick(seeds))
  const place = () => random.int(random.int(3) === 0 ? film.length : Math.min(3_500, film.length))
  for (let blows = 1 + random.int(6); blows > 0; blows -= 1) {
    const at = place()
    const edge = random.pick([0, 1, 7, 8, 0x7fffffff, 0x80000000, 0xffffffff])
    film = random.pick([
      () => concat(film.subarray(0, at), Uint8Array.of(random.int(256)), film.subarray(at + 1)),
      () => concat(film.subarray(0, at), Uint8Array.of(edge >>> 24, edge >>> 16, edge >>> 8, edge), film.subarray(at + 4)),
      () => insert(film, at, film.subarray(place(), place())),
      () => concat(film.subarray(0, at), film.subarray(at + random.int(64))),
      () => concat(film.subarray(0, at), random.pick(['moov', 'trak', 'stbl', 'stco', 'mdat', 'free', 'hvc1']), film.subarray(at + 4)),
      () => film.subarray(0, at + 1),
    ])()
  }
  return film
}

describe('hostile films', () => {
  it(`are refused with a reason or cleaned: ${FILMS} of them, in time (I2, I11)`, () => {
    const outcomes = new Set<string>()
    for (let seed = 0; seed < FILMS; seed += 1) {
      const film = mutant(seededRandom(seed))
      expect([seed, cpuMsOf(() => outcomes.add(outcomeOf(film))) < 5_000]).toEqual([seed, true])
    }
    expect([...outcomes].sort()).toEqual(['broken_media', 'cleaned', 'unsupported_media'])
  })

  it('never take a position or a serial number along, however they are broken (I6)', () => {
    for (let seed = 0; seed < FILMS; seed += 3) {
      const random = seededRandom(seed)
      const film = videoBytes('phone.mp4')
      film[random.int(film.length)] = random.int(256)
      try {
        expect(Buffer.from(cleanMp4(film).bytes).includes('SECRET')).toBe(false)
      } catch (error) {
        expect(error).toBeInstanceOf(PlacardError)
      }
    }
  })

  it.each(FILM_BOMBS)('of %s cost little (I2)', (_name, make) => {
    const film = make()
    expect(cpuMsOf(() => expect(['cleaned', 'broken_media']).toContain(outcomeOf(film)))).toBeLessThan(5_000)
  })
})

describe('hostile captions', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary' }).map((rest) => `WEBVTT${rest}`),
    fc.string({ unit: 'binary' }).map((rest) => CAPTIONS + rest),
  )
  const bytes = fc.oneof(
    text.map((some) => new TextEncoder().encode(some)),
    fc.uint8Array({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 200 }).map((rest) => concat('WEBVTT\n\n', rest)),
  )

  it('are refused with a reason, or are WebVTT in UTF-8 without a NUL (I7)', () => {
    fc.assert(
      fc.property(bytes, (captions) => {
        try {
          requireWebVtt(captions)
        } catch (error) {
          expect(error).toBeInstanceOf(PlacardError)
          return
        }
        const taken = new TextDecoder('utf-8', { fatal: true }).decode(captions)
        expect(taken).toMatch(/^WEBVTT([ \t\r\n]|$)/)
        expect(taken).not.toContain('\0')
      }),
      { numRuns: 3_000 },
    )
  })
})
