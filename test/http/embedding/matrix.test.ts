import { describe, expect, it } from 'vitest'
import type { EmbedPolicy } from '../../../server/core/media.ts'
import type { CardsAnswer } from '../../../server/wire/card.ts'
import { bridge } from '../../fixtures/media.ts'
import { BASE, type MemoryApp, memoryApp, oembedPath } from '../../support/memory/app.ts'
import { testConfig } from '../../support/memory/deps.ts'

const EVERYONE: EmbedPolicy = { hosts: 'everyone', allow: [], deny: [] }
const NOBODY: EmbedPolicy = { hosts: 'nobody', allow: [], deny: [] }
const EXACT: EmbedPolicy = { hosts: 'listed', allow: ['news.example'], deny: [] }

/** The owner's default and the media's own policy. */
const POLICIES: Readonly<Record<string, { readonly byDefault?: EmbedPolicy; readonly own?: EmbedPolicy }>> = {
  everyone: { own: EVERYONE },
  'all but bad': { own: { hosts: 'everyone', allow: [], deny: ['bad.example'] } },
  'news only': { own: EXACT },
  '*.news, not bad': { own: { hosts: 'listed', allow: ['*.news.example', 'bad.example'], deny: ['bad.example'] } },
  nobody: { byDefault: NOBODY },
  'default opened': { byDefault: NOBODY, own: EVERYONE },
  'default closed': { byDefault: EVERYONE, own: NOBODY },
}

