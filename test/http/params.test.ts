import { describe, expect, it } from 'vitest'
import { BadRequestError, FormatNotSupportedError, NotFoundError } from '../../server/core/errors.ts'
import { parseThumbnailPath } from '../../server/http/file-paths.ts'
import { parseCodes, parseOEmbedQuery } from '../../server/http/params.ts'
import { fc } from '../support/properties.ts'

const url = ['https://placard.example/p/B/']
const jsonp = false

/** `undefined` if it parses, else the error, which must be one a client can act on. */
function refusalOf(parse: () => unknown): Error | undefined {
  try {
    parse()
    return undefined
  } catch (error) {
    if (error instanceof BadRequestError || error instanceof FormatNotSupportedError || error instanceof NotFoundError) return error
    throw error
  }
}

describe('parseOEmbedQuery', () => {
  it('leaves both sides open, and takes json and rich, where nothing is said', () => {
    expect(parseOEmbedQuery({ url }, { jsonp })).toEqual({
      request: {
        url: 'https://placard.example/p/B/',
        box: { width: Number.POSITIVE_INFINITY, height: Number.POSITIVE_INFINITY },
        type: 'rich',
        script: true,
        caption: true,
      },
      format: 'json',
    })
  })

  it('has no more than 10,001 widths, so that caches are not split without end (O7)', () => {
    const widthOf = (maxwidth: string) => parseOEmbedQuery({ url, maxwidth: [maxwidth] }, { jsonp }).request.box.width
    expect(['9999', '10000', '10001', '99999999999', '9'.repeat(400)].map(widthOf)).toEqual([9999, 10_000, 10_000, 10_000, 10_000])
  })

  it('gives a whole number of 1 to 10,000 or a refusal, whatever came (O7)', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double().map(String),
      fc.bigInt().map(String),
      fc.stringMatching(/^[\d.e+-]{0,9}$/),
    )
    fc.assert(
      fc.property(anything, (maxwidth) => {
        const query = { url, maxwidth: [maxwidth] }
        if (refusalOf(() => parseOEmbedQuery(query, { jsonp })) !== undefined) return
        const { width } = parseOEmbedQuery(query, { jsonp }).request.box
        expect(Number.isInteger(width) && width >= 1 && width <= 10_000).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })

  it('never repeats a character that means something to HTML, XML or a log (O4, L7)', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('maxwidth', 'maxheight', 'type', 'omitscript', 'format', 'callback'),
        fc.string({ unit: 'binary' }),
        (name, value) => {
          const message = refusalOf(() => parseOEmbedQuery({ url, [name]: [value] }, { jsonp: true }))?.message ?? ''
          expect(message.replace('>=', '')).not.toMatch(/[<>&']|[^\x20-\x7e…]/)
          expect(message.length).toBeLessThan(400)
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('shows at most 40 characters of what came', () => {
    const refusal = refusalOf(() => parseOEmbedQuery({ url, maxwidth: ['x'.repeat(41)] }, { jsonp }))
    expect(refusal?.message).toBe(`Expected a whole number of pixels >= 1 for maxwidth but received "${'x'.repeat(40)}…"`)
  })

  it('does not mistake what every object has for a parameter', () => {
    const query = JSON.parse('{"url":["x"],"__proto__":["y"],"constructor":["z"]}')
    expect(parseOEmbedQuery(query, { jsonp }).request.url).toBe('x')
    expect(refusalOf(() => parseOEmbedQuery(Object.create({ url }), { jsonp }))).toBeInstanceOf(BadRequestError)
  })
})

describe('parseThumbnailPath', () => {
  it('knows the 21 renditions and nothing else (I8)', () => {
    const paths = fc.record({
      code: fc.constant('B'),
      revision: fc.string(),
      file: fc.oneof(fc.string(), fc.stringMatching(/^\d{1,5}\.(jpg|webp|avif|png)$/)),
    })
    fc.assert(
      fc.property(paths, (params) => {
        if (refusalOf(() => parseThumbnailPath(params)) === undefined) {
          expect(params.file).toMatch(/^(150|320|480|640|960|1280|1920)\.(jpg|webp|avif)$/)
          expect(params.revision).toMatch(/^[1-9]\d{0,8}$/)
        }
      }),
      { numRuns: 20_000 },
    )
  })

  it.each(['0', '01', '+1', '1.0', '1e0', '-1', '100', ' 1', ''])('knows no picture of a carousel by %j (I8)', (item) => {
    expect(refusalOf(() => parseThumbnailPath({ code: 'B', revision: '7', file: '640.webp', item }))).toBeInstanceOf(NotFoundError)
  })

  it('leaves it to the lookup to say that a code is none', () => {
    expect(parseThumbnailPath({ code: 'A', revision: '7', file: '640.webp' })).toEqual({
      shortcode: undefined,
      revision: 7,
      rendition: { width: 640, format: 'webp' },
    })
  })
})

describe('parseCodes', () => {
  it('keeps order and repetition: the use case sorts', () => {
    expect(parseCodes({ codes: ['b,a,b'] })).toEqual(['b', 'a', 'b'])
  })
})
