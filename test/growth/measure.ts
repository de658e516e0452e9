import type { Catalogue } from '../../server/ports/catalogue.ts'
import { NOW, pathOf, syntheticMedia } from './synthetic.ts'

/** Milliseconds, by what was asked. */
export type Figures = ReadonlyMap<string, { readonly median: number; readonly slowest: number }>

const live = { visibility: 'public', liveAt: NOW } as const

/** What readers and owners ask of a catalogue of so many media, and how long the answers take. */
export async function measure(catalogue: Catalogue, rows: number): Promise<Figures> {
  // The same in every run: a step that is prime to every size, so that all parts of the catalogue are asked for.
  const some = (index: number) => syntheticMedia((index * 7_919) % rows)
  const middle = syntheticMedia(Math.floor(rows / 2))
  const asked: readonly (readonly [string, number, (index: number) => Promise<unknown>])[] = [
    ['a media by its shortcode', 2000, (index) => catalogue.findByShortcode(some(index).shortcode)],
    [
      '50 media (one page view)',
      200,
      (index) => catalogue.findByShortcodes(Array.from({ length: 50 }, (_, n) => some(index * 50 + n).shortcode)),
    ],
    ['the newest 50 that are live', 200, () => catalogue.list({ ...live, limit: 50 })],
    ['50 live ones in the middle', 200, () => catalogue.list({ ...live, before: middle.id, limit: 50 })],
    ['50 from the middle on', 200, () => catalogue.list({ ...live, after: middle.id, limit: 50 })],
    ['all that speak of mining (first 200)', 50, () => catalogue.list({ ...live, speaksOfMining: true, limit: 200 })],
    ['where the pages of the sitemap begin', 3, () => catalogue.listPageStarts({ ...live, size: 1000 })],
    ['the next moment of the clock', 200, () => catalogue.listScheduled({ after: { at: NOW }, to: NOW + 60_000, limit: 1 })],
    ['the newest 50 of the log', 200, () => catalogue.listChanges({ newestFirst: true, limit: 50 })],
    ['the log of a media', 500, (index) => catalogue.listChanges({ mediaId: some(index).id, limit: 50 })],
    ['where a file was imported to', 500, (index) => catalogue.findSource(pathOf((index * 7_919) % rows))],
    ['an original that is there', 500, (index) => catalogue.listByOriginal(some(index).original.key)],
  ]
  const figures = new Map<string, { median: number; slowest: number }>()
  for (const [name, times, ask] of asked) figures.set(name, await timesOf(times, ask))
  return figures
}

async function timesOf(times: number, ask: (index: number) => Promise<unknown>) {
  const all: number[] = []
  for (let index = 0; index < times; index += 1) {
    const startedAt = performance.now()
    await ask(index)
    all.push(performance.now() - startedAt)
  }
  all.sort((a, b) => a - b)
  return { median: all[Math.floor(times / 2)] ?? 0, slowest: all[Math.floor(times * 0.99)] ?? 0 }
}
