import { CODINGS } from '../../../server/core/content-coding.ts'
import { askRaw } from '../../support/servers/raw-answer.ts'
import { ORIGIN } from '../../support/servers/runtimes.ts'
import { mediaAt } from '../collection.ts'
import { compare, type LoadTarget } from '../measure.ts'
import { atLeast, atMost } from '../report.ts'
import { at, type Bench, figure, SECTION, type Server } from './http-figures.ts'

const CODES = Array.from({ length: 50 }, (_, place) => mediaAt(place).shortcode)
const PATHS = {
  permalink: `/p/${CODES[0]}/`,
  '50 cards': `/v1/cards?codes=${[...CODES].sort().join(',')}`,
  oEmbed: `/oembed?url=${encodeURIComponent(`${ORIGIN}/p/${CODES[0]}/`)}&maxwidth=480`,
} as const

/** Packed answers beside the same ones as they are, from the same server: bytes on the wire and CPU per request. */
export async function measurePacked(bench: Bench, placard: Server): Promise<void> {
  for (const [name, path] of Object.entries(PATHS)) await measureOne(bench, placard, { name, path })
}

async function measureOne({ rounds, add }: Bench, placard: Server, { name, path }: { readonly name: string; readonly path: string }) {
  const plain = (await askRaw(placard.baseUrl, { path })).bytes.length
  const targets: Record<string, LoadTarget> = {}
  for (const coding of CODINGS) {
    const headers = { 'Accept-Encoding': coding }
    const bytes = await packedBytes(placard, path, coding)
    targets[coding] = { ...at(placard, path), headers }
    add({
      section: SECTION,
      name: `${name} in ${coding}: bytes`,
      ours: `${bytes} B`,
      against: `as it is ${plain} B`,
      ratio: bytes / plain,
      target: atMost(0.4),
      raw: { bytes, plain },
    })
  }
  const told = compare(at(placard, path), targets, rounds)
  for (const [coding, compared] of Object.entries(told))
    add(figure(`${name} in ${coding}: CPU`, compared, { limit: 'as it is', target: atLeast(0.95) }))
}

/** How long it is once it is packed. @throws {Error} if it never is. */
async function packedBytes({ baseUrl }: Server, path: string, coding: string): Promise<number> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const { headers, bytes } = await askRaw(baseUrl, { path, headers: { 'Accept-Encoding': coding } })
    if (headers['content-encoding'] === coding) return bytes.length
  }
  throw new Error(`Expected ${path} to come in ${coding}`)
}
