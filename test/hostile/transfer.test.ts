import { beforeAll, describe, expect, it } from 'vitest'
import { buildTransferDocument, parseTransferDocument } from '../../server/core/documents/transfer-media.ts'
import { PlacardError } from '../../server/core/errors.ts'
import type { Media } from '../../server/core/media.ts'
import { bridge, film, portrait, series, withdrawnMedia } from '../fixtures/media.ts'
import { BASE, memoryApp } from '../support/memory/app.ts'

// What another server, or whoever has a token, says of a media: either it is refused, or nothing that is asked afterwards breaks.
const VALUES: readonly unknown[] = [
  ...[-1, 0, 1, 2 ** 31, 2 ** 53 - 1, 1.5, -(2 ** 53 - 1), 8_640_000_000_000_000],
  ...[
    '',
    ' ',
    'x',
    '\u0000',
    '\ud800',
    '\u202e',
    '../../x',
    'javascript:alert(1)',
    '<script>',
    'x'.repeat(9_000),
    '%',
    'en-US',
    '2026-13-45',
  ],
  ...[null, true, [], {}, [[]], { __proto__: null, toString: 1 }, ['x'], [{ lang: 'x', text: 'y' }], [{ lang: '', text: '' }]],
]

type Path = readonly (string | number)[]

/** Where something stands in a document, at whatever depth. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, [...path, name]))]
}

function withValue(document: object, path: Path, value: unknown): unknown {
  const last = path.at(-1)
  if (last === undefined) return value
  const copy = structuredClone(document)
  const place = path.slice(0, -1).reduce<object>((at, name) => Reflect.get(at, name), copy)
  Reflect.set(place, last, value)
  return copy
}

function accepted(document: unknown): Media | undefined {
  try {
    return parseTransferDocument(document)
  } catch (error) {
    expect(error).toBeInstanceOf(PlacardError)
    return undefined
  }
}

const pathsOf = ({ shortcode: code, revision }: Media) => [
  ...['/', '/feed.atom', '/feed.json', '/changes.json', '/sitemap.xml?from=B', '/.well-known/tdmrep.json', `/v1/cards?codes=${code}`],
  ...['', 'embed/captioned/', 'preview/', '?lang=ar'].map((rest) => `/p/${code}/${rest}`),
  ...['', '&format=xml', '&type=photo', '&type=video'].map((rest) => `/oembed?url=${BASE}/p/${code}/${rest}`),
  ...[`/v1/media/shortcode/${code}`, `/v1/media/shortcode/${code}/embed-code`, `/t/${code}/${revision}/320.jpg?x`],
]

const SEEDS: Readonly<Record<string, Media>> = { picture: portrait, carousel: series, film, 'withdrawn picture': withdrawnMedia }

describe.each(Object.entries(SEEDS))('the document of a %s', (_name, seed) => {
  const document = JSON.parse(JSON.stringify(buildTransferDocument(seed)))
  const kept: (readonly [string, Media])[] = []
  beforeAll(() => {
    for (const path of pathsIn(document)) {
      for (const value of VALUES) {
        const media = accepted(withValue(document, path, value))
        if (media) kept.push([`${path.join('.')} = ${JSON.stringify(value)?.slice(0, 40)}`, media])
      }
    }
  })

  it('breaks no answer, whatever stands in a field of it', async () => {
    const broken: string[] = []
    for (const [what, media] of kept) {
      const app = memoryApp({ media: [bridge, media] })
      for (const path of pathsOf(media)) {
        const { status } = await app.request(path, { method: path.startsWith('/t/') ? 'HEAD' : 'GET' })
        if (status >= 500 && status !== 501) broken.push(`${what}: ${path} ${status}`)
      }
    }
    expect(kept.length).toBeGreaterThan(50)
    expect(broken).toEqual([])
  })
})
