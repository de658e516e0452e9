import { type Browser, chromium } from 'playwright-core'
import { CHROMIUM_ARGS, chromiumPath } from '../../support/browser/chromium-path.ts'
import { freePort } from '../../support/servers/free-port.ts'
import { collectionOf, mediaAt } from '../collection.ts'
import { type HostPages, startHostPages } from '../host-pages.ts'
import { answering, median, start } from '../measure.ts'
import type { Section } from '../options.ts'
import { longestTask, type PageCost, watchPage } from '../page-watch.ts'
import { atMost, type Line, type Target } from '../report.ts'

const SECTION = 'Widget: a page with so many cards in Chromium (412 x 823), scrolled through; beside a blank page'
const COUNTS = [1, 10, 20, 50]

type Show = (count: number) => Promise<string>

/**
 * Our cards beside two limits and two peers. The limits: the same pictures and nothing else, and our snippets where no script runs. The peers: the
 * facades of lite-youtube-embed and the cards of react-tweet, whose services are stubs on loopback.
 */
export const measureWidget: Section = async ({ quick }, add) => {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const placard = start([process.execPath, 'dist/server/placard.js', 'serve'], {
    env: { PORT: String(port), PLACARD_ORIGIN: base, PLACARD_DATA: await collectionOf(1000) },
    pinned: false,
  })
  await answering(base)
  const poster = await (await fetch(`${base}/t/${mediaAt(0).shortcode}/1/480.jpg`)).arrayBuffer()
  const host = await startHostPages(new Uint8Array(poster))
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: CHROMIUM_ARGS })
  const watch = async (url: string) => ({ ...(await watchPage(browser, url)), longestTaskMs: await longestTask(browser, url) })
  try {
    await measureAll({ host, base, rounds: quick ? 1 : 3, watch }, add)
  } finally {
    await closeAll(browser, host)
    await placard.stop()
  }
}

async function closeAll(browser: Browser, host: HostPages): Promise<void> {
  await browser.close()
  host.close()
}

type Cost = PageCost & { readonly longestTaskMs: number }

interface Bench {
  readonly host: HostPages
  readonly base: string
  readonly rounds: number
  readonly watch: (url: string) => Promise<Cost>
}

async function measureAll(bench: Bench, add: (line: Line) => void): Promise<void> {
  const { host, watch, rounds } = bench
  const shows: Readonly<Record<string, Show>> = {
    placard: showSnippets(bench, (html) => html),
    'pictures alone': showSnippets(bench, (html) => /<picture>.*?<\/picture>/.exec(html)?.[0] ?? ''),
    'no script': showSnippets(bench, (html) => html.replace(/<script.*/, '')),
    'lite-youtube-embed': showVideos(host),
    'react-tweet': showTweets(host),
  }
  // Whoever comes first pays for what the browser itself makes once.
  await watch(host.page('<p>Nothing.</p>'))
  for (const count of COUNTS) {
    const told: Record<string, Cost[]> = {}
    for (let round = 0; round < rounds; round += 1) {
      const blank = await watch(host.page('<p>Nothing.</p>'))
      for (const [name, show] of Object.entries(shows)) {
        told[name] = [...(told[name] ?? []), over(blank, await watch(await show(count)))]
      }
    }
    for (const line of linesOf(count, told)) add(line)
  }
}

/** What a page costs more than a blank one. */
function over(blank: Cost, cost: Cost): Cost {
  const more = (of: 'opened' | 'read') => ({ all: cost[of].all - blank[of].all, own: cost[of].own - blank[of].own })
  const { requests, mainThreadMs } = cost
  return { ...cost, requests: requests - 1, mainThreadMs: mainThreadMs - blank.mainThreadMs, opened: more('opened'), read: more('read') }
}

function linesOf(count: number, told: Readonly<Record<string, readonly Cost[]>>): readonly Line[] {
  const ours = told.placard ?? []
  const budget = (name: string, of: (cost: Cost) => number, target?: Target, digits = 0): Line => ({
    section: SECTION,
    name: `${count} ${count === 1 ? 'card' : 'cards'}: ${name}`,
    ours: median(ours.map(of)).toFixed(digits),
    against: Object.entries(told)
      .filter(([peer]) => peer !== 'placard')
      .map(([peer, costs]) => `${peer} ${median(costs.map(of)).toFixed(digits)}`)
      .join(' · '),
    ...(target && { ratio: median(ours.map(of)), target }),
    raw: Object.fromEntries(Object.entries(told).map(([peer, costs]) => [peer, median(costs.map(of))])),
  })
  return [
    budget('layout shift', ({ shift }) => shift, atMost(0), 3),
    budget('requests', ({ requests }) => requests),
    budget('KB', ({ bytes }) => bytes / 1000),
    budget('KB of scripts', ({ scriptBytes }) => scriptBytes / 1000, undefined, 1),
    budget('main thread, ms CPU', ({ mainThreadMs }) => mainThreadMs),
    budget('longest task, ms CPU', ({ longestTaskMs }) => longestTaskMs, count <= 20 ? atMost(50) : undefined, 1),
    budget('memory when it is opened, MB', ({ opened }) => opened.all, count === 20 ? atMost(20) : undefined, 1),
    budget("without the browser's program", ({ opened }) => opened.own, undefined, 1),
    budget('memory when it is read, MB', ({ read }) => read.all, undefined, 1),
    budget("without the browser's program, read", ({ read }) => read.own, undefined, 1),
  ]
}

/** As oEmbed hands them out, media after media, and what is made of each. */
function showSnippets({ host, base }: Bench, edit: (html: string) => string): Show {
  return async (count) => {
    const snippets = Array.from({ length: count }, async (_, place) => {
      // Every fourth is a single picture, as those of the peers are.
      const page = `${base}/p/${mediaAt(place * 4).shortcode}/`
      const answer = (await (await fetch(`${base}/oembed?url=${encodeURIComponent(page)}&maxwidth=380`)).json()) as { html: string } // ours
      return edit(answer.html)
    })
    return host.page((await Promise.all(snippets)).join('<p>Between two pictures.</p>'))
  }
}

function showVideos(host: HostPages): Show {
  const head = '<link rel="stylesheet" href="/lite-yt-embed.css"><script defer src="/lite-yt-embed.js"></script>'
  return async (count) => {
    const videos = Array.from({ length: count }, (_, place) => `<lite-youtube videoid="video${place}"></lite-youtube>`)
    return host.page(videos.join('<p>Between two pictures.</p>'), head)
  }
}

function showTweets(host: HostPages): Show {
  const head = '<link rel="stylesheet" href="/tweets.css"><script defer src="/tweets.js"></script>'
  return async (count) => host.page(`<main data-count="${count}"></main>`, head)
}