/** What a browser says in each place: of a script that reads, and of a picture or frame that loads. */
const HOSTS: Readonly<Record<string, { readonly reads: Record<string, string>; readonly loads: Record<string, string> }>> = {
  news: page('https://news.example'),
  'www.news': page('https://www.news.example'),
  bad: page('https://bad.example'),
  opaque: { reads: { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' }, loads: { 'Sec-Fetch-Site': 'cross-site' } },
  none: { reads: {}, loads: {} },
  ours: {
    reads: { 'Sec-Fetch-Site': 'same-origin', Referer: `${BASE}/demo/` },
    loads: { Referer: `${BASE}/`, 'Sec-Fetch-Site': 'same-origin' },
  },
}

function page(origin: string) {
  const site = { 'Sec-Fetch-Site': 'cross-site', Referer: `${origin}/` }
  return { reads: { ...site, Origin: origin }, loads: site }
}

const ELSEWHERE = { Referer: 'https://else.example/', 'Sec-Fetch-Site': 'cross-site' }
const CRAWLER = { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot-Image/1.0)' }
const PLAIN = `/t/${bridge.shortcode}/1/320.webp`

/**
 * cards: what a page's script is told to draw. plain, signed: what its `<img>` gets at the plain address, and at the one from its card.
 * copied: what another page's `<img>` gets at that. frame: what its iframe gets, and whom the browser lets see it. page: the picture of the permalink page.
 * A `credit` is the notice with the credit and without the picture.
 */
const EXPECTED = `
policy           host      cards    plain    signed   copied   frame    page     oembed   feed     crawler
everyone         news      picture  picture  picture  picture  picture  picture  picture  picture  picture
everyone         www.news  picture  picture  picture  picture  picture  picture  picture  picture  picture
everyone         bad       picture  picture  picture  picture  picture  picture  picture  picture  picture
everyone         opaque    picture  picture  picture  picture  picture  picture  picture  picture  picture
everyone         none      picture  picture  picture  picture  picture  picture  picture  picture  picture
everyone         ours      picture  picture  picture  picture  picture  picture  picture  picture  picture
all but bad      news      picture  credit   picture  credit   picture  picture  rich     credit   picture
all but bad      www.news  picture  credit   picture  credit   picture  picture  rich     credit   picture
all but bad      bad       credit   credit   -        -        credit   picture  401      credit   picture
all but bad      opaque    credit   credit   -        -        credit   picture  401      credit   picture
all but bad      none      credit   credit   -        -        credit   picture  rich     credit   picture
all but bad      ours      picture  credit   picture  credit   picture  picture  rich     credit   picture
news only        news      picture  credit   picture  credit   listed   picture  rich     credit   picture
news only        www.news  credit   credit   -        -        credit   picture  401      credit   picture
news only        bad       credit   credit   -        -        credit   picture  401      credit   picture
news only        opaque    credit   credit   -        -        listed   picture  401      credit   picture
news only        none      credit   credit   -        -        listed   picture  rich     credit   picture
news only        ours      picture  credit   picture  credit   listed   picture  rich     credit   picture
*.news, not bad  news      credit   credit   -        -        credit   picture  401      credit   picture
*.news, not bad  www.news  picture  credit   picture  credit   listed   picture  rich     credit   picture
*.news, not bad  bad       credit   credit   -        -        credit   picture  401      credit   picture
*.news, not bad  opaque    credit   credit   -        -        credit   picture  401      credit   picture
*.news, not bad  none      credit   credit   -        -        credit   picture  rich     credit   picture
*.news, not bad  ours      picture  credit   picture  credit   listed   picture  rich     credit   picture
nobody           news      credit   credit   -        -        credit   picture  401      credit   picture
nobody           www.news  credit   credit   -        -        credit   picture  401      credit   picture
nobody           bad       credit   credit   -        -        credit   picture  401      credit   picture
nobody           opaque    credit   credit   -        -        unseen   picture  401      credit   picture
nobody           none      credit   credit   -        -        unseen   picture  401      credit   picture
nobody           ours      picture  credit   picture  credit   unseen   picture  401      credit   picture
default opened   news      picture  picture  picture  picture  picture  picture  picture  picture  picture
default opened   www.news  picture  picture  picture  picture  picture  picture  picture  picture  picture
default opened   bad       picture  picture  picture  picture  picture  picture  picture  picture  picture
default opened   opaque    picture  picture  picture  picture  picture  picture  picture  picture  picture
default opened   none      picture  picture  picture  picture  picture  picture  picture  picture  picture
default opened   ours      picture  picture  picture  picture  picture  picture  picture  picture  picture
default closed   news      credit   credit   -        -        credit   picture  401      credit   picture
default closed   www.news  credit   credit   -        -        credit   picture  401      credit   picture
default closed   bad       credit   credit   -        -        credit   picture  401      credit   picture
default closed   opaque    credit   credit   -        -        unseen   picture  401      credit   picture
default closed   none      credit   credit   -        -        unseen   picture  401      credit   picture
default closed   ours      picture  credit   picture  credit   unseen   picture  401      credit   picture
`

describe('policies x hosts x deliveries', () => {
  it('show the picture where the owner lets it, and its credit everywhere else (W17)', async () => {
    const rows = [line(['policy', 'host', ...Object.keys(DELIVERIES)])]
    for (const [name, { byDefault = EVERYONE, own }] of Object.entries(POLICIES)) {
      const config = { ...testConfig, embedding: byDefault, embedCrawlers: ['Googlebot-Image'] }
      const app = memoryApp({ config, media: [{ ...bridge, ...(own && { embedding: own }) }] })
      for (const [host, said] of Object.entries(HOSTS)) {
        const cells: string[] = []
        for (const deliver of Object.values(DELIVERIES)) cells.push(await deliver(app, said))
        rows.push(line([name, host, ...cells]))
      }
    }
    expect(`\n${rows.join('\n')}\n`).toBe(EXPECTED)
  })
})

function line([policy = '', host = '', ...cells]: readonly string[]): string {
  return [policy.padEnd(17), host.padEnd(10), ...cells.map((cell) => cell.padEnd(9))].join('').trimEnd()
}

type Said = (typeof HOSTS)[string]

const DELIVERIES: Readonly<Record<string, (app: MemoryApp, said: Said) => Promise<string>>> = {
  cards: async (app, { reads }) => {
    const card = await cardFor(app, reads)
    if (card?.status === 'live') return 'picture'
    return card?.status === 'restricted' && card.byline !== undefined && card.link !== undefined ? 'credit' : String(card?.status)
  },
  plain: (app, { loads }) => load(app, PLAIN, loads),
  signed: async (app, said) => {
    const address = await signedAddress(app, said)
    return address === undefined ? '-' : load(app, address, said.loads)
  },
  copied: async (app, said) => {
    const address = await signedAddress(app, said)
    return address === undefined ? '-' : load(app, address, ELSEWHERE)
  },
  frame: async (app, { loads }) => {
    const answer = await app.request(`/p/${bridge.shortcode}/embed/`, { headers: { ...loads, 'Sec-Fetch-Dest': 'iframe' } })
    const text = await answer.text()
    if (answer.status === 403 && !text.includes('/t/') && text.includes('Zoë Łęcka')) return 'credit'
    if ((await load(app, pictureIn(text))) !== 'picture') return String(answer.status)
    const [, ancestors] = /frame-ancestors (.*)$/.exec(answer.headers.get('content-security-policy') ?? '') ?? []
    if (ancestors === undefined) return 'picture'
    return ancestors === "'none'" ? 'unseen' : 'listed'
  },
  page: async (app, { loads }) => {
    const answer = await app.request(`/p/${bridge.shortcode}/`, { headers: { ...loads, 'Sec-Fetch-Dest': 'document' } })
    return load(app, pictureIn(await answer.text()), { Referer: `${BASE}/`, 'Sec-Fetch-Site': 'same-origin' })
  },
  oembed: async (app, { reads }) => {
    const answer = await app.request(oembedPath(bridge.shortcode), { headers: reads })
    const { type, thumbnail_url: thumbnail, reason } = (await answer.json()) as Record<string, string>
    if (answer.status === 401 && reason === 'restricted') return '401'
    return thumbnail === undefined ? String(type) : load(app, thumbnail)
  },
  feed: async (app) => {
    const answer = await app.request('/feed.json')
    const { items } = (await answer.json()) as { items: readonly { image?: string; content_html: string; attachments: unknown[] }[] }
    const [item] = items
    if (item?.image !== undefined) return load(app, item.image)
    const isCredit = item?.attachments.length === 0 && !item.content_html.includes('<img') && item.content_html.includes('Zoë Łęcka')
    return isCredit ? 'credit' : 'something else'
  },
  crawler: (app) => load(app, PLAIN, CRAWLER),
}

async function cardFor(app: MemoryApp, headers: Record<string, string>): Promise<CardsAnswer['data'][number] | undefined> {
  const answer = await app.request(`/v1/cards?codes=${bridge.shortcode}`, { headers })
  return ((await answer.json()) as CardsAnswer).data[0]
}

async function signedAddress(app: MemoryApp, { reads }: Said): Promise<string | undefined> {
  const card = await cardFor(app, reads)
  return card?.status === 'live' ? card.picture.src : undefined
}

/** As an `<img>` would, which shows the credit as an image whatever its status. */
async function load(app: MemoryApp, address: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await app.request(address, { headers: { Accept: 'image/avif,image/webp,image/*,*/*;q=0.8', ...headers } })
  const type = answer.headers.get('content-type') ?? ''
  if (answer.status === 200 && /^image\/(jpeg|webp)$/.test(type)) return 'picture'
  const text = await answer.text()
  return answer.status === 403 && text.includes('Zoë Łęcka') ? 'credit' : `${answer.status} ${type}`
}

function pictureIn(html: string): string {
  const [, src = ''] = /<img src="([^"]*\/t\/[^"]*)"/.exec(html) ?? []
  return src.replaceAll('&amp;', '&')
}
